/** What this operator has chosen to see: selection, filters, layers, place on the map. It lives in the address. */

import type { LonLat } from "./geo";
import type { Priority } from "./messages";

export type Kind = "incident" | "unit" | "camera";
export type Tab = "incidents" | "queue" | "units";
export type Order = "urgent" | "newest" | "oldest";
export type LayerName = "incidents" | "units" | "cameras" | "labels" | "cones";
export const LAYERS: readonly LayerName[] = ["incidents", "units", "cameras", "cones", "labels"];

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

export interface ViewState {
  centre: LonLat | null;
  zoom: number | null;
  layers: readonly LayerName[];
  filters: Filters;
  tab: Tab;
  order: Order;
  selection: Selection | null;
}

export const NO_FILTERS: Filters = { priorities: [], type: "", region: "", mine: false, waiting: false, hours: 0, text: "" };

export const START: ViewState = {
  centre: null, zoom: null, layers: LAYERS, filters: NO_FILTERS, tab: "incidents", order: "urgent", selection: null,
};

export function isFiltered(filters: Filters): boolean {
  const { priorities, type, region, mine, waiting, hours, text } = filters;
  return priorities.length > 0 || type !== "" || region !== "" || mine || waiting || hours > 0 || text !== "";
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
