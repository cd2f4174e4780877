/** A wall display: the map and what is open, without a hand upon it; it comes back by itself after any outage. */

import "../css/stage.css";
import "../css/display.css";
import { Feed } from "./console/feed";
import { Api, csrfCookie } from "./io/api";
import { liveAddress, type LiveState, type SocketLike } from "./io/live";
import { AtMostEvery } from "./io/pace";
import { Retrying } from "./io/retrying";
import { Portal } from "./io/portal";
import type { BasemapData } from "./map/basemap";
import { MapView } from "./map/map-view";
import { magnify } from "./map/pixels";
import { parseAddress } from "./model/address";
import { fits, selectedAlarms } from "./model/alarm-queries";
import { parseConfig } from "./model/config";
import { FloodWatch } from "./model/flood";
import { gettext } from "./model/i18n";
import { counters, selected, selectedUnits } from "./model/queries";
import { PRIORITIES } from "./model/messages";
import { Store } from "./model/store";
import { clockIn, HOUR_MS, MINUTE_MS, ServerClock } from "./model/time";
import { parseNames, parseTurns, shiftAt, trustIn, turnAt, type Turn } from "./model/turns";
import { View, type LayerName } from "./model/view";
import { priorityWord } from "./model/words";
import { DisplayBoard } from "./panels/display-board";
import { DisplayTrust } from "./panels/display-trust";
import { byId, clone, glyph, put, show, slot, write } from "./panels/dom";
import { TroubleBar } from "./panels/troubles";

/** What the feed gives a display; cameras that are out stand among the alarms. */
const SHOWN: readonly LayerName[] = ["incidents", "alarms", "units", "labels"];
/** The page looks so often whether it is still the one that the server would send. */
const LOOK_MS = 10 * MINUTE_MS;
const SHUT_OUT_LOOK_MS = 30_000;
/** Whatever leaks in a browser that is never closed, leaks for a day. */
const FRESH_MS = 24 * HOUR_MS;

const LAID_OUT_PX = 1920;
const MAGNIFIED = 1.35;

const raw = JSON.parse(byId("page-config").textContent ?? "{}") as Record<string, unknown>;
const config = parseConfig(raw);
const turns = parseTurns(raw.display);
const names = parseNames(raw.display);
const isDisplay = config.user.role === "display";
const server = new ServerClock();
const store = new Store();
const clock = clockIn(config.timezone);
const view = new View(parseAddress(turns[0]?.query ?? ""));
const regionNames = new Map(config.regions.map(({ code, name }) => [code, name]));
const watch = new FloodWatch();
const began = Date.now();
let downSince: number | null = began;
let lookedAt = began;
let shown = 0;

const portal = new Portal(new Api({
  base: config.urls.api, csrf: () => csrfCookie(document.cookie) || config.csrf,
  signIn: () => { feed.live.stop(); become("signed_out"); return Promise.reject(new Error("signed out")); },
}));
const troubles = new TroubleBar();
let endedAs: LiveState | null = null;
const feed: Feed = new Feed(store, server, {
  open: () => new WebSocket(liveAddress(location, config.urls.live)) as unknown as SocketLike,
  snapshot: () => portal.snapshot(),
  became: (state) => become(state),
  // The veil says so, and how old what is seen has become.
  failed: () => tick(),
  troubles: (codes) => troubles.draw(codes),
});
/** Marks that an operator sees at arm's length are seen here across a room. */
function size(): void {
  const scale = MAGNIFIED * Math.max(1, innerWidth / LAID_OUT_PX);
  magnify(scale);
  byId("map").style.setProperty("--magnified", String(scale));
}

size();
const map = new MapView(byId("map"), config, view, {
  tip: () => ({ title: "", text: "" }), showTip: () => undefined, choose: () => undefined, placed: () => undefined, now: () => server.now(),
});
/** Of the only region everybody in the room knows that it is this one. */
const regionBeside = (code: string): string => (config.regions.length === 1 ? "" : regionNames.get(code) ?? code);
const board = new DisplayBoard(names, regionBeside, () => server.now());
const veil = new DisplayTrust(isDisplay);
const basemap = new Retrying(async () => map.basemap.set((await portal.basemap()) as BasemapData), () => undefined);

function become(state: LiveState): void {
  if (state === "signed_out" || state === "rights_changed") endedAs = state;
  if (state === "live") {
    const isBack = downSince !== null && Date.now() - downSince > LOOK_MS / 60;
    [downSince, endedAs] = [null, null];
    if (isBack) void look();
  } else downSince ??= Date.now();
  tick();
}

/** What the server would send now: another version, other views or another language are taken by loading anew. */
async function look(): Promise<void> {
  lookedAt = Date.now();
  const answer = await fetch(location.pathname, { cache: "no-store", headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const given = page.getElementById("page-config")?.textContent;
  if (!given) return;
  const scripts = (of: Document): string => [...of.querySelectorAll<HTMLScriptElement>("script[type=module]")].map((one) => one.getAttribute("src")).join();
  const now = (JSON.parse(given) as Record<string, unknown>).display;
  if (endedAs || scripts(page) !== scripts(document) || JSON.stringify(now) !== JSON.stringify(raw.display) || Date.now() - began > FRESH_MS) location.reload();
}

function draw(): void {
  const asker = { userId: "", now: server.now() };
  const { filters, order, alarms: alarmFilters, layers } = view.state;
  const incidents = selected(store.incidents(), filters, order, asker);
  const alarms = selectedAlarms(store.alarms(), { filters: alarmFilters, region: filters.region, order, now: asker.now });
  const mine = store.alarms().filter(({ region }) => !filters.region || region === filters.region);
  watch.look(mine, asker.now);
  map.incidents.set(incidents);
  map.alarms.set(alarms);
  map.units.set(selectedUnits(store.units(), view.state));
  board.drawIncidents(incidents);
  board.drawAlarms(alarms, watch.flood);
  const count = counters(incidents, store.incidents()).byPriority;
  for (const priority of PRIORITIES) {
    put(byId(`display-count-${priority}`), { count: String(count[priority]) });
    byId(`display-count-${priority}`).dataset.count = String(count[priority]);
  }
  show(byId("exercise-ribbon"), incidents.some(({ isExercise }) => isExercise));
  const ringing = incidents.filter(({ rings }) => rings && layers.includes("incidents"));
  const waiting = alarms.filter((alarm) => alarm.rings && layers.includes("alarms") && fits(alarm, { filters: alarmFilters, region: filters.region, now: asker.now }));
  map.pulse([...ringing, ...waiting]);
}

function turnTo(turn: Turn | undefined): void {
  const state = parseAddress(turn?.query ?? "");
  view.set({ ...state, layers: state.layers.filter((name) => SHOWN.includes(name)) });
  map.showLayers(view.state.layers);
  const { centre, zoom, filters: { region } } = state;
  if (centre && zoom !== null) map.fly(centre, zoom);
  else map.fit(region);
  map.basemap.setOwn(region ? [region] : config.regions.map(({ code }) => code));
  write(byId("display-view"), [turn?.name, regionNames.get(region) ?? (config.regions.length === 1 ? config.regions[0]?.name : "")].filter(Boolean).join(" · "));
  draw();
}

function tick(): void {
  const now = Date.now();
  feed.live.check();
  const age = feed.freshness.age("incidents", now);
  veil.draw(trustIn(endedAs ?? feed.live.state, age, downSince === null ? 0 : now - downSince), age);
  write(byId("clock"), clock.time(server.now()));
  write(byId("clock-date"), `${clock.date(server.now())} ${clock.zone(server.now())}`);
  board.tick();
  const { index, share } = turnAt(turns, now - began);
  byId("display-turn").style.width = `${(share * 100).toFixed(1)}%`;
  if (index !== shown) turnTo(turns[(shown = index)]);
  const [x, y] = shiftAt(now);
  byId("content").style.transform = `translate(${x}px, ${y}px)`;
  if (now - lookedAt > (endedAs ? SHUT_OUT_LOOK_MS : LOOK_MS)) void look();
}

/** Browsers let go of the lock whenever the page is hidden. */
async function stayAwake(): Promise<void> {
  if (document.hidden) return;
  const note = byId("display-note");
  try {
    await navigator.wakeLock.request("screen");
    write(note, "");
  } catch {
    write(note, gettext("This browser may let the screen go to sleep."));
  }
}

function wake(): void {
  if (document.hidden) return;
  feed.hurry();
  basemap.hurry();
  void stayAwake();
  tick();
}

for (const priority of PRIORITIES) {
  const counter = clone("display-counter");
  counter.id = `display-count-${priority}`;
  glyph(slot<SVGElement>(counter, "glyph"), priority, priorityWord(priority));
  byId("display-counters").append(counter);
}
const changed = new AtMostEvery(1000, draw);
store.subscribe(({ topics }) => { if (topics.has("reset")) draw(); else changed.ask(); });
document.addEventListener("visibilitychange", wake);
window.addEventListener("online", wake);
window.addEventListener("resize", () => { size(); map.repaint(); });
turnTo(turns[0]);
setInterval(tick, 1000);
void basemap.run();
void stayAwake();
feed.begin();
