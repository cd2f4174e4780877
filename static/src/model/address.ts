/** The view as a query string and back: what is as at the start is left out. */

import { isLonLat, type LonLat } from "./geo";
import type { Priority } from "./messages";
import {
  ALARM_SHOWS, LAYERS, NO_ALARM_FILTERS, NO_FILTERS, START, type AlarmFilters, type Kind, type LayerName, type Order, type Tab, type ViewState,
} from "./view";

const KINDS: readonly string[] = ["incident", "alarm", "alarm_group", "unit", "camera", "sensor", "site"];
const TABS: readonly string[] = ["incidents", "alarms", "queue", "units"];
/** An address stays short enough for every proxy. */
export const MOST_CORNERS = 60;
const ORDERS: readonly string[] = ["urgent", "newest", "oldest"];

function place(text: string | null): Pick<ViewState, "centre" | "zoom"> {
  const [lat, lon, zoom] = (text ?? "").split(",").map(Number);
  if (lat === undefined || lon === undefined || zoom === undefined || !isLonLat(lon, lat) || !(zoom >= 0 && zoom <= 22)) {
    return { centre: null, zoom: null };
  }
  return { centre: [lon, lat], zoom };
}

/** What of a shared link is this user's; what is not is dropped, so that it cannot empty the screen. */
export interface Own {
  regions: readonly string[];
  tabs: readonly Tab[];
}

/** The address without what is not the user's. */
export function readAddress(query: string, own: Own): ViewState {
  const state = parseAddress(query);
  const { filters, tab } = state;
  return {
    ...state,
    filters: { ...filters, region: own.regions.includes(filters.region) ? filters.region : "" },
    tab: own.tabs.includes(tab) ? tab : START.tab,
  };
}

const prioritiesOf = (text: string | null): Priority[] =>
  (text ?? "").split(",").map(Number).filter((n) => n >= 1 && n <= 5) as Priority[];

const wordsOf = (text: string | null): string[] => [...new Set((text ?? "").split(",").filter((word) => /^[a-z][a-z0-9_]{0,39}$/.test(word)))];

/** Latitudes and longitudes in turn, as in `at`; less than three corners are no area. */
function areaOf(text: string | null): LonLat[] {
  const numbers = (text ?? "").split(",").map(Number);
  const corners = numbers.flatMap((lat, i): LonLat[] => (i % 2 === 0 && isLonLat(numbers[i + 1], lat) ? [[numbers[i + 1] as number, lat]] : []));
  return corners.length > 2 && corners.length * 2 === numbers.length && corners.length <= MOST_CORNERS ? corners : [];
}

function alarmFilters(given: URLSearchParams): AlarmFilters {
  const grouping = given.get("agroup");
  return {
    ...NO_ALARM_FILTERS, show: ALARM_SHOWS.find((show) => show === given.get("ashow")) ?? NO_ALARM_FILTERS.show,
    priorities: prioritiesOf(given.get("ap")), type: given.get("atype") ?? "", hours: Math.max(0, Number(given.get("ahours")) || 0),
    text: given.get("aq") ?? "", grouping: grouping === "on" || grouping === "off" ? grouping : "auto",
  };
}

function formatAlarms({ show, priorities, type, hours, text, grouping }: AlarmFilters, query: URLSearchParams): void {
  if (show !== NO_ALARM_FILTERS.show) query.set("ashow", show);
  if (priorities.length > 0) query.set("ap", priorities.join(","));
  if (type) query.set("atype", type);
  if (hours > 0) query.set("ahours", String(hours));
  if (text) query.set("aq", text);
  if (grouping !== "auto") query.set("agroup", grouping);
}

/** What other pages point at: `incident=<id>`, `alarm=<id>` and so on open the console there. */
function pointedAt(given: URLSearchParams): string {
  const kind = KINDS.find((one) => given.get(one));
  return kind ? `${kind}:${given.get(kind)}` : (given.get("sel") ?? "");
}

export function parseAddress(query: string): ViewState {
  const given = new URLSearchParams(query);
  const layers = given.get("layers");
  const [kind, ...id] = pointedAt(given).split(":");
  const tab = given.get("tab") ?? "";
  const order = given.get("order") ?? "";
  return {
    ...place(given.get("at")),
    layers: layers === null ? START.layers : LAYERS.filter((name) => layers.split(",").includes(name)),
    filters: {
      ...NO_FILTERS, priorities: prioritiesOf(given.get("p")), type: given.get("type") ?? "", region: given.get("region") ?? "",
      mine: given.has("mine"), waiting: given.has("waiting"), hours: Math.max(0, Number(given.get("hours")) || 0), text: given.get("q") ?? "",
    },
    alarms: alarmFilters(given),
    cameras: { statuses: wordsOf(given.get("cs")), kinds: wordsOf(given.get("ck")) },
    sensors: { statuses: wordsOf(given.get("ss")), kinds: wordsOf(given.get("sk")) },
    area: areaOf(given.get("area")),
    tab: TABS.includes(tab) ? (tab as Tab) : START.tab,
    order: ORDERS.includes(order) ? (order as Order) : START.order,
    selection: KINDS.includes(kind ?? "") && id.join(":") ? { kind: kind as Kind, id: id.join(":") } : null,
  };
}

export function formatAddress(state: ViewState): string {
  const query = new URLSearchParams();
  const { filters } = state;
  if (state.centre && state.zoom !== null) {
    query.set("at", `${state.centre[1].toFixed(5)},${state.centre[0].toFixed(5)},${Number(state.zoom.toFixed(2))}`);
  }
  if (!sameLayers(state.layers)) query.set("layers", state.layers.join(","));
  if (filters.priorities.length > 0) query.set("p", filters.priorities.join(","));
  if (filters.type) query.set("type", filters.type);
  if (filters.region) query.set("region", filters.region);
  if (filters.mine) query.set("mine", "1");
  if (filters.waiting) query.set("waiting", "1");
  if (filters.hours > 0) query.set("hours", String(filters.hours));
  if (filters.text) query.set("q", filters.text);
  formatAlarms(state.alarms, query);
  if (state.cameras.statuses.length > 0) query.set("cs", state.cameras.statuses.join(","));
  if (state.cameras.kinds.length > 0) query.set("ck", state.cameras.kinds.join(","));
  if (state.sensors.statuses.length > 0) query.set("ss", state.sensors.statuses.join(","));
  if (state.sensors.kinds.length > 0) query.set("sk", state.sensors.kinds.join(","));
  if (state.area.length > 2) query.set("area", state.area.map(([lon, lat]) => `${lat.toFixed(5)},${lon.toFixed(5)}`).join(","));
  if (state.tab !== START.tab) query.set("tab", state.tab);
  if (state.order !== START.order) query.set("order", state.order);
  if (state.selection) query.set("sel", `${state.selection.kind}:${state.selection.id}`);
  return query.toString().replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%40/g, "@");
}

function sameLayers(layers: readonly LayerName[]): boolean {
  return layers.length === START.layers.length && START.layers.every((name) => layers.includes(name));
}
