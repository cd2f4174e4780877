/** Many points as typed arrays, a row each: what layers draw and count. They cross from the worker without a copy. */

import { COLUMN_UNIT, latOf, lonOf, worldX, worldY, type LonLat } from "./geo";

export interface Points {
  version: string;
  statuses: readonly string[];
  kinds: readonly string[];
  regions: readonly string[];
  ids: Float64Array;
  /** World coordinates: Mercator at zoom 0. */
  x: Float64Array;
  y: Float64Array;
  /** Places in `statuses`, `kinds` and `regions`. */
  status: Uint8Array;
  kind: Uint8Array;
  region: Uint8Array;
  /** Rows by ascending id. */
  byId: Uint32Array;
}

type Raw = Record<string, unknown>;

const numbers = (value: unknown): readonly number[] => (Array.isArray(value) ? (value as number[]) : []);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** A column of codes; words that the page knows by another place are put there, unknown ones last. */
function codes(column: unknown, words: readonly string[], known: readonly string[]): Uint8Array {
  const places = words.map((word) => (known.includes(word) ? known.indexOf(word) : known.length - 1));
  // Loops and constructors: `from` asks an iterator for each of a hundred thousand values.
  const out = new Uint8Array(numbers(column));
  for (let i = 0; i < out.length; i++) out[i] = places[out[i] as number] ?? known.length - 1;
  return out;
}

function world(deltas: readonly number[], project: (degrees: number) => number): Float64Array {
  const out = new Float64Array(deltas.length);
  let sum = 0;
  for (let i = 0; i < out.length; i++) {
    sum += deltas[i] ?? 0;
    out[i] = project(sum * COLUMN_UNIT);
  }
  return out;
}

/** The columns of the server, decoded, to be put in order; `statuses` are the words in the page's order. */
export function parsePoints(raw: unknown, statuses: readonly string[]): Points {
  const given = (raw ?? {}) as Raw;
  const [kinds, regions] = [texts(given.kinds), texts(given.regions)];
  const ids = new Float64Array(numbers(given.ids));
  return {
    version: String(given.version ?? ""), statuses, kinds, regions, ids,
    x: world(numbers(given.lon), worldX), y: world(numbers(given.lat), worldY),
    status: codes(given.status, texts(given.statuses), statuses), kind: new Uint8Array(numbers(given.kind)),
    region: new Uint8Array(numbers(given.region)), byId: new Uint32Array(),
  };
}

export function rowsById(ids: Float64Array): Uint32Array {
  // Id and row in one number, so that numbers are sorted and no function is called.
  const count = Math.max(1, ids.length);
  const keys = new Float64Array(ids.length);
  for (let row = 0; row < keys.length; row++) keys[row] = (ids[row] as number) * count + row;
  keys.sort();
  const rows = new Uint32Array(keys.length);
  for (let i = 0; i < rows.length; i++) rows[i] = (keys[i] as number) % count;
  return rows;
}

/** The same points with `order[i]` as the i-th row. */
export function reordered(points: Points, order: Uint32Array): Points {
  const take = <T extends Float64Array | Uint8Array>(column: T): T => {
    const out = column.slice() as T;
    for (let i = 0; i < out.length; i++) out[i] = column[order[i] as number] as number;
    return out;
  };
  const ids = take(points.ids);
  return {
    ...points, ids, x: take(points.x), y: take(points.y), status: take(points.status), kind: take(points.kind), region: take(points.region),
    byId: rowsById(ids),
  };
}

/** The row of an id, or -1. */
export function rowOf({ ids, byId }: Pick<Points, "ids" | "byId">, id: number): number {
  let low = 0;
  let high = byId.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[byId[middle] as number] as number) < id) low = middle + 1;
    else high = middle;
  }
  const row = byId[low];
  return row !== undefined && ids[row] === id ? row : -1;
}

export function placeOf(points: Points, id: number): LonLat | null {
  const row = rowOf(points, id);
  return row < 0 ? null : [lonOf(points.x[row] as number), latOf(points.y[row] as number)];
}

export const statusOf = (points: Points, row: number): string => points.statuses[points.status[row] ?? -1] ?? "unknown";
export const kindOf = (points: Points, row: number): string => points.kinds[points.kind[row] ?? -1] ?? "";
export const regionOf = (points: Points, row: number): string => points.regions[points.region[row] ?? -1] ?? "";

/** None at all. */
export const NO_POINTS: Points = parsePoints({}, []);
