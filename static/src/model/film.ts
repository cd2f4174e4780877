/** A region's past as a film: where each unit was and what each incident had become at a moment. Pure. */

import { bearing, COLUMN_UNIT, distanceM, type LonLat } from "./geo";
import type { Incident, Priority } from "./messages";
import { ageOf, type Age } from "./motion";
import { HOUR_MS, MINUTE_MS } from "./time";

/** What a unit moved less than this between two steps is noise, and no heading. */
const HEADING_M = 8;
const ENDED: ReadonlySet<string> = new Set(["closed", "cancelled", "unfounded", "merged"]);
export const SPEEDS = [1, 10, 30, 60, 120, 300, 600] as const;

type Raw = Record<string, unknown>;
type Pair<T> = readonly [at: number, value: T];

export interface FilmMark {
  id: string;
  callSign: string;
  service: string;
  status: string;
  at: LonLat;
  heading: number | null;
  age: Age;
}

interface Walk {
  callSign: string;
  service: string;
  at: number[];
  places: LonLat[];
  statuses: Pair<string>[];
}

export interface Happened {
  id: string;
  number: string;
  type: string;
  title: string;
  isExercise: boolean;
  at: LonLat | null;
  steps: readonly Pair<string>[];
  priorities: readonly Pair<number>[];
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const summed = (values: unknown): number[] => {
  let last = 0;
  return list(values).map((value) => (last += Number(value)));
};
const pairs = <T>(values: unknown, since: number, read: (value: unknown) => T): Pair<T>[] =>
  list(values).map((pair) => [since + Number(list(pair)[0]) * 1000, read(list(pair)[1])] as const);

/** The last of what is in the order of time that had come by then: its place, or -1. */
export function lastBy(count: number, at: (i: number) => number, moment: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(middle) <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const valueAt = <T>(changes: readonly Pair<T>[], moment: number): T | null => changes[lastBy(changes.length, (i) => changes[i]?.[0] ?? 0, moment)]?.[1] ?? null;

/** The hours of a time, the first from its beginning on. */
export function hoursOf(from: number, to: number): Pair<number>[] {
  const found: Pair<number>[] = [];
  for (let at = from; at < to; at += HOUR_MS) found.push([at, Math.min(to, at + HOUR_MS)]);
  return found;
}

export class Film {
  private readonly walks = new Map<string, Walk>();
  private gapMs = 0;
  /** Hours that have come, by when they begin. */
  private readonly come = new Set<number>();

  /** An answer of `playback/` for the time that began at `since`; hours may come in any order. */
  add(since: number, raw: unknown): void {
    const answer = (raw ?? {}) as Raw;
    const stepMs = Number(answer.step_s) * 1000;
    this.gapMs = Number(answer.gap_s) * 1000;
    this.come.add(since);
    for (const unit of list(answer.units) as Raw[]) this.join(unit, since, stepMs);
  }

  has(since: number): boolean {
    return this.come.has(since);
  }

  units(): { id: string; callSign: string; service: string }[] {
    return [...this.walks].map(([id, { callSign, service }]) => ({ id, callSign, service })).sort((a, b) => a.callSign.localeCompare(b.callSign));
  }

  /** Everybody on duty who had been heard by then. */
  at(moment: number): FilmMark[] {
    return [...this.walks].flatMap(([id, walk]) => this.mark(id, walk, moment) ?? []);
  }

  private mark(id: string, walk: Walk, moment: number): FilmMark | null {
    const status = valueAt(walk.statuses, moment) ?? "available";
    const i = lastBy(walk.at.length, (n) => walk.at[n] ?? 0, moment);
    const [here, heardAt] = [walk.places[i], walk.at[i]];
    if (status === "off_duty" || !here || heardAt === undefined) return null;
    const common = { id, callSign: walk.callSign, service: walk.service, status };
    const [next, nextAt] = [walk.places[i + 1], walk.at[i + 1]];
    // Over a gap nobody knows the way: the mark stays where the unit was heard, and fades.
    if (!next || nextAt === undefined || nextAt - heardAt > this.gapMs) return { ...common, at: here, heading: null, age: ageOf(heardAt, moment) };
    const share = (moment - heardAt) / (nextAt - heardAt);
    const at: LonLat = [here[0] + (next[0] - here[0]) * share, here[1] + (next[1] - here[1]) * share];
    return { ...common, at, heading: distanceM(here, next) > HEADING_M ? bearing(here, next) : null, age: "fresh" };
  }

  private join(unit: Raw, since: number, stepMs: number): void {
    const id = String(unit.id);
    const walk = this.walks.get(id) ?? { callSign: String(unit.call_sign), service: String(unit.service), at: [], places: [], statuses: [] };
    const [lon, lat] = [summed(unit.lon), summed(unit.lat)];
    const places = new Map(walk.at.map((at, i) => [at, walk.places[i] as LonLat]));
    summed(unit.n).forEach((n, i) => places.set(since + n * stepMs, [(lon[i] ?? 0) * COLUMN_UNIT, (lat[i] ?? 0) * COLUMN_UNIT]));
    const order = [...places].sort(([a], [b]) => a - b);
    const statuses = new Map([...walk.statuses, ...pairs(unit.statuses, since, String)]);
    this.walks.set(id, { ...walk, at: order.map(([at]) => at), places: order.map(([, place]) => place), statuses: [...statuses].sort(([a], [b]) => a - b) });
  }
}

/** The incidents of an answer of `playback/incidents/` for the time that began at `since`. */
export function parseHappened(raw: unknown, since: number): { total: number; incidents: Happened[] } {
  const answer = (raw ?? {}) as Raw;
  const incidents = (list(answer.incidents) as Raw[]).map((one) => ({
    id: String(one.id), number: String(one.number), type: String(one.type), title: String(one.title), isExercise: one.is_exercise === true,
    at: typeof one.lon === "number" && typeof one.lat === "number" ? ([one.lon, one.lat] as const) : null,
    steps: pairs(one.steps, since, String), priorities: pairs(one.priorities, since, Number),
  }));
  return { total: Number(answer.total) || 0, incidents };
}

/** An incident as it was then; null before it was reported and after its end. */
export function incidentAt(one: Happened, moment: number, region: string): Incident | null {
  const status = valueAt(one.steps, moment);
  if (status === null || ENDED.has(status)) return null;
  const priority = (valueAt(one.priorities, moment) ?? 5) as Priority;
  return {
    id: one.id, number: one.number, region, district: "", type: one.type, priority, status, title: one.title, at: one.at, address: "", source: "",
    isExercise: one.isExercise, isOpen: true, rings: status === "reported" || status === "reopened", stamps: {}, handler: "", handlerId: "", calls: 0,
    targetS: null, units: [], aid: [], outcome: "", version: 0,
  };
}

/** How many incidents were reported in each of so many equal parts of the time. */
export function density(incidents: readonly Happened[], from: number, to: number, parts: number): number[] {
  const counts = new Array<number>(parts).fill(0);
  for (const { steps } of incidents) {
    const n = Math.floor((((steps[0]?.[0] ?? 0) - from) / (to - from)) * parts);
    if (n >= 0 && n < parts) counts[n] = (counts[n] ?? 0) + 1;
  }
  return counts;
}

/** The next faster or slower speed. */
export function otherSpeed(speed: number, by: 1 | -1): number {
  const place = SPEEDS.findIndex((one) => one >= speed);
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, place + by))] ?? speed;
}

/** The legs and stops of an answer of `track/`. */
export function parseWay(raw: unknown): { legs: LonLat[][]; stops: LonLat[] } {
  const answer = (raw ?? {}) as Raw;
  const legs = (list(answer.legs) as Raw[]).map((leg) => {
    const lat = summed(leg.lat);
    return summed(leg.lon).map((lon, i): LonLat => [lon * COLUMN_UNIT, (lat[i] ?? 0) * COLUMN_UNIT]);
  });
  return { legs, stops: (list(answer.stops) as Raw[]).map((stop): LonLat => [Number(stop.lon), Number(stop.lat)]) };
}

/** The page of playback for two hours of a region around a moment: from `before` it on. */
export function playbackAddress(region: string, moment: number, { at, unit, before = 15 * MINUTE_MS }: { at: LonLat | null; unit?: string; before?: number }): string {
  const since = moment - before;
  const asked = new URLSearchParams({ region, since: new Date(since).toISOString(), hours: "2", t: String(unit ? since : moment) });
  if (at) asked.set("at", `${at[1].toFixed(5)},${at[0].toFixed(5)},14`);
  if (unit) asked.set("units", unit);
  return `/playback/?${asked}`;
}
