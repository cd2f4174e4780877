/** One step of clustering: from the fullest on, each item takes in what lies within reach and is not taken yet. */

export interface Items {
  x: Float64Array;
  y: Float64Array;
  /** How many points an item stands for. */
  weight: Uint32Array;
}

export interface Gathered extends Items {
  /** The cluster of each item. */
  parent: Uint32Array;
}

const NONE = -1;

/** Items by their cell of `side`, in a hash of linked lists: no sorting, and no objects. */
class Cells {
  private readonly mask: number;
  private readonly head: Int32Array;
  private readonly next: Int32Array;
  private readonly column: Int32Array;
  private readonly line: Int32Array;

  constructor(items: Items, private readonly side: number) {
    const count = items.x.length;
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, count * 2)));
    [this.mask, this.head, this.next] = [size - 1, new Int32Array(size).fill(NONE), new Int32Array(count)];
    [this.column, this.line] = [new Int32Array(count), new Int32Array(count)];
    for (let i = 0; i < count; i++) {
      const column = this.cell(items.x[i] as number);
      const line = this.cell(items.y[i] as number);
      this.column[i] = column;
      this.line[i] = line;
      const slot = this.slot(column, line);
      this.next[i] = this.head[slot] as number;
      this.head[slot] = i;
    }
  }

  /** Those in the nine cells around a place; an item that was `taken` leaves the list on the way. */
  around(x: number, y: number, taken: Uint8Array, visit: (item: number) => void): void {
    const column = this.cell(x);
    const line = this.cell(y);
    for (let c = column - 1; c <= column + 1; c++) for (let l = line - 1; l <= line + 1; l++) this.within(c, l, taken, visit);
  }

  private within(column: number, line: number, taken: Uint8Array, visit: (item: number) => void): void {
    const slot = this.slot(column, line);
    let before = NONE;
    for (let i = this.head[slot] as number; i !== NONE; i = this.next[i] as number) {
      if (taken[i]) {
        if (before === NONE) this.head[slot] = this.next[i] as number;
        else this.next[before] = this.next[i] as number;
        continue;
      }
      before = i;
      if (this.column[i] === column && this.line[i] === line) visit(i);
    }
  }

  private cell(value: number): number {
    return Math.floor(value / this.side);
  }

  private slot(column: number, line: number): number {
    return (Math.imul(column, 73856093) ^ Math.imul(line, 19349663)) & this.mask;
  }
}

/** Items from the heaviest to the lightest, roughly: by powers of two, and among equals as they stand. */
function heaviestFirst(weight: Uint32Array): Uint32Array {
  const starts = new Uint32Array(34);
  for (const w of weight) starts[Math.clz32(w) + 1]!++;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1] as number;
  const order = new Uint32Array(weight.length);
  for (let i = 0; i < order.length; i++) order[starts[Math.clz32(weight[i] as number)]!++] = i;
  return order;
}

/** Clusters of items, none farther from the item that begins it than `reach`; their places are weighted means. */
export function gathered(items: Items, reach: number): Gathered {
  const count = items.x.length;
  const cells = new Cells(items, reach);
  const taken = new Uint8Array(count);
  const parent = new Uint32Array(count);
  const out = { x: new Float64Array(count), y: new Float64Array(count), weight: new Uint32Array(count) };
  let made = 0;
  for (const seed of heaviestFirst(items.weight)) {
    if (taken[seed]) continue;
    const x = items.x[seed] as number;
    const y = items.y[seed] as number;
    let sumX = 0;
    let sumY = 0;
    let total = 0;
    cells.around(x, y, taken, (i) => {
      const dx = (items.x[i] as number) - x;
      const dy = (items.y[i] as number) - y;
      if (dx * dx + dy * dy > reach * reach) return;
      const weight = items.weight[i] as number;
      sumX += dx * weight;
      sumY += dy * weight;
      total += weight;
      taken[i] = 1;
      parent[i] = made;
    });
    out.x[made] = x + sumX / total;
    out.y[made] = y + sumY / total;
    out.weight[made] = total;
    made++;
  }
  return { x: out.x.slice(0, made), y: out.y.slice(0, made), weight: out.weight.slice(0, made), parent };
}

/** More squares than this are more work than the items. */
const MOST_SQUARES = 1 << 20;

interface Grid {
  west: number;
  north: number;
  columns: number;
  lines: number;
}

function gridOver({ x, y }: Items, side: number): Grid {
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    const [px, py] = [x[i] as number, y[i] as number];
    if (px < west) west = px;
    if (px > east) east = px;
    if (py < north) north = py;
    if (py > south) south = py;
  }
  return { west, north, columns: Math.floor((east - west) / side) + 1, lines: Math.floor((south - north) / side) + 1 };
}

/**
 * Clusters by the squares of a grid: one pass, where `gathered` looks for neighbours.
 * Null where there are too many squares, or nothing lies in them.
 */
export function gridded(items: Items, side: number): Gathered | null {
  const { west, north, columns, lines } = gridOver(items, side);
  if (!(columns * lines <= MOST_SQUARES)) return null;
  const { x, y, weight } = items;
  const known = new Int32Array(columns * lines).fill(NONE);
  const parent = new Uint32Array(x.length);
  const most = Math.min(x.length, known.length);
  const out = { x: new Float64Array(most), y: new Float64Array(most), weight: new Uint32Array(most) };
  let made = 0;
  for (let i = 0; i < x.length; i++) {
    const [px, py, w] = [x[i] as number, y[i] as number, weight[i] as number];
    const square = Math.floor((px - west) / side) + Math.floor((py - north) / side) * columns;
    if (known[square] === NONE) known[square] = made++;
    const cluster = known[square] as number;
    parent[i] = cluster;
    out.x[cluster]! += px * w;
    out.y[cluster]! += py * w;
    out.weight[cluster]! += w;
  }
  for (let i = 0; i < made; i++) {
    out.x[i]! /= out.weight[i] as number;
    out.y[i]! /= out.weight[i] as number;
  }
  return { x: out.x.slice(0, made), y: out.y.slice(0, made), weight: out.weight.slice(0, made), parent };
}
