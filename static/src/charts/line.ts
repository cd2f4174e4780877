/** Lines over time, and the small line beside a table's row. A value that is missing leaves a gap. */

import { drawing, svg, tell, ticks } from "./svg";

export interface LineData {
  label: string;
  /** Names of the points along the bottom. */
  points: string[];
  series: { name: string; values: (number | null)[]; texts?: string[]; isBefore?: boolean }[];
  target?: { value: number; text: string };
  /** How a value is written: `m:ss` for seconds, else plain. */
  format?: "length" | "number" | "share";
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [760, 250, 46, 24, 14];

export function written(value: number, format: LineData["format"]): string {
  if (format === "share") return `${(value * 100).toFixed(value < 0.995 ? 1 : 0)} %`;
  if (format !== "length") return String(Math.round(value * 10) / 10);
  return `${Math.floor(value / 60)}:${String(Math.round(value % 60)).padStart(2, "0")}`;
}

/** `M…L…` with a new start after each gap. */
export function path(values: readonly (number | null)[], x: (i: number) => number, y: (value: number) => number): string {
  let isOpen = false;
  return values.map((value, i) => {
    if (value === null) { isOpen = false; return ""; }
    const command = isOpen ? "L" : "M";
    isOpen = true;
    return `${command}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
  }).join("");
}

export function line(data: LineData): SVGElement {
  const root = drawing(WIDTH, HEIGHT, data.label);
  const all = data.series.flatMap((series) => series.values).filter((value): value is number => value !== null);
  const steps = ticks(Math.max(0, data.target?.value ?? 0, ...all));
  const most = steps[steps.length - 1] ?? 1;
  const x = (i: number): number => LEFT + (data.points.length < 2 ? 0.5 : i / (data.points.length - 1)) * (WIDTH - LEFT - 12);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / most) * (HEIGHT - BOTTOM - TOP);
  for (const step of steps) {
    root.append(svg("line", { x1: LEFT, x2: WIDTH, y1: y(step), y2: y(step), class: "chart__axis" }));
    root.append(svg("text", { x: LEFT - 8, y: y(step) + 4, "text-anchor": "end" }, written(step, data.format)));
  }
  const every = Math.ceil(data.points.length / 12);
  data.points.forEach((name, i) => {
    if (i % every === 0) root.append(svg("text", { x: x(i), y: HEIGHT - 6, "text-anchor": "middle" }, name));
  });
  if (data.target) {
    root.append(svg("line", { x1: LEFT, x2: WIDTH, y1: y(data.target.value), y2: y(data.target.value), class: "chart__target" }));
    root.append(svg("text", { x: WIDTH - 4, y: y(data.target.value) - 5, "text-anchor": "end" }, data.target.text));
  }
  for (const series of data.series) {
    root.append(svg("path", { d: path(series.values, x, y), class: `chart__line${series.isBefore ? " chart__line--before" : ""}` }));
    if (!series.isBefore) dots(root, data, series, x, y);
  }
  return root;
}

function dots(root: SVGElement, data: LineData, series: LineData["series"][number], x: (i: number) => number, y: (value: number) => number): void {
  series.values.forEach((value, i) => {
    if (value === null) return;
    const text = series.texts?.[i] ?? written(value, data.format);
    root.append(tell(svg("circle", { cx: x(i), cy: y(value), r: data.points.length > 40 ? 2.5 : 4, class: "chart__dot chart__hit" }), `${data.points[i] ?? ""} · ${series.name}\n${text}`));
  });
}

/** A line of 112 x 24 without axes. */
export function spark(values: readonly (number | null)[], label: string): SVGElement {
  const root = drawing(112, 24, label);
  const known = values.filter((value): value is number => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const x = (i: number): number => 3 + (values.length < 2 ? 0.5 : i / (values.length - 1)) * 106;
  const y = (value: number): number => (most === least ? 12 : 20 - ((value - least) / (most - least)) * 16);
  root.append(svg("path", { d: path(values, x, y), class: "chart__line" }));
  const last = values[values.length - 1];
  if (typeof last === "number") root.append(svg("circle", { cx: x(values.length - 1), cy: y(last), r: 2.2, class: "chart__dot" }));
  return root;
}
