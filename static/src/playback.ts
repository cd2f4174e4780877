/** The page of playback: a region's past on the map, its time below. The address holds all that is chosen. */

import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "../css/stage.css";
import "../css/playback.css";
import { Api, csrfCookie } from "./io/api";
import { Basemap, type BasemapData } from "./map/basemap";
import { FilmLayer, type Way } from "./map/film";
import { IncidentLayer } from "./map/incidents";
import { forgetPalette, palette } from "./map/palette";
import { forgetSprites } from "./map/sprites";
import { parseConfig } from "./model/config";
import { density, Film, hoursOf, incidentAt, otherSpeed, parseHappened, parseWay, SPEEDS, type Happened } from "./model/film";
import { gettext, ngettext } from "./model/i18n";
import { clockIn } from "./model/time";
import { byId, isTyping, show } from "./panels/dom";

const PARTS = 120;
const TICK_MS = 50;
const JUMP_MS = 60_000;

interface Asked { region: string; from: string; to: string; zone: string }

function start(raw: Record<string, unknown>, asked: Asked): void {
  const config = parseConfig(raw);
  const api = new Api({ base: config.urls.api, csrf: () => csrfCookie(document.cookie) || config.csrf, signIn: () => { location.reload(); return Promise.reject(new Error("signed out")); } });
  const [from, to] = [Date.parse(asked.from), Date.parse(asked.to)];
  const period = (since: number, until: number): string => `from=${encodeURIComponent(new Date(since).toISOString())}&to=${encodeURIComponent(new Date(until).toISOString())}`;
  const clock = clockIn(asked.zone);
  const address = new URLSearchParams(location.search);
  const film = new Film();
  const hours = hoursOf(from, to);
  const chosen = new Set((address.get("units") ?? "").split(",").filter(Boolean));
  const ways = new Map<string, Way>();
  let follow = address.get("follow");
  let now = Math.min(to, Math.max(from, Number(address.get("t")) || from));
  let speed: number = SPEEDS.find((one) => String(one) === address.get("speed")) ?? 60;
  let isPlaying = false;
  let happened: { total: number; incidents: readonly Happened[] } = { total: 0, incidents: [] };
  let step = 0;

  const map = L.map(byId("map"), { zoomControl: false, minZoom: 4, maxZoom: 19, zoomSnap: 0.5, keyboard: false, fadeAnimation: false });
  map.attributionControl.setPrefix(false);
  for (const [name, z] of [["basemap", 250], ["units", 420], ["incidents", 430]] as const) map.createPane(name).style.zIndex = String(z);
  const basemap = new Basemap();
  const units = new FilmLayer();
  const incidents = new IncidentLayer(() => null);
  for (const layer of [basemap, units, incidents]) layer.addTo(map);
  basemap.setOwn([asked.region]);
  map.attributionControl.addAttribution(gettext("Made with Natural Earth · GeoNames (CC BY 4.0)"));
  if (config.tiles) {
    const words = document.createElement("span");
    words.textContent = config.tiles.attribution;
    L.tileLayer(config.tiles.url, { attribution: words.innerHTML, maxZoom: 19 }).addTo(map);
    basemap.overTiles(true);
  }
  const [lat, lon, zoom] = (address.get("at") ?? "").split(",").map(Number);
  const box = config.regions.find(({ code }) => code === asked.region)?.bbox;
  if (lat && lon && zoom) map.setView([lat, lon], zoom);
  else map.fitBounds(box ? [[box[1], box[0]], [box[3], box[2]]] : [[37, 55.9], [45.7, 73.3]]);

  const said = (text: string): void => { byId("said").textContent = text; };
  const play = byId<HTMLButtonElement>("play");
  const slider = byId<HTMLInputElement>("time");
  const speeds = byId<HTMLSelectElement>("speed");
  slider.max = String((to - from) / 1000);
  speeds.append(...SPEEDS.map((one) => new Option(`${one}×`, String(one))));

  const remember = (): void => {
    const centre = map.getCenter();
    address.set("at", `${centre.lat.toFixed(5)},${centre.lng.toFixed(5)},${map.getZoom()}`);
    address.set("t", String(Math.round(now)));
    address.set("speed", String(speed));
    for (const [name, value] of [["units", [...chosen].join(",")], ["follow", follow ?? ""]] as const) {
      if (value) address.set(name, value);
      else address.delete(name);
    }
    history.replaceState(null, "", `?${address.toString().replace(/%2C/g, ",")}`);
  };

  const draw = (): void => {
    const marks = film.at(now);
    units.set(marks);
    const open = happened.incidents.flatMap((one) => incidentAt(one, now, asked.region) ?? []);
    incidents.set(open);
    slider.value = String(Math.round((now - from) / 1000));
    byId("clock").textContent = `${clock.date(now)} ${clock.time(now)} ${clock.zone(now)}`;
    const followed = marks.find(({ id }) => id === follow);
    if (followed) map.panTo([followed.at[1], followed.at[0]], { animate: false });
    const lost = happened.total - happened.incidents.length;
    const counts = `${ngettext("%(count)s unit", "%(count)s units", marks.length)} · ${ngettext("%(count)s incident", "%(count)s incidents", open.length)}`;
    said(isHere(now) ? (lost > 0 ? `${counts} · ${ngettext("%(count)s older one is not shown", "%(count)s older ones are not shown", lost)}` : counts) : gettext("Loading…"));
  };
  const isHere = (at: number): boolean => hours.some(([since, until]) => at >= since && (at < until || until === to) && film.has(since));

  const seek = (at: number): void => {
    now = Math.min(to, Math.max(from, at));
    if (now === to) setPlaying(false);
    draw();
  };
  const setPlaying = (is: boolean): void => {
    isPlaying = is;
    play.textContent = is ? gettext("Pause") : gettext("Play");
    if (!is) remember();
  };
  const setSpeed = (to_: number): void => {
    speed = to_;
    speeds.value = String(speed);
    remember();
  };

  const list = (): void => {
    const text = byId<HTMLInputElement>("find").value.trim().toLowerCase();
    const rows = film.units().filter(({ callSign }) => callSign.toLowerCase().includes(text)).map(({ id, callSign }) => {
      const row = document.createElement("li");
      row.className = "playback__unit";
      const button = (words: string, isOn: boolean, act: () => void): void => {
        const made = document.createElement("button");
        made.type = "button";
        made.textContent = words;
        made.setAttribute("aria-pressed", String(isOn));
        made.addEventListener("click", act);
        row.append(made);
      };
      button(callSign, chosen.has(id), () => choose(id));
      if (chosen.has(id)) button(gettext("Follow"), follow === id, () => { follow = follow === id ? null : id; remember(); list(); draw(); });
      return row;
    });
    byId("units").replaceChildren(...rows);
    files();
  };

  const files = (): void => {
    show(byId("files"), chosen.size > 0);
    byId("file-list").replaceChildren(...film.units().filter(({ id }) => chosen.has(id)).map(({ id, callSign }) => {
      const row = document.createElement("li");
      row.append(`${callSign}: `, ...["gpx", "geojson"].map((extension) => {
        const link = document.createElement("a");
        link.href = `${config.urls.api}units/${id}/track.${extension}?${period(from, to)}`;
        link.textContent = extension === "gpx" ? "GPX" : "GeoJSON";
        return link;
      }));
      return row;
    }));
  };

  const choose = (id: string): void => {
    if (!chosen.delete(id)) chosen.add(id);
    if (follow === id && !chosen.has(id)) follow = null;
    remember();
    list();
    void loadWays();
  };

  const loadWays = async (): Promise<void> => {
    for (const id of chosen) {
      if (ways.has(id)) continue;
      try {
        ways.set(id, parseWay(await api.get(`units/${id}/track/?${period(from, to)}`)));
      } catch {
        said(gettext("The way could not be loaded. Please try again."));
      }
    }
    units.choose(chosen, [...chosen].flatMap((id) => ways.get(id) ?? []));
  };

  const drawDensity = (): void => {
    const canvas = byId<HTMLCanvasElement>("density");
    [canvas.width, canvas.height] = [canvas.clientWidth, canvas.clientHeight];
    const brush = canvas.getContext("2d");
    const counts = density(happened.incidents, from, to, PARTS);
    const most = Math.max(1, ...counts);
    if (!brush) return;
    brush.fillStyle = palette().p2;
    const width = canvas.width / PARTS;
    counts.forEach((count, i) => brush.fillRect(i * width, canvas.height * (1 - count / most), Math.max(1, width - 1), (canvas.height * count) / most));
  };

  const loadHour = async ([since, until]: readonly [number, number]): Promise<void> => {
    if (film.has(since)) return;
    const fixed = step ? `&step=${step}` : "";
    const answer = await api.get<{ step_s: number }>(`playback/?region=${asked.region}&${period(since, until)}${fixed}`);
    step = answer.step_s;
    film.add(since, answer);
    list();
    draw();
  };

  /** The hour that is looked at comes first, then those after it, then the rest. */
  const load = async (): Promise<void> => {
    try {
      happened = parseHappened(await api.get(`playback/incidents/?region=${asked.region}&${period(from, to)}`), from);
      drawDensity();
      for (;;) {
        const missing = hours.filter(([since]) => !film.has(since));
        const next = missing.find(([, until]) => until > now) ?? missing[0];
        if (!next) break;
        await loadHour(next);
      }
      await loadWays();
    } catch {
      said(gettext("The past could not be loaded. Please try again."));
    }
  };

  play.addEventListener("click", () => { if (now >= to) seek(from); setPlaying(!isPlaying); });
  slider.addEventListener("input", () => seek(from + Number(slider.value) * 1000));
  slider.addEventListener("change", remember);
  speeds.addEventListener("change", () => setSpeed(Number(speeds.value)));
  byId("find").addEventListener("input", list);
  map.on("moveend", () => { if (!isPlaying) remember(); });
  map.on("dragstart", () => { follow = null; list(); });
  map.on("click", (event: L.LeafletMouseEvent) => {
    const id = units.hit(event.containerPoint);
    if (id) choose(id);
  });
  const keys: Readonly<Record<string, () => void>> = {
    Space: () => play.click(), ArrowLeft: () => seek(now - JUMP_MS), ArrowRight: () => seek(now + JUMP_MS),
    Equal: () => setSpeed(otherSpeed(speed, 1)), NumpadAdd: () => setSpeed(otherSpeed(speed, 1)),
    Minus: () => setSpeed(otherSpeed(speed, -1)), NumpadSubtract: () => setSpeed(otherSpeed(speed, -1)),
  };
  document.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey || (isTyping(event.target) && event.target !== slider) || event.target instanceof HTMLSelectElement ? undefined : keys[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("themechange", () => {
    forgetPalette();
    forgetSprites();
    for (const layer of [basemap, units, incidents]) layer.invalidate();
    drawDensity();
  });
  new ResizeObserver(() => { map.invalidateSize({ animate: false, pan: false }); drawDensity(); }).observe(byId("map"));
  let last = performance.now();
  setInterval(() => {
    const passed = performance.now() - last;
    last += passed;
    if (isPlaying && isHere(now)) seek(now + passed * speed);
  }, TICK_MS);
  setSpeed(speed);
  setPlaying(false);
  draw();
  void api.get<BasemapData>("basemap/").then((data) => basemap.set(data));
  void load();
}

const raw = JSON.parse(byId("page-config").textContent ?? "{}") as Record<string, unknown>;
if (raw.playback) start(raw, raw.playback as Asked);
