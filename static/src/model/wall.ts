/** The camera wall: what its address says, which cameras its page shows, and which of them play. Pure. */

import { isLonLat, type LonLat } from "./geo";

export const GRIDS = [1, 2, 3, 4] as const;
export type Grid = (typeof GRIDS)[number];

export interface WallState {
  /** Chosen cameras, in their order; empty with a `centre`: those nearest to it. */
  cameras: readonly string[];
  centre: LonLat | null;
  /** So many tiles across and down. */
  grid: Grid;
  page: number;
  /** Do streams play where they can? */
  live: boolean;
  /** The camera that fills the wall, or null. */
  big: string | null;
}

export const START: WallState = { cameras: [], centre: null, grid: 3, page: 0, live: true, big: null };
/** A wall holds no more: four pages of sixteen. */
export const MOST = 64;

export function parseWall(query: string): WallState {
  const given = new URLSearchParams(query);
  const cameras = [...new Set((given.get("cameras") ?? "").split(",").filter((id) => /^[1-9]\d{0,17}$/.test(id)))].slice(0, MOST);
  const [lat, lon] = (given.get("near") ?? "").split(",").map((text) => (text === "" ? NaN : Number(text)));
  const grid = Number(given.get("grid"));
  const page = Math.floor(Number(given.get("page")) || 1) - 1;
  const big = given.get("big");
  return {
    cameras, centre: lat !== undefined && lon !== undefined && isLonLat(lon, lat) ? [lon, lat] : null,
    grid: (GRIDS as readonly number[]).includes(grid) ? (grid as Grid) : fitting(cameras.length),
    page: Math.max(0, page), live: given.get("live") !== "0", big: big && /^[1-9]\d{0,17}$/.test(big) ? big : null,
  };
}

export function formatWall(state: WallState): string {
  const query = new URLSearchParams();
  if (state.cameras.length > 0) query.set("cameras", state.cameras.join(","));
  if (state.centre) query.set("near", `${state.centre[1].toFixed(5)},${state.centre[0].toFixed(5)}`);
  query.set("grid", String(state.grid));
  if (state.page > 0) query.set("page", String(state.page + 1));
  if (!state.live) query.set("live", "0");
  if (state.big) query.set("big", state.big);
  return query.toString().replace(/%2C/g, ",");
}

/** The smallest grid that shows so many at once; 3 by 3 for none and the largest for too many. */
export function fitting(count: number): Grid {
  if (count === 0) return START.grid;
  return GRIDS.find((grid) => grid * grid >= count) ?? 4;
}

export function pagesOf(count: number, grid: Grid): number {
  return Math.max(1, Math.ceil(count / (grid * grid)));
}

/** What the page shows, of all cameras of the wall; a page beyond the last is the last. */
export function shownOn<T>(all: readonly T[], grid: Grid, page: number): readonly T[] {
  const size = grid * grid;
  const start = Math.min(page, pagesOf(all.length, grid) - 1) * size;
  return all.slice(start, start + size);
}

export interface Seat {
  id: string;
  /** Is its tile on the screen? */
  isSeen: boolean;
  /** Can it play at all: has it an address, and has it not just failed? */
  canPlay: boolean;
}

/** Which tiles play, `most` at a time: the chosen one first, then those that play already, then from the first on. */
export function playing(seats: readonly Seat[], now: ReadonlySet<string>, chosen: string | null, most: number): ReadonlySet<string> {
  const able = seats.filter((seat) => seat.isSeen && seat.canPlay).map(({ id }) => id);
  const rank = (id: string): number => (id === chosen ? 0 : now.has(id) ? 1 : 2);
  const ordered = able.map((id, i) => ({ id, i })).sort((a, b) => rank(a.id) - rank(b.id) || a.i - b.i);
  return new Set(ordered.slice(0, most).map(({ id }) => id));
}

export type Direction = "left" | "right" | "up" | "down";

/** Where an arrow key leads from a tile, in a grid that may end with a short line. */
export function beside(index: number, direction: Direction, count: number, across: number): number {
  const next = index + { left: -1, right: 1, up: -across, down: across }[direction];
  return next >= 0 && next < count ? next : index;
}
