/** What the worker makes of the server's bytes: points in the order of their tree, and the tree. */

import { firstSight, levelOf, treeOf, ZOOMS, type Level } from "./levels";
import { parsePoints, reordered, rowOf, type Points } from "./points";

export interface Built {
  points: Points;
  levels: Level[];
}

/** Where points look, by row; -1 where it is not known. */
export interface Cones {
  /** The version of the points whose rows these are. */
  version: string;
  azimuth: Int16Array;
  fov: Uint16Array;
  rangeM: Uint32Array;
}

export const FOV = 60;
export const RANGE_M = 60;

/** What is known of the points that came last. */
export type Known = Pick<Points, "version" | "ids" | "byId">;

export function build(raw: unknown, statuses: readonly string[]): Built {
  return builtOf(parsePoints(raw, statuses));
}

/** All zooms, or `only` one: what is seen first. */
export function builtOf(points: Points, only?: number): Built {
  const { x, y } = points;
  const { order, levels } = only === undefined ? treeOf(x, y) : firstSight(x, y, ZOOMS[levelOf(ZOOMS, only)] as number);
  return { points: reordered(points, order), levels };
}

/** The cones of the points that are there, in their rows. */
export function conesOf(raw: unknown, points: Known): Cones {
  const given = (raw ?? {}) as Record<string, (number | null)[] | undefined>;
  const count = points.ids.length;
  const cones = { version: points.version, azimuth: new Int16Array(count).fill(-1), fov: new Uint16Array(count), rangeM: new Uint32Array(count) };
  given.ids?.forEach((id, i) => {
    const row = rowOf(points, id ?? -1);
    if (row < 0) return;
    cones.azimuth[row] = given.azimuth?.[i] ?? -1;
    cones.fov[row] = given.fov_deg?.[i] ?? FOV;
    cones.rangeM[row] = given.range_m?.[i] ?? RANGE_M;
  });
  return cones;
}

/** The buffers of arrays that go to another thread without a copy. */
export function buffersOf(value: object): ArrayBuffer[] {
  return Object.values(value).flatMap((part: unknown) => {
    if (ArrayBuffer.isView(part)) return [part.buffer as ArrayBuffer];
    return typeof part === "object" && part !== null ? buffersOf(part) : [];
  });
}
