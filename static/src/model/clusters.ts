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

/** The clusters of a part, and the cell in which each of its cameras was counted, by the camera's index. */
export interface Gathering {
  clusters: readonly Cluster[];
  cells: readonly (Cell | undefined)[];
}

/** What is counted in one cell; `into`: the cluster that has gathered it. */
interface Cell extends Cluster {
  into: Cluster | null;
}

/** Pixels of a cell's side, in which cameras are counted first. */
const CELL = 24;
/** Pixels around the fullest cell from which its cluster gathers. */
const REACH = 74;
/** Cells of one column in a key, and room around the part for looking beyond its edge. */
const ROW = 1_048_576;
const MARGIN = 8;

function add(cluster: Cluster, x: number, y: number, status: number): void {
  cluster.x += (x - cluster.x) / (cluster.count + 1);
  cluster.y += (y - cluster.y) / (cluster.count + 1);
  cluster.count++;
  cluster.byStatus[status] = (cluster.byStatus[status] ?? 0) + 1;
  cluster.only = -1;
}

function absorb(into: Cluster, from: Cell): void {
  from.into = into;
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
function gathered(cells: ReadonlyMap<number, Cell>, scale: number): Cluster[] {
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

/** A part of the world in world coordinates; what lies outside is not looked at. */
export interface Part {
  west: number;
  north: number;
  east: number;
  south: number;
}

export const WORLD: Part = { west: 0, north: 0, east: 256, south: 256 };

/** The cameras of a part at one zoom: alone from `aloneFrom` on, else gathered. */
export function gather(columns: CameraColumns, zoom: number, aloneFrom: number, part: Part = WORLD): Gathering {
  const scale = 2 ** zoom;
  const cells = new Map<number, Cell>();
  const alone: Cell[] = [];
  const cellOf = new Array<Cell | undefined>(columns.ids.length);
  for (let i = 0; i < columns.ids.length; i++) {
    const [x, y] = [columns.x[i] as number, columns.y[i] as number];
    if (x < part.west || x > part.east || y < part.north || y > part.south) continue;
    const status = columns.status[i] as number;
    if (zoom >= aloneFrom) {
      alone.push(cellOf[i] = single(i, x, y, status));
      continue;
    }
    // Counted from the part's corner, so that keys stay small whole numbers.
    const key = (Math.floor((x - part.west) * scale / CELL) + MARGIN) * ROW + Math.floor((y - part.north) * scale / CELL) + MARGIN;
    const known = cells.get(key);
    if (known) add(known, x, y, status);
    const cell = known ?? single(i, x, y, status);
    if (!known) cells.set(key, cell);
    cellOf[i] = cell;
  }
  return { clusters: zoom >= aloneFrom ? alone : gathered(cells, scale), cells: cellOf };
}

/** One camera's health is another: its cluster counts it so, and nothing is gathered anew. */
export function turn({ cells }: Gathering, index: number, from: number, to: number): void {
  const cell = cells[index];
  if (!cell) return;
  const { byStatus } = cell.into ?? cell;
  byStatus[from] = (byStatus[from] ?? 0) - 1;
  byStatus[to] = (byStatus[to] ?? 0) + 1;
}

function single(only: number, x: number, y: number, status: number): Cell {
  const byStatus = new Uint32Array(CAMERA_STATUSES.length);
  byStatus[status] = 1;
  return { x, y, count: 1, byStatus, only, into: null };
}
