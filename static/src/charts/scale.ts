/** From figures to classes of colour and to places on an axis: pure. */

export const CLASSES = 5;

/** Upper bounds of all classes but the last, so that each holds about as many values; fewer when values are equal. */
export function breaksOf(values: readonly number[], classes: number = CLASSES): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const breaks: number[] = [];
  for (let index = 1; index < classes; index++) {
    const at = sorted[Math.ceil((sorted.length * index) / classes) - 1];
    if (at !== undefined && at < sorted[sorted.length - 1]! && !breaks.includes(at)) breaks.push(at);
  }
  return breaks;
}

/** The class of a value, spread over all colours when there are fewer classes than colours. */
export function classOf(value: number, breaks: readonly number[], classes: number = CLASSES): number {
  const index = breaks.filter((bound) => value > bound).length;
  return breaks.length === 0 ? Math.floor(classes / 2) : Math.round((index * (classes - 1)) / breaks.length);
}

/** Steps of an axis of lengths (seconds) that people count in, at most `most` of them, from 0 past `top`. */
export function lengthTicks(top: number, most = 5): number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];
  const step = steps.find((one) => top / one <= most) ?? Math.ceil(top / most / 86_400) * 86_400;
  return Array.from({ length: Math.max(1, Math.ceil(top / step)) + 1 }, (_, index) => index * step);
}

/** `M…L…` through the points; a null makes a gap, and a point alone between gaps becomes a dot (with round ends). */
export function pathOf(points: readonly (readonly [number, number] | null)[]): string {
  let path = "";
  let open = false;
  points.forEach((point, index) => {
    if (point === null) { open = false; return; }
    const [x, y] = [point[0].toFixed(1), point[1].toFixed(1)];
    path += `${open ? "L" : "M"}${x} ${y}`;
    if (!open && (points[index + 1] ?? null) === null) path += `h0.1`;
    open = true;
  });
  return path;
}

/** Points of a line in a box, from the least value (bottom) to the greatest (top); one value lies in the middle. */
export function placed(values: readonly (number | null)[], width: number, height: number): ([number, number] | null)[] {
  const known = values.filter((value): value is number => value !== null);
  const least = Math.min(...known);
  const range = Math.max(...known) - least;
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.map((value, index) =>
    value === null ? null : [index * step, range ? height - ((value - least) / range) * height : height / 2]);
}

/** The rectangle around an SVG path of absolute `M` and `L`. */
export function boxOf(path: string): { width: number; height: number } {
  const numbers = (path.match(/-?[\d.]+/g) ?? []).map(Number);
  const of = (offset: number): number[] => numbers.filter((_, index) => index % 2 === offset);
  const span = (all: number[]): number => (all.length ? Math.max(...all) - Math.min(...all) : 0);
  return { width: span(of(0)), height: span(of(1)) };
}
