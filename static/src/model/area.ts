/** What lies in a part of the map that somebody drew: found and counted, nothing left out. */

import { worldX, worldY, type LonLat } from "./geo";
import type { Incident, Unit } from "./messages";
import type { Part, Pyramid } from "./pyramid";

export type Corners = readonly LonLat[];

interface Ring {
  x: Float64Array;
  y: Float64Array;
}

/** Projected as the map is: a drawn edge is straight on the screen. */
function ringOf(corners: Corners): Ring {
  return { x: Float64Array.from(corners, ([lon]) => worldX(lon)), y: Float64Array.from(corners, ([, lat]) => worldY(lat)) };
}

/** Even-odd rule (W. R. Franklin, PNPOLY): a ray to the east crosses an odd number of edges. */
function holds({ x: xs, y: ys }: Ring, x: number, y: number): boolean {
  let isInside = false;
  for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
    const [xi, yi, xj, yj] = [xs[i] as number, ys[i] as number, xs[j] as number, ys[j] as number];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isInside = !isInside;
  }
  return isInside;
}

export function isInside(corners: Corners, [lon, lat]: LonLat): boolean {
  return holds(ringOf(corners), worldX(lon), worldY(lat));
}

function boxOf({ x, y }: Ring): Part {
  return { west: Math.min(...x), east: Math.max(...x), north: Math.min(...y), south: Math.max(...y) };
}

/** Two corners are the opposite ones of a rectangle; more are joined as they stand. */
export function closed(corners: Corners): Corners {
  const [a, b] = corners;
  if (corners.length !== 2 || !a || !b) return corners;
  return [a, [b[0], a[1]], b, [a[0], b[1]]];
}

/** The points that the page knows; null before they have come, or where nobody asked for them. */
export interface PointSets {
  cameras: Pyramid | null;
  sensors: Pyramid | null;
}

export interface Contents {
  /** Rows of cameras that the layer shows. */
  cameras: number[];
  /** Rows of sensors that the layer shows. */
  sensors: number[];
  units: Unit[];
  incidents: Incident[];
}

export function contents(corners: Corners, { cameras, sensors }: PointSets, units: readonly Unit[], incidents: readonly Incident[]): Contents {
  const ring = ringOf(corners);
  const has = ({ at }: { at: LonLat | null }): boolean => at !== null && holds(ring, worldX(at[0]), worldY(at[1]));
  const rowsOf = (all: Pyramid | null): number[] =>
    all?.rowsWithin(boxOf(ring)).filter((row) => holds(ring, all.points.x[row] as number, all.points.y[row] as number)) ?? [];
  return {
    cameras: rowsOf(cameras), sensors: rowsOf(sensors),
    units: units.filter(has), incidents: incidents.filter(has),
  };
}

/** A table of counts: a line for each word of one side, a column for each of the other, those that are there alone. */
export interface Crossing {
  lines: string[];
  columns: string[];
  count: (line: string, column: string) => number;
  all: number;
}

export function crossing(pairs: readonly (readonly [line: string, column: string])[], lines: readonly string[], columns: readonly string[]): Crossing {
  const counts = new Map<string, number>();
  for (const [line, column] of pairs) counts.set(`${line}/${column}`, (counts.get(`${line}/${column}`) ?? 0) + 1);
  const count = (line: string, column: string): number => counts.get(`${line}/${column}`) ?? 0;
  return {
    lines: lines.filter((line) => columns.some((column) => count(line, column) > 0)),
    columns: columns.filter((column) => lines.some((line) => count(line, column) > 0)), count, all: pairs.length,
  };
}

