/** The camera wall's composition root. */

import "../css/stage.css";
import "../css/dialog.css";
import "../css/picture.css";
import "../css/wall.css";
import { Api, csrfCookie } from "./io/api";
import { KeptWalls } from "./io/kept-walls";
import { Portal, rows } from "./io/portal";
import { distanceText } from "./model/geo";
import { parseConfig } from "./model/config";
import { parseAt } from "./model/time";
import { formatWall, MOST, parseWall, type Direction, type Grid, type WallState } from "./model/wall";
import { byId, isTyping, put, show } from "./panels/dom";
import { SignIn } from "./panels/sign-in";
import { fail, failureText } from "./panels/toasts";
import { WallBar } from "./panels/wall/bar";
import { WallGrid } from "./panels/wall/grid";
import type { WallCamera } from "./panels/wall/tile";

/** Status and name of the cameras are asked for again so often. */
const LOOK_AGAIN_MS = 15_000;
const NEAREST = 48;
const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

const config = parseConfig(JSON.parse(byId("page-config").textContent ?? "{}"));
const signIn = new SignIn(config, () => void load());
const portal = new Portal(new Api({ base: config.urls.api, csrf: () => csrfCookie(document.cookie) || config.csrf, signIn: () => signIn.ask() }));
let state: WallState = parseWall(location.search);
let cameras: readonly WallCamera[] = [];
/** What the cameras were asked for by; another question has another answer. */
let turn = 0;

const hooks = { state: () => state, change };
const bar = new WallBar(portal, new KeptWalls(config.user.id, localStorage), { ...hooks, fullscreen }, config.video.gateway);
const grid = new WallGrid(portal, { ...hooks, remove }, config.video.gateway ? config.video.liveAtOnce : 0);

function change(given: Partial<WallState>): void {
  const before = state;
  state = { ...state, ...given };
  const query = formatWall(state);
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  if (String(before.cameras) !== String(state.cameras) || String(before.centre) !== String(state.centre)) void load();
  draw();
  if (before.big !== state.big) grid.focus();
}

function remove(id: string): void {
  // Taken off a wall of the nearest, the others are from now on chosen ones.
  change({ cameras: cameras.map((camera) => camera.id).filter((other) => other !== id).slice(0, MOST), centre: null, big: null });
}

function cameraOf(raw: Record<string, unknown>): WallCamera {
  return {
    id: String(raw.id), code: String(raw.code ?? ""), name: String(raw.name ?? ""), status: String(raw.status ?? "unknown"),
    since: parseAt(raw.status_changed_at as string | null), distance: typeof raw.distance_m === "number" ? distanceText(raw.distance_m) : "",
  };
}

async function ask(): Promise<WallCamera[]> {
  if (state.cameras.length > 0) {
    const found = new Map(rows(await portal.camerasById(state.cameras)).map((raw) => [String(raw.id), cameraOf(raw)]));
    return state.cameras.flatMap((id) => found.get(id) ?? []);
  }
  return state.centre ? rows(await portal.camerasNear(state.centre, NEAREST)).map(cameraOf) : [];
}

async function load(): Promise<void> {
  const mine = ++turn;
  try {
    const found = await ask();
    if (mine !== turn) return;
    cameras = found;
    failed("");
  } catch (error) {
    if (mine !== turn) return;
    if (cameras.length === 0) failed(failureText(error));
    else fail(error);
  }
  draw();
}

function failed(text: string): void {
  put(byId("wall-failed"), { text });
  show(byId("wall-failed"), text !== "");
}

function draw(): void {
  const isAsked = state.cameras.length > 0 || state.centre !== null;
  show(byId("wall-empty"), !isAsked);
  show(byId("wall-missing"), isAsked && turn > 0 && cameras.length === 0 && byId("wall-failed").hidden && isLoaded);
  bar.draw(cameras.length);
  grid.draw(cameras);
}

function fullscreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen().catch(fail);
}

function pressed(event: KeyboardEvent): void {
  if (document.querySelector("dialog[open]") || event.altKey || event.ctrlKey || event.metaKey) return;
  if (isTyping(event.target)) return;
  const arrow = ARROWS[event.code];
  const number = /^(?:Digit|Numpad)([1-4])$/.exec(event.code)?.[1];
  const target = event.target instanceof Element ? event.target : null;
  if (arrow) grid.step(arrow);
  else if (number) change({ grid: Number(number) as Grid, page: 0, big: null });
  else if (event.code === "KeyF") fullscreen();
  else if (event.code === "KeyV" && config.video.gateway) change({ live: !state.live });
  else if (event.code === "PageDown") bar.turnPage(1);
  else if (event.code === "PageUp") bar.turnPage(-1);
  else if (event.code === "Escape" && state.big) change({ big: null });
  else if (event.code === "Enter" && target?.matches(".wall-tile")) change({ big: state.big ? null : grid.chosenId });
  else if (event.code === "Delete" && grid.chosenId) remove(grid.chosenId);
  else return;
  event.preventDefault();
}

let isLoaded = false;
document.addEventListener("keydown", pressed);
document.addEventListener("fullscreenchange", () => document.body.classList.toggle("is-full", document.fullscreenElement !== null));
byId("wall-again").addEventListener("click", () => void load());
setInterval(() => { if (!document.hidden && cameras.length > 0) void load(); }, LOOK_AGAIN_MS);
// Streams that failed are tried again by and by.
setInterval(() => grid.direct(), 5000);
draw();
void load().finally(() => { isLoaded = true; draw(); });
