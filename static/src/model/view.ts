/** What this operator has chosen to see: selection, filters, layers, place on the map. It lives in the address. */

import type { LonLat } from "./geo";
import type { Priority } from "./messages";

export type Kind = "incident" | "alarm" | "alarm_group" | "unit" | "camera" | "sensor" | "site";
export type Tab = "incidents" | "alarms" | "queue" | "units";
export type Order = "urgent" | "newest" | "oldest";
export type LayerName = "incidents" | "alarms" | "units" | "cameras" | "sensors" | "sites" | "labels" | "cones";
export const LAYERS: readonly LayerName[] = ["incidents", "alarms", "units", "cameras", "cones", "sensors", "sites", "labels"];
/** At the start what sensors tell is on the map as alarms; all of them are a click away. */
const AT_START: readonly LayerName[] = LAYERS.filter((name) => name !== "sensors");

export interface Selection {
  kind: Kind;
  id: string;
}

export interface Filters {
  priorities: readonly Priority[];
  type: string;
  region: string;
  mine: boolean;
  waiting: boolean;
  /** Hours since the report; 0: all. */
  hours: number;
  text: string;
}

/** What stands and is to be worked on, what nobody acknowledged, what is put by, or all of it. */
export const ALARM_SHOWS = ["standing", "waiting", "aside", "all"] as const;

export interface AlarmFilters {
  show: (typeof ALARM_SHOWS)[number];
  priorities: readonly Priority[];
  type: string;
  /** Hours since it was raised; 0: all. */
  hours: number;
  text: string;
  /** By type and place: by itself in a flood, or as the operator wants it. */
  grouping: "auto" | "on" | "off";
}

/** The statuses and kinds that a layer of points shows; none named: all. */
export interface PointChoice {
  statuses: readonly string[];
  kinds: readonly string[];
}

export interface ViewState {
  centre: LonLat | null;
  zoom: number | null;
  layers: readonly LayerName[];
  filters: Filters;
  alarms: AlarmFilters;
  cameras: PointChoice;
  sensors: PointChoice;
  /** The corners of the part of the map that is asked about; none: none is. */
  area: readonly LonLat[];
  tab: Tab;
  order: Order;
  selection: Selection | null;
}

export const NO_FILTERS: Filters = { priorities: [], type: "", region: "", mine: false, waiting: false, hours: 0, text: "" };

export const NO_ALARM_FILTERS: AlarmFilters = { show: "standing", priorities: [], type: "", hours: 0, text: "", grouping: "auto" };

export const ALL_POINTS: PointChoice = { statuses: [], kinds: [] };

export const START: ViewState = {
  centre: null, zoom: null, layers: AT_START, filters: NO_FILTERS, alarms: NO_ALARM_FILTERS, cameras: ALL_POINTS, sensors: ALL_POINTS, area: [], tab: "incidents", order: "urgent", selection: null,
};

export function isFiltered(filters: Filters): boolean {
  const { priorities, type, region, mine, waiting, hours, text } = filters;
  return priorities.length > 0 || type !== "" || region !== "" || mine || waiting || hours > 0 || text !== "";
}

export function isAlarmFiltered({ show, priorities, type, hours, text }: AlarmFilters): boolean {
  return show !== "standing" || priorities.length > 0 || type !== "" || hours > 0 || text !== "";
}

/** Holds the state; tells listeners what it was and what it is. */
export class View {
  private readonly listeners = new Set<(now: ViewState, before: ViewState) => void>();

  constructor(private current: ViewState = START) {}

  get state(): ViewState {
    return this.current;
  }

  set(change: Partial<ViewState>): void {
    const before = this.current;
    this.current = { ...before, ...change };
    for (const listener of this.listeners) listener(this.current, before);
  }

  filter(change: Partial<Filters>): void {
    this.set({ filters: { ...this.current.filters, ...change } });
  }

  filterAlarms(change: Partial<AlarmFilters>): void {
    this.set({ alarms: { ...this.current.alarms, ...change } });
  }

  select(selection: Selection | null): void {
    const { selection: known } = this.current;
    if (known?.kind === selection?.kind && known?.id === selection?.id) return;
    this.set({ selection });
  }

  toggleLayer(name: LayerName): void {
    const { layers } = this.current;
    this.set({ layers: LAYERS.filter((layer) => (layer === name ? !layers.includes(name) : layers.includes(layer))) });
  }

  subscribe(listener: (now: ViewState, before: ViewState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
