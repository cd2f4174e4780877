/** What a sensor said over a period, as the API tells it, and as a chart and a table take it. */

export interface SeriesThreshold {
  limit: number;
  compare: "above" | "below";
  level: 1 | 2 | 3 | 4;
}

export interface Series {
  symbol: string;
  decimals: number;
  from: string;
  to: string;
  step_s: number;
  at: readonly number[];
  low: readonly (number | null)[];
  high: readonly (number | null)[];
  mean: readonly (number | null)[];
  readings: readonly number[];
  outside: readonly number[];
  marks: readonly (readonly [number, number])[];
  /** Times of maintenance: what was said then raised nothing. */
  worked_on?: readonly (readonly [number, number])[];
  thresholds: readonly SeriesThreshold[];
}

/** From and to, in milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

const SHORTEST_MS = 60_000;
const LONGEST_MS = 3650 * 24 * 3_600_000;

/** The span moved by a part of its own length, or made so many times as long about its middle. */
export function moved(span: Span, by: number): Span {
  const shift = (span.to - span.from) * by;
  return { from: span.from + shift, to: span.to + shift };
}

export function zoomed(span: Span, times: number): Span {
  const half = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (span.to - span.from) * times)) / 2;
  const middle = (span.from + span.to) / 2;
  return { from: middle - half, to: middle + half };
}

const HOUR_MS = 3_600_000;
const BEFORE_MS = 3 * HOUR_MS;
const AFTER_MS = HOUR_MS;
const LONG_MS = 24 * HOUR_MS;

/** The hours around something that began and perhaps ended: some before it, a little after; of what lasts, its last day. */
export function around(beganAt: number, endedAt: number | null, now: number): Span {
  const to = endedAt === null ? now : Math.min(now, endedAt + AFTER_MS);
  return { from: Math.max(beganAt - BEFORE_MS, to - LONG_MS), to };
}

/** Between which values a chart must reach: those that came, and limits that are not far from them. */
export function reach(series: Series): [number, number] {
  const low = Math.min(...series.low.filter((value): value is number => value !== null));
  const high = Math.max(...series.high.filter((value): value is number => value !== null));
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const room = Math.max(high - low, Math.abs(high) * 0.1, 10 ** -series.decimals) * 0.75;
  const near = series.thresholds.map((one) => one.limit).filter((limit) => limit > low - room && limit < high + room);
  const [bottom, top] = [Math.min(low, ...near), Math.max(high, ...near)];
  const pad = (top - bottom || Math.abs(top) || 1) * 0.06;
  return [bottom - pad, top + pad];
}

/** The points that hold something, the newest first, for a table. */
export function rowsOf(series: Series): { at: number; low: number; mean: number; high: number; readings: number }[] {
  const rows = series.at.map((at, n) => ({
    at, low: series.low[n] ?? null, mean: series.mean[n] ?? null, high: series.high[n] ?? null, readings: series.readings[n] ?? 0,
  }));
  return rows.filter((row): row is { at: number; low: number; mean: number; high: number; readings: number } => row.mean !== null).reverse();
}

const FEW = 150;

/** The points that are drawn as dots: all of a few readings, else those that no line reaches. */
export function dotsOf(series: Series): number[] {
  const isThere = (n: number): boolean => series.mean[n] !== null && series.mean[n] !== undefined;
  const isFew = series.step_s === 0 && series.at.length < FEW;
  return series.at.flatMap((_at, n) => (isThere(n) && (isFew || !(isThere(n - 1) || isThere(n + 1))) ? [n] : []));
}
