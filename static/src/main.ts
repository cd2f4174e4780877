/** The console's composition root: build the parts, join them, connect. */

import "../css/console.css";
import "../css/rail.css";
import "../css/stage.css";
import "../css/panel.css";
import "../css/dialog.css";
import { Api, csrfCookie } from "./io/api";
import { Drafts } from "./io/drafts";
import { Live, liveAddress, type LiveState, type SocketLike } from "./io/live";
import { Portal, rows } from "./io/portal";
import type { BasemapData } from "./map/basemap";
import { MapView, type Tip } from "./map/map-view";
import { formatAddress, parseAddress } from "./model/address";
import { applyChanges, health, parseColumns, placeOf, type Cameras } from "./model/cameras";
import { may, parseConfig } from "./model/config";
import type { LonLat } from "./model/geo";
import { gettext } from "./model/i18n";
import { commandOf, shownKey, type CommandName } from "./model/keyboard";
import { parseFrame, parseSnapshot, type Frame, type Incident } from "./model/messages";
import type { Step } from "./model/moves";
import { NATIONAL, counters, isOffDuty, matches, selected, unitCounters } from "./model/queries";
import { Store, type Changes } from "./model/store";
import { parseTypes, type IncidentType } from "./model/targets";
import { clockIn, ServerClock } from "./model/time";
import { View, type Selection } from "./model/view";
import { cameraKindWord, cameraStatusWord, priorityWord, serviceWord, statusWord, unitStatusWord } from "./model/words";
import { Ask } from "./panels/ask";
import { CallEntry } from "./panels/call-entry";
import { Chooser, MapTip } from "./panels/map-notes";
import { Connection } from "./panels/connection";
import type { Context } from "./panels/context";
import { byId, isTyping, show } from "./panels/dom";
import { openHelp } from "./panels/help";
import { IncidentPanel } from "./panels/incident-panel";
import { Legend } from "./panels/legend";
import { CameraPanel, UnitPanel } from "./panels/object-panel";
import { Palette, type Command } from "./panels/palette";
import { Rail } from "./panels/rail";
import { SignIn } from "./panels/sign-in";
import { SoundPanel } from "./panels/sound";
import { Steps } from "./panels/steps";
import { fail, say, toast } from "./panels/toasts";
import { Topbar } from "./panels/topbar";

const config = parseConfig(JSON.parse(byId("page-config").textContent ?? "{}"));
const server = new ServerClock();
const store = new Store();
const view = new View(parseAddress(location.search));
const drafts = new Drafts(config.user.id, sessionStorage);
const types = new Map<string, IncidentType>();
const districts = new Map<string, string>();
const regionNames = new Map(config.regions.map((region) => [region.code, region.name]));
regionNames.set(NATIONAL, gettext("National queue"));
const signIn = new SignIn(config, () => { if (live.state !== "live") live.connect(); });
const portal = new Portal(new Api({
  base: config.urls.api, csrf: () => csrfCookie(document.cookie) || config.csrf, signIn: () => signIn.ask(),
}));
const context: Context = {
  config, store, view, portal, drafts, server, types, clock: clockIn(config.timezone),
  asker: () => ({ userId: config.user.id, now: server.now() }),
  regionName: (code) => regionNames.get(code) ?? code,
  everyRegion: () => [...regionNames].map(([code, name]) => ({ code, name })).sort((a, b) => a.name.localeCompare(b.name)),
  districtName: (code) => districts.get(code) ?? "",
};

let cameras: Cameras | null = null;
let camerasAt: number | null = null;
let panel: IncidentPanel | UnitPanel | CameraPanel | null = null;
let placing: Incident | null = null;

// --- live feed --------------------------------------------------------------------------------------------

const live = new Live({
  open: () => new WebSocket(liveAddress(location, config.urls.live)) as unknown as SocketLike,
  hello: () => ({ type: "hello", since: store.seq, epoch: store.epoch, topics: ["incidents", "units", "alarms", "cameras", "positions"] }),
  onFrame: (body) => { const frame = parseFrame(body); if (frame) hear(frame); },
  onState: (state) => become(state),
});

/** Heartbeats in a row that count lower than we do. */
let behind = 0;

function hear(frame: Frame): void {
  switch (frame.type) {
    case "event":
      store.applyEvent(frame);
      break;
    case "positions":
      store.applyPositions(frame);
      break;
    case "welcome":
      server.learn(frame.serverTime);
      break;
    case "heartbeat":
      server.learn(frame.serverTime);
      // Twice in a row, so that one heartbeat that was overtaken by an event loads nothing anew.
      behind = store.applyHeartbeat(frame.seq) ? 0 : behind + 1;
      if (behind >= 2) void start();
      break;
    case "resync":
      void start();
      break;
    case "other":
      break;
  }
  store.flush();
}

function become(state: LiveState): void {
  connection.become(state);
  if (state === "signed_out") void signIn.ask();
  if (state === "rights_changed") setTimeout(() => location.reload(), 2500);
  if (state === "down") say(gettext("The live connection is down."), "now");
}

/** Take the snapshot, then follow the feed from exactly there. */
async function reload(): Promise<void> {
  live.stop();
  const snapshot = parseSnapshot(await portal.snapshot());
  if (!snapshot) throw new Error("the snapshot is not understood");
  store.applySnapshot(snapshot);
  behind = 0;
  store.flush();
  live.connect();
}

// --- parts ------------------------------------------------------------------------------------------------

const connection = new Connection(live, () => { void start(); });
const topbar = new Topbar(context);
const sound = new SoundPanel(may(config, "incidents:write"));
const ask = new Ask(drafts);
const tip = new MapTip();
const chooser = new Chooser((selection) => describe(selection), (selection) => view.select(selection));
const map = new MapView(byId("map"), config, view, {
  tip: describe, now: () => server.now(),
  showTip: (words, x, y) => tip.show(words, x, y),
  choose: (options, x, y) => chooser.open(options, x, y),
  placed: (at) => placed(at),
});
const steps = new Steps(context, ask, (incident) => dispatch(incident), (incident, text) => lost(incident, text));
const call = new CallEntry(context, ask, {
  pin: (at) => map.incidents.pin(at), placing: (isOn) => map.placing(isOn), look: (at) => map.fly(at),
});
const rail = new Rail(context, () => enterCall());
const legend = new Legend(view, () => ({
  incidents: connection.age(), units: connection.age(),
  // Cameras come once as columns; from then on the feed confirms them like everything else.
  cameras: camerasAt === null ? null : connection.age(),
}), () => live.state === "live");
const palette = new Palette(context, commands, (at, zoom) => map.fly(at, zoom));

function describe({ kind, id }: Selection): Tip {
  if (kind === "incident") {
    const incident = store.incident(id);
    return { title: incident?.title ?? id, text: incident ? `${incident.number} · ${priorityWord(incident.priority)} · ${statusWord(incident.status)}` : "" };
  }
  if (kind === "unit") {
    const unit = store.unit(id);
    return { title: unit?.callSign ?? id, text: unit ? `${serviceWord(unit.service)} · ${unitStatusWord(unit.status)}` : "" };
  }
  const i = cameras?.index.get(Number(id));
  const status = i === undefined ? "unknown" : (["online", "degraded", "offline", "maintenance", "unknown"][cameras?.columns.status[i] ?? 4] ?? "unknown");
  return { title: gettext("Camera %(id)s", { id }), text: `${cameraKindWord((i === undefined ? "" : cameras?.columns.kind[i]) ?? "")} · ${cameraStatusWord(status)}` };
}

function placeOfSelection(selection: Selection | null): LonLat | null {
  if (!selection) return null;
  if (selection.kind === "incident") return (panel instanceof IncidentPanel ? panel.incident?.at : store.incident(selection.id)?.at) ?? null;
  if (selection.kind === "unit") return store.unit(selection.id)?.at ?? null;
  return cameras ? placeOf(cameras, Number(selection.id)) : null;
}

// --- the panel of what is open ----------------------------------------------------------------------------

function openPanel(selection: Selection | null): void {
  const root = byId("panel");
  const hooks = { close: () => view.select(null), centre: () => centre() };
  panel = !selection ? null
    : selection.kind === "incident" ? new IncidentPanel(context, selection.id, steps, { ...hooks, near: (ids) => map.cameras.highlight(new Set(ids.map(Number))), placeOnMap: (incident) => placeOnMap(incident) })
    : selection.kind === "unit" ? new UnitPanel(context, selection.id, hooks)
    : new CameraPanel(context, selection.id, hooks, () => cameras);
  root.replaceChildren(...(panel ? [panel.element] : []));
  show(root, panel !== null);
  byId("content").dataset.panel = panel ? "open" : "closed";
  root.scrollTop = 0;
  mark(selection);
}

function mark(selection: Selection | null): void {
  const id = (kind: Selection["kind"]): string | null => (selection?.kind === kind ? selection.id : null);
  map.incidents.select(id("incident"));
  map.units.select(id("unit"));
  map.cameras.select(selection?.kind === "camera" ? Number(selection.id) : null);
  if (selection?.kind !== "incident" && selection?.kind !== "camera") map.cameras.highlight(new Set());
}

function centre(): void {
  const at = placeOfSelection(view.state.selection);
  if (at) map.fly(at, 15);
  else toast(gettext("This is not on the map: it has no point."), "warn");
}

function lost(incident: Incident, text: string): void {
  if (panel instanceof IncidentPanel && panel.id === incident.id) panel.lost(text);
  else toast(`${incident.number}: ${text}`, "warn");
}

function dispatch(incident: Incident): void {
  view.select({ kind: "incident", id: incident.id });
  if (panel instanceof IncidentPanel) panel.arm(true);
}

function enterCall(): void {
  if (!may(config, "incidents:write")) return toast(gettext("Your role does not take calls."), "warn");
  placing = null;
  call.open();
}

function placeOnMap(incident: Incident): void {
  placing = incident;
  map.placing(true);
  toast(gettext("Click on the map where %(number)s is. Esc ends it.", { number: incident.number }));
}

function placed(at: LonLat): void {
  if (call.isOpen) return call.setOnMap(at);
  if (!placing) return;
  const incident = placing;
  stopPlacing();
  void steps.place(store.incident(incident.id) ?? incident, at[0], at[1]);
}

function stopPlacing(): void {
  placing = null;
  map.placing(false);
}

// --- commands ---------------------------------------------------------------------------------------------

function onOpenIncident(step: Step): void {
  if (!may(config, "incidents:write")) return toast(gettext("Your role reads only."), "warn");
  const { selection } = view.state;
  const incident = selection?.kind === "incident" ? store.incident(selection.id) : undefined;
  if (incident) steps.take(step, incident);
  else toast(gettext("Choose an incident first (J, K or a click)."));
}

function escape(): void {
  if (chooser.isOpen) chooser.close();
  else if (placing) stopPlacing();
  else if (panel instanceof IncidentPanel && panel.isArmed) panel.arm(false);
  else if (call.isOpen) call.close();
  else if (isTyping(document.activeElement)) (document.activeElement as HTMLElement).blur();
  else view.select(null);
}

function fullscreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen().catch(() => undefined);
}

/** Enter: send the first unit when `d` waits for a choice; else open the first incident. */
function enter(): void {
  if (panel instanceof IncidentPanel && panel.isArmed) panel.pick(1);
  else if (!view.state.selection) rail.step(1);
  else byId("panel").querySelector<HTMLElement>("button, a, input")?.focus();
}

const runs: Partial<Record<CommandName, () => void>> = {
  help: () => openHelp(commands()), palette: () => palette.open(), next: () => rail.step(1), previous: () => rail.step(-1), open: enter,
  acknowledge: () => onOpenIncident("acknowledge"), dispatch: () => onOpenIncident("dispatch"), en_route: () => onOpenIncident("en_route"),
  on_scene: () => onOpenIncident("on_scene"), resolve: () => onOpenIncident("resolve"), close: () => onOpenIncident("close"),
  call: enterCall, note: () => { if (panel instanceof IncidentPanel) panel.focusNote(); }, mute: () => sound.mute(),
  snooze: () => sound.snooze(server.now()), fullscreen, escape, centre, tab: () => rail.turn(),
};

function commands(): readonly Command[] {
  const labels: [CommandName, string][] = [
    ["call", gettext("Enter a call")], ["acknowledge", gettext("Acknowledge")], ["dispatch", gettext("Dispatch: choose a unit with 1–9 or Enter")],
    ["en_route", gettext("Unit en route")], ["on_scene", gettext("Unit on scene")], ["resolve", gettext("Resolve with an outcome")],
    ["close", gettext("Close incident")], ["note", gettext("Write a note")], ["next", gettext("Next in the list")], ["previous", gettext("Previous in the list")],
    ["open", gettext("Open")], ["tab", gettext("Next list")], ["centre", gettext("Show on the map")], ["mute", gettext("Mute or unmute")],
    ["snooze", gettext("Put the ringing off for 2 minutes")], ["fullscreen", gettext("Full screen")], ["palette", gettext("Find or do")],
    ["help", gettext("Keys and help")], ["escape", gettext("Close what is open")],
  ];
  return labels.map(([name, label]) => ({ label, key: shownKey(name), run: () => runs[name]?.() }));
}

function pressed(event: KeyboardEvent): void {
  if (document.querySelector("dialog[open]")) return;
  const command = commandOf(event, isTyping(event.target));
  if (!command) return;
  // Enter on a button is that button's; the arrows belong to the map while it has the focus.
  const onButton = event.target instanceof Element && event.target.closest("button, a, summary");
  const isArmed = panel instanceof IncidentPanel && panel.isArmed;
  if (command === "open" && onButton && !isArmed) return;
  if (event.code.startsWith("Arrow") && event.target instanceof Element && event.target.closest("#map")) return;
  if (command.startsWith("pick_")) {
    if (panel instanceof IncidentPanel && isArmed) panel.pick(Number(command.slice(5)));
    return;
  }
  event.preventDefault();
  runs[command]?.();
}

// --- drawing ----------------------------------------------------------------------------------------------

const NOTHING: ReadonlySet<string> = new Set();

function shownIncidents(): Incident[] {
  const { filters, order } = view.state;
  return selected(store.incidents(), filters, order, context.asker());
}

/** List, map and counters from one answer, so that they always agree. */
function drawIncidents(arrived: ReadonlySet<string> = NOTHING): void {
  const shown = shownIncidents();
  const count = counters(shown, store.incidents());
  map.incidents.set(shown);
  rail.draw(shown, count, arrived);
  topbar.count(count);
  show(byId("exercise-ribbon"), store.incidents().some((incident) => incident.isExercise));
}

function drawUnits(): void {
  const { region } = view.state.filters;
  const units = store.units().filter((unit) => !region || unit.region === region);
  const { free, onDuty } = unitCounters(units);
  topbar.units(free, onDuty);
  map.units.set(units.filter((unit) => !isOffDuty(unit)));
}

function drawCameras(): void {
  if (!cameras) return;
  if (applyChanges(cameras, store.cameraChanges())) reloadCameras();
  map.cameras.set(cameras.columns);
  const { online, all } = health(cameras, view.state.filters.region);
  topbar.cameras(online, all);
}

function ring(): void {
  sound.tick(store.incidents(), server.now());
  map.pulse(sound.waiting.filter((incident) => matches(incident, view.state.filters, context.asker())));
}

function announce(arrived: ReadonlySet<string>): void {
  for (const id of arrived) {
    const incident = store.incident(id);
    if (incident) say(gettext("New incident, %(priority)s: %(title)s", { priority: priorityWord(incident.priority), title: incident.title }), incident.priority === 1 ? "now" : "politely");
  }
}

/** Rows move at most so often: units that report every second must not make the lists flicker. */
let unitsDrawnAt = 0;

function changed(changes: Changes): void {
  const { topics } = changes;
  if (topics.has("incidents") || topics.has("reset")) {
    drawIncidents(changes.arrived);
    announce(changes.arrived);
    ring();
    call.drawNear();
  }
  if (topics.has("units") || topics.has("positions")) drawUnits();
  if (topics.has("units") && view.state.tab === "units" && Date.now() - unitsDrawnAt > 900) {
    unitsDrawnAt = Date.now();
    drawIncidents();
  }
  if (topics.has("cameras")) drawCameras();
  const selection = view.state.selection;
  if (panel && selection && (selection.kind !== "incident" || changes.incidents.has(selection.id) || topics.has("reset"))) panel.draw();
}

function rewrite(): void {
  const query = formatAddress(view.state);
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

let rewriting: ReturnType<typeof setTimeout> | undefined;

view.subscribe((now, before) => {
  clearTimeout(rewriting);
  rewriting = setTimeout(rewrite, 250);
  if (now.selection !== before.selection) {
    openPanel(now.selection);
    const at = placeOfSelection(now.selection);
    if (at) map.reveal(at);
  }
  if (now.layers !== before.layers) map.showLayers(now.layers);
  if (now.filters !== before.filters || now.order !== before.order || now.tab !== before.tab) drawIncidents();
  if (now.filters.region !== before.filters.region) {
    drawUnits();
    drawCameras();
    map.fit(now.filters.region);
    markOwn();
  }
  if (now === before) drawIncidents();
});

// --- start ------------------------------------------------------------------------------------------------

let camerasTimer: ReturnType<typeof setTimeout> | undefined;

/** Many cameras may come and go at once (an import): wait for the end of it. */
function reloadCameras(): void {
  clearTimeout(camerasTimer);
  camerasTimer = setTimeout(() => void loadCameras().catch(fail), 2000);
}

async function loadCameras(): Promise<void> {
  if (!may(config, "cameras:read")) return;
  // What changes while the columns are on their way is laid over them.
  store.forgetCameraChanges();
  cameras = parseColumns(await portal.cameraColumns());
  camerasAt = Date.now();
  map.cameras.setCones(cameras.cones);
  drawCameras();
}

async function loadTypes(): Promise<void> {
  for (const type of parseTypes(await portal.incidentTypes())) types.set(type.code, type);
  rail.offerTypes();
  drawIncidents();
}

async function loadDistricts(): Promise<void> {
  for (const { soato, name } of rows(await portal.districts())) districts.set(String(soato), String(name));
  drawIncidents();
}

async function loadBasemap(): Promise<void> {
  const data = (await portal.basemap()) as BasemapData;
  for (const { properties } of data.regions.features) regionNames.set(properties.code, properties.name);
  map.basemap.set(data);
  markOwn();
}

function markOwn(): void {
  const { region } = view.state.filters;
  map.basemap.setOwn(region ? [region] : config.regions.map(({ code }) => code));
}

let isStarting = false;

/** The snapshot, again and again until it comes; what does not depend on it loads beside it. */
async function start(): Promise<void> {
  if (isStarting) return;
  isStarting = true;
  for (let wait = 1000; ; wait = Math.min(wait * 2, 15_000)) {
    try {
      await reload();
      break;
    } catch (error) {
      if (wait === 1000) fail(error);
      connection.tick();
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  isStarting = false;
}

function tick(): void {
  topbar.tick();
  rail.tick();
  legend.tick();
  connection.tick();
  call.tick();
  panel?.tick();
  ring();
}

function listen(): void {
  document.addEventListener("keydown", pressed);
  document.addEventListener("themechange", () => map.repaint());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) live.hurry(); });
  window.addEventListener("online", () => live.hurry());
  for (const element of document.querySelectorAll<HTMLElement>("[data-command]")) {
    element.addEventListener("click", () => runs[element.dataset.command as CommandName]?.());
  }
  byId("sign-out").addEventListener("submit", () => drafts.forgetAll());
  byId("new-call").addEventListener("click", enterCall);
  byId("zoom-in").addEventListener("click", () => map.map.zoomIn());
  byId("zoom-out").addEventListener("click", () => map.map.zoomOut());
  byId("map-home").addEventListener("click", () => map.fit(view.state.filters.region));
}

document.body.classList.toggle("is-reader", !may(config, "incidents:write"));
store.subscribe(changed);
listen();
openPanel(view.state.selection);
drawIncidents();
setInterval(tick, 1000);
void Promise.allSettled([loadTypes(), loadDistricts(), loadBasemap(), loadCameras()]).then((all) => {
  for (const one of all) if (one.status === "rejected") fail(one.reason);
});
void start();
call.resume();

