/** The console's composition root: build the parts, join them, connect. */

import "../css/console.css";
import "../css/rail.css";
import "../css/stage.css";
import "../css/panel.css";
import "../css/alarms.css";
import "../css/dialog.css";
import "../css/picture.css";
import { AlarmDesk } from "./console/alarm-desk";
import { AreaTool } from "./console/area-tool";
import { Commands } from "./console/commands";
import { Feed } from "./console/feed";
import { Loading } from "./console/loading";
import { PointFeed } from "./console/point-feed";
import { describe, Selected } from "./console/selection";
import { Api, csrfCookie } from "./io/api";
import { Drafts } from "./io/drafts";
import { liveAddress, type LiveState, type SocketLike } from "./io/live";
import { AtMostEvery } from "./io/pace";
import { PointsReader } from "./io/points";
import { Portal, rows } from "./io/portal";
import type { BasemapData } from "./map/basemap";
import { MapView } from "./map/map-view";
import { contents, type PointSets } from "./model/area";
import { formatAddress, readAddress } from "./model/address";
import { parseAlarmTypes, type AlarmType } from "./model/alarm";
import { CAMERA_STATUSES, health } from "./model/cameras";
import { may, owns, parseConfig, tabsOf } from "./model/config";
import { gettext } from "./model/i18n";
import type { CommandName } from "./model/keyboard";
import { filterOf } from "./model/pyramid";
import { NATIONAL, counters, matches, selected as selectedIncidents, selectedUnits, unitCounters } from "./model/queries";
import { ringOfAid, ringOfIncident } from "./model/ringing";
import { SENSOR_STATUSES } from "./model/sensors";
import { parseSite, type Site } from "./model/sites";
import { Store, type Changes } from "./model/store";
import { parseTypes, type IncidentType } from "./model/targets";
import { clockIn, ServerClock } from "./model/time";
import { View } from "./model/view";
import { AlarmSteps } from "./panels/alarm-steps";
import { Announcer } from "./panels/announcer";
import { AreaPanel } from "./panels/area-panel";
import { Ask } from "./panels/ask";
import { CallEntry } from "./panels/call-entry";
import { Chooser, MapTip } from "./panels/map-notes";
import { Connection } from "./panels/connection";
import type { Context } from "./panels/context";
import { byId, show } from "./panels/dom";
import { DispatchPanel } from "./panels/dispatch";
import { FloodBar } from "./panels/flood-bar";
import { Legend } from "./panels/legend";
import { MissingBar } from "./panels/missing";
import { TroubleBar } from "./panels/troubles";
import { cameraWords, sensorWords } from "./panels/point-words";
import { PointFilter } from "./panels/point-filter";
import { Palette } from "./panels/palette";
import { Rail, type Shown } from "./panels/rail";
import { SavedViews } from "./panels/saved-views";
import { SignIn } from "./panels/sign-in";
import { SosBar } from "./panels/sos-bar";
import { SoundPanel } from "./panels/sound";
import { Steps } from "./panels/steps";
import { fail } from "./panels/toasts";
import { Topbar } from "./panels/topbar";

const config = parseConfig(JSON.parse(byId("page-config").textContent ?? "{}"));
const server = new ServerClock();
const store = new Store();
const ownRegions = config.regions.map(({ code }) => code).filter((code) => code !== NATIONAL);
const view = new View(readAddress(location.search, { regions: ownRegions, tabs: tabsOf(config) }));
const drafts = new Drafts(config.user.id, sessionStorage);
const types = new Map<string, IncidentType>();
const alarmTypes = new Map<string, AlarmType>();
const sites = new Map<string, Site>();
const districts = new Map<string, string>();
const regionNames = new Map(config.regions.map((region) => [region.code, region.name]));
regionNames.set(NATIONAL, gettext("National queue"));
const signIn = new SignIn(config, () => feed.resume());
const portal = new Portal(new Api({
  base: config.urls.api, csrf: () => csrfCookie(document.cookie) || config.csrf, signIn: () => signIn.ask(),
}));
const context: Context = {
  config, store, view, portal, drafts, server, types, alarmTypes, sites, clock: clockIn(config.timezone),
  seriesChart: async () => (await import("./charts/series")).seriesChart,
  asker: () => ({ userId: config.user.id, now: server.now() }),
  regionName: (code) => regionNames.get(code) ?? code,
  everyRegion: () => [...regionNames].map(([code, name]) => ({ code, name })).sort((a, b) => a.name.localeCompare(b.name)),
  districtName: (code) => districts.get(code) ?? "",
};

// --- live feed and what is loaded beside it ------------------------------------------------------------------

const feed = new Feed(store, server, {
  open: () => new WebSocket(liveAddress(location, config.urls.live)) as unknown as SocketLike,
  snapshot: () => portal.snapshot(),
  became: (state) => become(state),
  failed: (error) => { fail(error); connection.tick(); },
  sos: () => void sosBar.look(),
  troubles: (codes) => troubles.draw(codes),
});

/** The map has not looked yet when the address names no place. */
const COUNTRY_ZOOM = 6;
const cameraReader = new PointsReader(CAMERA_STATUSES);
const cameraFeed = new PointFeed(store, "cameras", {
  read: (first) => cameraReader.read(view.state.zoom ?? COUNTRY_ZOOM, () => portal.cameraColumns(), first),
  seen: (cameras) => {
    map.cameras.set(cameras);
    filterCameras();
  },
  loaded: (cameras) => {
    feed.freshness.loaded("cameras", Date.now());
    map.cameras.set(cameras);
    filterCameras();
    loading.load("cones");
    countCameras();
  },
  turned: () => map.cameras.invalidate(),
  outdated: () => loading.load("cameras"),
});

/** Read once somebody looks at the layer: most shifts go by without. */
let sensorReader: PointsReader | null = null;
const sensorFeed = new PointFeed(store, "sensors", {
  read: (first) => (sensorReader ??= new PointsReader(SENSOR_STATUSES)).read(view.state.zoom ?? COUNTRY_ZOOM, () => portal.sensorColumns(), first),
  seen: (sensors) => {
    map.sensors.set(sensors);
    filterSensors();
  },
  loaded: (sensors) => {
    feed.freshness.loaded("sensors", Date.now());
    map.sensors.set(sensors);
    filterSensors();
    selected.redraw();
  },
  turned: () => map.sensors.invalidate(),
  outdated: () => loading.load("sensors"),
});

function seesSensors(): boolean {
  const { layers, selection } = view.state;
  return may(config, "sensors:read") && (layers.includes("sensors") || selection?.kind === "sensor");
}

/** Nothing is loaded before a snapshot was taken: it would be older than that. */
let hasSnapshot = false;
let hasAskedForSensors = false;

function askForSensors(): void {
  if (hasAskedForSensors || !hasSnapshot || !seesSensors()) return;
  hasAskedForSensors = true;
  loading.load("sensors");
}

function pointSets(): PointSets {
  return { cameras: cameraFeed.pyramid, sensors: sensorFeed.pyramid };
}

const loading = new Loading({
  types: { name: gettext("types of incidents"), load: loadTypes },
  districts: { name: gettext("names of districts"), load: loadDistricts },
  basemap: { name: gettext("the base map"), load: loadBasemap },
  cameras: { name: gettext("cameras"), load: () => cameraFeed.load() },
  cones: { name: gettext("views of cameras"), load: async () => map.cameras.setCones(await cameraReader.cones(await portal.cameraCones())) },
  sensors: { name: gettext("sensors"), load: () => sensorFeed.load() },
  alarmTypes: { name: gettext("types of alarms"), load: loadAlarmTypes },
  sites: { name: gettext("protected sites"), load: loadSites },
}, (names) => missing.draw(names));

async function loadTypes(): Promise<void> {
  for (const type of parseTypes(await portal.incidentTypes())) types.set(type.code, type);
  rail.offerTypes();
  // A type of somebody else's link that is not known here would empty the screen.
  const { type } = view.state.filters;
  if (type && !types.has(type)) view.filter({ type: "" });
  draw();
}

async function loadAlarmTypes(): Promise<void> {
  for (const type of parseAlarmTypes(await portal.alarms.types())) alarmTypes.set(type.code, type);
  rail.offerAlarmTypes();
  if (!alarmTypes.has(view.state.alarms.type)) view.filterAlarms({ type: "" });
  draw();
}

async function loadSites(): Promise<void> {
  const all = (await portal.alarms.sites()).flatMap((raw) => parseSite(raw) ?? []);
  sites.clear();
  for (const site of all) sites.set(site.id, site);
  map.sites.set(all);
  selected.redraw();
}

async function loadDistricts(): Promise<void> {
  for (const { soato, name } of rows(await portal.districts())) districts.set(String(soato), String(name));
  draw();
}

async function loadBasemap(): Promise<void> {
  const data = (await portal.basemap()) as BasemapData;
  for (const { properties } of data.regions.features) regionNames.set(properties.code, properties.name);
  map.basemap.set(data);
  markOwn();
}

function become(state: LiveState): void {
  connection.become(state);
  announcer.connection(state);
  if (state === "signed_out") void signIn.ask();
  if (state === "rights_changed") setTimeout(() => location.reload(), 2500);
}

/** Units on duty as they are listed and drawn. */
let unitsShown = 0;

// --- parts ------------------------------------------------------------------------------------------------

const sosBar = new SosBar(may(config, "units:dispatch"));
const announcer = new Announcer();
const connection = new Connection(feed.live, () => feed.freshness.age("incidents", Date.now()), () => feed.resume());
const troubles = new TroubleBar();
const missing = new MissingBar(() => loading.hurry());
const topbar = new Topbar(context);
const sound = new SoundPanel(may(config, "incidents:write"));
const ask = new Ask(drafts);
const tip = new MapTip();
const chooser = new Chooser((selection) => describe(selection, context, pointSets()), (selection) => view.select(selection));
const map = new MapView(byId("map"), config, view, {
  tip: (selection) => describe(selection, context, pointSets()), now: () => server.now(),
  showTip: (words, x, y) => tip.show(words, x, y),
  choose: (options, x, y) => chooser.open(options, x, y),
  placed: (at) => { if (area.isDrawing) area.add(at); else if (call.isPlacing) call.setOnMap(at); else selected.placed(at); },
});
const steps = new Steps(context, ask, (incident) => selected.dispatch(incident), (incident, text) => selected.lost(incident, text));
const savedViews = new SavedViews(context, ask);
const alarmSteps = new AlarmSteps(context, ask, (alarm, text) => selected.lostAlarm(alarm, text));
const selected = new Selected(context, { map, steps, alarmSteps, points: pointSets, dispatch: (incident) => dispatch.open(incident) });
const dispatch: DispatchPanel = new DispatchPanel(context, ask, {
  lines: (candidates) => map.incidents.offer(candidates), cover: (isCovered) => byId("panel").toggleAttribute("inert", isCovered),
});
const call = new CallEntry(context, ask, {
  pin: (at) => map.incidents.pin(at), placing: (isOn) => map.placing(isOn), look: (at) => map.fly(at),
});
const rail = new Rail(context, { enterCall: () => commands.enterCall(), acknowledge: (alarms) => void alarmSteps.acknowledgeAll(alarms) });
const floodBar = new FloodBar(() => commands.run("alarms"));
const alarmDesk = new AlarmDesk(context, (flood) => floodBar.draw(flood));
const cameraFilter = new PointFilter(cameraWords(), () => view.state.cameras, (cameras) => view.set({ cameras }));
const sensorFilter = new PointFilter(sensorWords(config.sensorKinds), () => view.state.sensors, (sensors) => view.set({ sensors }));
const legend = new Legend(view, () => ages(), () => feed.live.state === "live", {
  ...(may(config, "cameras:read") ? { cameras: cameraFilter } : {}), ...(may(config, "sensors:read") ? { sensors: sensorFilter } : {}),
}, new Set(may(config, "sensors:read") ? [] : ["sensors" as const]));
const area = new AreaTool(view, () => map);
const areaPanel = new AreaPanel(view, {
  contents: () => contents(view.state.area, pointSets(), store.units(), store.incidents()), points: pointSets, sensorKind: (code) => config.sensorKinds.get(code)?.name ?? code,
  describe: (selection) => describe(selection, context, pointSets()),
});
/** What lies there changes with what is shown; counting it for each of a hundred events is not needed. */
const areaChanged = new AtMostEvery(1000, () => areaPanel.draw());
const commands: Commands = new Commands(context, { area, selected, steps, alarmSteps, call, dispatch, rail, sound, chooser, palette: () => palette });
const palette: Palette = new Palette(context, () => commands.list(), (at, zoom) => map.fly(at, zoom));

function ages(): Record<"incidents" | "alarms" | "units" | "cameras" | "sensors", number | null> {
  const age = (subject: "incidents" | "units" | "cameras" | "sensors"): number | null => feed.freshness.age(subject, Date.now());
  // Where nobody is on duty no positions are awaited.
  return { incidents: age("incidents"), alarms: age("incidents"), units: age(unitsShown > 0 ? "units" : "incidents"), cameras: age("cameras"), sensors: age("sensors") };
}

// --- drawing ----------------------------------------------------------------------------------------------

/** List, map and counters from one answer, so that they always agree. */
function draw(arrived?: ReadonlySet<string>): void {
  const { filters, order } = view.state;
  const incidents = selectedIncidents(store.incidents(), filters, order, context.asker());
  const count = counters(incidents, store.incidents());
  map.incidents.set(incidents);
  const alarms = alarmDesk.shown();
  map.alarms.set(alarms.alarms);
  rail.draw({ incidents, counters: count, alarms, ...drawUnits() }, arrived);
  topbar.count(count);
  show(byId("exercise-ribbon"), store.incidents().some((incident) => incident.isExercise));
}

function drawUnits(): Pick<Shown, "units" | "unitCounters"> {
  const units = selectedUnits(store.units(), view.state);
  const count = unitCounters(units, store.units());
  map.units.set(units);
  topbar.units(count);
  unitsShown = units.length;
  return { units, unitCounters: count };
}

/** Rows move at most so often: units that report every second must not make the lists flicker. */
const unitsChanged = new AtMostEvery(900, () => draw());

function filterCameras(): void {
  if (!cameraFeed.pyramid) return;
  map.cameras.show(filterOf(cameraFeed.pyramid.points, view.state.cameras));
  areaPanel.draw();
  cameraFilter.draw(cameraFeed.pyramid);
}

function filterSensors(): void {
  if (!sensorFeed.pyramid) return;
  map.sensors.show(filterOf(sensorFeed.pyramid.points, view.state.sensors));
  areaPanel.draw();
  sensorFilter.draw(sensorFeed.pyramid);
}

function countCameras(): void {
  if (!cameraFeed.pyramid) return;
  cameraFilter.draw(cameraFeed.pyramid);
  const { online, all } = health(cameraFeed.pyramid.points, view.state.filters.region);
  topbar.cameras(online, all);
}

function ring(): void {
  // What another region shares is for that region to take.
  const incidents = store.incidents().filter((incident) => owns(config, incident.region));
  const asked = store.incidents().filter((incident) => incident.aid.length > 0 && !owns(config, incident.region));
  const aid = asked.map((incident) => ringOfAid(incident, (region) => owns(config, region)));
  sound.tick([...incidents.map(ringOfIncident), ...aid, ...alarmDesk.ringables()], server.now());
  const ids = new Set(sound.waiting.map(({ id }) => id));
  const isShown = view.state.layers.includes("incidents");
  map.pulse([...incidents.filter((incident) => isShown && ids.has(incident.id) && matches(incident, view.state.filters, context.asker())), ...alarmDesk.pulsing()]);
}

function changed(changes: Changes): void {
  const { topics, arrived, arrivedAlarms } = changes;
  const isReset = topics.has("reset");
  if (topics.has("incidents") || topics.has("alarms") || isReset) {
    alarmDesk.look(isReset);
    draw(new Set([...arrived, ...arrivedAlarms]));
    announcer.incidents(store.incidents(), arrived, isReset);
    announcer.alarms(store.alarms().filter(({ id }) => arrivedAlarms.has(id)), ({ type }) => alarmTypes.get(type)?.name ?? type, alarmDesk.shown().flood.isOn);
    ring();
    call.drawNear();
  } else if (topics.has("units")) unitsChanged.ask();
  if (topics.has("positions")) drawUnits();
  areaChanged.ask();
  if (topics.has("cameras")) {
    cameraFeed.follow();
    countCameras();
  }
  if (topics.has("sensors")) {
    sensorFeed.follow();
    if (sensorFeed.pyramid) sensorFilter.draw(sensorFeed.pyramid);
  }
  if (isReset) {
    cameraFeed.reset();
    sensorFeed.reset();
    hasSnapshot = true;
    hasAskedForSensors = false;
    askForSensors();
    if (may(config, "cameras:read")) loading.load("cameras");
    if (may(config, "alarms:read")) loading.load("sites");
  }
  selected.draw(changes);
  dispatch.changed(changes);
}

function markOwn(): void {
  const { region } = view.state.filters;
  map.basemap.setOwn(region ? [region] : config.regions.map(({ code }) => code));
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
    dispatch.follows(now.selection?.kind === "incident" ? now.selection.id : null);
    selected.open(now.selection);
    selected.reveal();
  }
  if (now.cameras !== before.cameras) filterCameras();
  if (now.sensors !== before.sensors) filterSensors();
  if (now.area !== before.area) {
    area.draw();
    areaPanel.draw();
  }
  if (now.layers !== before.layers) {
    map.showLayers(now.layers);
    areaPanel.draw();
    ring();
  }
  askForSensors();
  if (now.filters.region !== before.filters.region) alarmDesk.look();
  if (now.filters !== before.filters || now.alarms !== before.alarms || now.order !== before.order || now.tab !== before.tab) draw();
  if (now.filters.region !== before.filters.region) {
    countCameras();
    map.fit(now.filters.region);
    markOwn();
  }
});

// --- start ------------------------------------------------------------------------------------------------

/** Units become hollow by age alone, with nothing heard of them. */
const REPAINT_S = 5;
let ticks = 0;

function tick(): void {
  feed.live.check();
  topbar.tick();
  rail.tick();
  legend.tick();
  connection.tick();
  call.tick();
  selected.tick();
  dispatch.tick();
  if (alarmDesk.look()) draw();
  ring();
  if (++ticks % REPAINT_S === 0) map.units.invalidate();
}

/** The page is seen again, the network is back: what slept is found out now, not in a minute. */
function wake(): void {
  if (document.hidden) return;
  feed.hurry();
  loading.hurry();
  tick();
}

function listen(): void {
  document.addEventListener("keydown", (event) => commands.pressed(event));
  document.addEventListener("themechange", () => map.repaint());
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  for (const element of document.querySelectorAll<HTMLElement>("[data-command]")) {
    element.addEventListener("click", () => commands.run(element.dataset.command as CommandName));
  }
  byId("sign-out").addEventListener("submit", () => drafts.forgetAll());
  byId("menu-open").addEventListener("click", () => void savedViews.load());
  byId("new-call").addEventListener("click", () => commands.enterCall());
  byId("zoom-in").addEventListener("click", () => map.map.zoomIn());
  byId("zoom-out").addEventListener("click", () => map.map.zoomOut());
  byId("map-home").addEventListener("click", () => map.fit(view.state.filters.region));
}

document.body.classList.toggle("is-reader", !may(config, "incidents:write"));
store.subscribe(changed);
listen();
selected.open(view.state.selection);
area.draw();
draw();
// Begun by `first.ts`. What it has read already is drawn at once, so all that draws stands before this line.
const { early } = window;
if (early) cameraFeed.early((first) => cameraReader.goOn(early, first));
setInterval(tick, 1000);
loading.load("types", "districts", "basemap");
if (may(config, "alarms:read")) loading.load("alarmTypes");
feed.begin();
call.resume();
