/** Points and their clusters of every zoom, to be asked: what is in a box, how many of which status under a filter. */

import { ALONE_FROM, levelOf, type Level } from "./levels";
import { NO_POINTS, type Points } from "./points";

/** A part of the world in world coordinates. */
export interface Part {
  west: number;
  north: number;
  east: number;
  south: number;
}

export interface Cluster {
  /** Its zoom's level and its place there. */
  level: number;
  rank: number;
  /** The middle of its points that are shown. */
  x: number;
  y: number;
  /** Points that are shown, all together and by status. */
  count: number;
  byStatus: Uint32Array;
  /** The row of the point that is shown alone, else -1. */
  only: number;
}

/** Which points are shown: by place of status and of kind; null shows all. */
export interface Filter {
  statuses: ReadonlySet<number> | null;
  kinds: ReadonlySet<number> | null;
}

export const ALL: Filter = { statuses: null, kinds: null };

export class Pyramid {
  /** Clusters that were counted since the points or the filter last changed. */
  private readonly counted: Map<number, Cluster>[];
  private filter: Filter = ALL;
  private isShown: Uint8Array;
  private readonly zooms: readonly number[];

  constructor(readonly points: Points = NO_POINTS, private readonly levels: readonly Level[] = []) {
    this.counted = levels.map(() => new Map());
    this.zooms = levels.map(({ zoom }) => zoom);
    this.isShown = this.mask();
  }

  get all(): number {
    return this.points.ids.length;
  }

  show(filter: Filter): void {
    this.filter = filter;
    this.isShown = this.mask();
    for (const kept of this.counted) kept.clear();
  }

  shows(row: number): boolean {
    return this.isShown[this.code(row)] === 1;
  }

  /** The status of a row is another: the clusters that hold it are counted again when they are asked for. */
  turned(row: number): void {
    this.levels.forEach((level, i) => this.counted[i]?.delete(rankOf(level.starts, row)));
  }

  /** How many are shown, by status. */
  shown(): { count: number; byStatus: Uint32Array } {
    const whole = this.count(0, this.all);
    return { count: whole.count, byStatus: whole.byStatus };
  }

  /** How many there are of each status and of each kind, shown or not. */
  tally(): { statuses: Uint32Array; kinds: Uint32Array } {
    const { status, kind, statuses, kinds } = this.points;
    const found = { statuses: new Uint32Array(statuses.length), kinds: new Uint32Array(kinds.length) };
    for (let row = 0; row < status.length; row++) {
      found.statuses[status[row] as number]!++;
      found.kinds[kind[row] as number]!++;
    }
    return found;
  }

  /** The clusters of a zoom that have a point in a part of the world, at most; those with nothing to show are left out. */
  within(zoom: number, part: Part): Cluster[] {
    const out: Cluster[] = [];
    const target = levelOf(this.zooms, zoom);
    const [first] = this.levels;
    if (first) this.descend(0, 0, first.starts.length - 1, target, part, out);
    return out;
  }

  /** Rows in a part of the world that are shown. */
  rowsWithin(part: Part): number[] {
    const { x, y } = this.points;
    const inside = (row: number): boolean =>
      (x[row] as number) >= part.west && (x[row] as number) <= part.east && (y[row] as number) >= part.north && (y[row] as number) <= part.south;
    return this.within(ALONE_FROM, part).flatMap((cluster) => this.rowsOf(cluster)).filter(inside);
  }

  /** The rows of a cluster that are shown. */
  rowsOf({ level, rank }: Pick<Cluster, "level" | "rank">): number[] {
    const { starts } = this.levels[level] as Level;
    const rows: number[] = [];
    for (let row = starts[rank] as number; row < (starts[rank + 1] as number); row++) if (this.shows(row)) rows.push(row);
    return rows;
  }

  /** The box of the rows of a cluster that are shown. */
  boxOf(cluster: Pick<Cluster, "level" | "rank">): Part {
    const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
    for (const row of this.rowsOf(cluster)) {
      const [x, y] = [this.points.x[row] as number, this.points.y[row] as number];
      box.west = Math.min(box.west, x);
      box.east = Math.max(box.east, x);
      box.north = Math.min(box.north, y);
      box.south = Math.max(box.south, y);
    }
    return box;
  }

  private descend(level: number, from: number, to: number, target: number, part: Part, out: Cluster[]): void {
    const { boxes, children } = this.levels[level] as Level;
    for (let rank = from; rank < to; rank++) {
      if (!meets(boxes, rank * 4, part)) continue;
      if (level < target) this.descend(level + 1, children[rank] as number, children[rank + 1] as number, target, part, out);
      else {
        const cluster = this.cluster(level, rank);
        if (cluster.count > 0) out.push(cluster);
      }
    }
  }

  private cluster(level: number, rank: number): Cluster {
    const kept = this.counted[level] as Map<number, Cluster>;
    let known = kept.get(rank);
    if (!known) {
      const { starts } = this.levels[level] as Level;
      known = { level, rank, ...this.count(starts[rank] as number, starts[rank + 1] as number) };
      kept.set(rank, known);
    }
    return known;
  }

  private count(from: number, to: number): Omit<Cluster, "level" | "rank"> {
    const { status, x, y, statuses } = this.points;
    const byStatus = new Uint32Array(statuses.length);
    let [count, only, sumX, sumY] = [0, -1, 0, 0];
    for (let row = from; row < to; row++) {
      if (!this.shows(row)) continue;
      byStatus[status[row] as number]!++;
      count++;
      only = row;
      sumX += x[row] as number;
      sumY += y[row] as number;
    }
    return { x: sumX / count, y: sumY / count, count, byStatus, only: count === 1 ? only : -1 };
  }

  private code(row: number): number {
    return (this.points.status[row] as number) * 256 + (this.points.kind[row] as number);
  }

  private mask(): Uint8Array {
    const { statuses, kinds } = this.filter;
    const mask = new Uint8Array(this.points.statuses.length * 256);
    return mask.map((_, code) => ((statuses?.has(code >> 8) ?? true) && (kinds?.has(code & 255) ?? true) ? 1 : 0));
  }
}

function meets(boxes: Float32Array, at: number, { west, north, east, south }: Part): boolean {
  return (boxes[at] as number) <= east && (boxes[at + 2] as number) >= west && (boxes[at + 1] as number) <= south && (boxes[at + 3] as number) >= north;
}

/** The cluster that holds a row: the last that begins at or before it. */
function rankOf(starts: Uint32Array, row: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= row) low = middle;
    else high = middle;
  }
  return low;
}

/** A filter by words; words that these points do not know show nothing. */
export function filterOf({ statuses, kinds }: Points, chosen: { statuses: readonly string[]; kinds: readonly string[] }): Filter {
  const places = (words: readonly string[], known: readonly string[]): ReadonlySet<number> | null =>
    (words.length > 0 ? new Set(words.map((word) => known.indexOf(word))) : null);
  return { statuses: places(chosen.statuses, statuses), kinds: places(chosen.kinds, kinds) };
}
