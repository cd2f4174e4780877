/** Cameras gathered into clusters for one zoom: counts by status stay apart, so that a failure is never hidden. */

export const CAMERA_STATUSES = ["online", "degraded", "offline", "maintenance", "unknown"] as const;

/** Cameras as columns; x and y are world coordinates (Mercator, zoom 0). */
export interface CameraColumns {
  ids: readonly number[];
  x: Float64Array;
  y: Float64Array;
  /** Index into `CAMERA_STATUSES`. */
  status: Uint8Array;
  kind: readonly string[];
}

export interface Cluster {
  x: number;
  y: number;
  count: number;
  /** By index of `CAMERA_STATUSES`. */
  byStatus: Uint32Array;
  /** The camera's index when it stands alone, else -1. */
  only: number;
}

/** Pixels of a cell's side, in which cameras are counted first. */
const CELL = 24;
/** Pixels around the fullest cell from which its cluster gathers. */
const REACH = 74;
const ROW = 67_108_864;

function add(cluster: Cluster, x: number, y: number, status: number): void {
  cluster.x += (x - cluster.x) / (cluster.count + 1);
  cluster.y += (y - cluster.y) / (cluster.count + 1);
  cluster.count++;
  cluster.byStatus[status] = (cluster.byStatus[status] ?? 0) + 1;
  cluster.only = -1;
}

function absorb(into: Cluster, from: Cluster): void {
  const total = into.count + from.count;
  into.x += ((from.x - into.x) * from.count) / total;
  into.y += ((from.y - into.y) * from.count) / total;
  into.count = total;
  into.byStatus.forEach((count, i) => (into.byStatus[i] = count + (from.byStatus[i] ?? 0)));
  into.only = -1;
}

/** Radius in pixels at which a cluster is drawn: grows with the logarithm of its count. */
export function clusterRadius(count: number): number {
  return count === 1 ? 6 : Math.min(26, 10 + Math.log2(count) * 1.7);
}

/** From the fullest cell on, each gathers the cells within reach that none has gathered yet. */
function gathered(cells: ReadonlyMap<number, Cluster>, scale: number): Cluster[] {
  const free = new Map(cells);
  const out: Cluster[] = [];
  const span = Math.ceil(REACH / CELL);
  for (const [key, seed] of [...cells].sort((a, b) => b[1].count - a[1].count)) {
    if (!free.delete(key)) continue;
    const { x, y } = seed;
    for (let dx = -span; dx <= span; dx++) {
      for (let dy = -span; dy <= span; dy++) {
        const other = free.get(key + dx * ROW + dy);
        if (!other || Math.hypot(other.x - x, other.y - y) * scale > REACH) continue;
        absorb(seed, other);
        free.delete(key + dx * ROW + dy);
      }
    }
    out.push(seed);
  }
  return out;
}

/** All cameras at one zoom: alone from `aloneFrom` on, else by cells. */
export function clusters(columns: CameraColumns, zoom: number, aloneFrom: number): Cluster[] {
  const scale = 2 ** zoom;
  const cells = new Map<number, Cluster>();
  const alone: Cluster[] = [];
  for (let i = 0; i < columns.ids.length; i++) {
    const [x, y, status] = [columns.x[i] as number, columns.y[i] as number, columns.status[i] as number];
    const key = Math.floor((x * scale) / CELL) * ROW + Math.floor((y * scale) / CELL);
    const known = zoom >= aloneFrom ? undefined : cells.get(key);
    if (known) {
      add(known, x, y, status);
      continue;
    }
    const fresh: Cluster = { x, y, count: 1, byStatus: new Uint32Array(CAMERA_STATUSES.length), only: i };
    fresh.byStatus[status] = 1;
    if (zoom >= aloneFrom) alone.push(fresh);
    else cells.set(key, fresh);
  }
  return zoom >= aloneFrom ? alone : gathered(cells, scale);
}
