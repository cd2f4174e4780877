/** Days or months in a row: the 90th percentile, the median, and the target. */

import { gettext } from "../model/i18n";
import { lengthText } from "../model/time";
import type { LinePoint } from "./data";
import { lengthTicks, pathOf } from "./scale";
import { drawing, svg } from "./svg";
import { tell } from "./tooltip";

const WIDTH = 900;
const HEIGHT = 190;
const LEFT = 52;
const BOTTOM = 24;
const LABELS = 12;

interface Frame { x: (index: number) => number; y: (seconds: number) => number; step: number }

function frameOf(count: number, top: number): Frame {
  const step = (WIDTH - LEFT) / Math.max(1, count);
  return {
    step,
    x: (index) => LEFT + step * (index + 0.5),
    y: (seconds) => HEIGHT - BOTTOM - (seconds / top) * (HEIGHT - BOTTOM - 8),
  };
}

function axes(chart: SVGElement, points: readonly LinePoint[], ticks: readonly number[], frame: Frame): void {
  for (const tick of ticks) {
    const y = frame.y(tick);
    chart.append(
      svg("line", { x1: LEFT, x2: WIDTH, y1: y, y2: y, class: "chart__axis" }),
      svg("text", { x: LEFT - 8, y: y + 4, class: "end" }, lengthText(tick)),
    );
  }
  const every = Math.ceil(points.length / LABELS);
  points.forEach((point, index) => {
    if (index % every === 0) chart.append(svg("text", { x: frame.x(index), y: HEIGHT - 6, class: "middle" }, point.label));
  });
}

function lineOf(points: readonly LinePoint[], of: (point: LinePoint) => number | null, frame: Frame, name: string): SVGElement {
  const path = pathOf(points.map((point, index) => {
    const value = of(point);
    return value === null ? null : [frame.x(index), frame.y(value)];
  }));
  return svg("path", { d: path, class: name });
}

/** The name of a line, above its last point. */
function nameOf(points: readonly LinePoint[], of: (point: LinePoint) => number | null, frame: Frame, name: string): SVGElement {
  const index = points.findLastIndex((point) => of(point) !== null);
  const value = index < 0 ? null : of(points[index]!);
  const place = { x: frame.x(Math.max(0, index)), y: frame.y(value ?? 0) - 8, class: "end chart__name" };
  return svg("text", place, value === null ? "" : name);
}

function hits(chart: SVGElement, points: readonly LinePoint[], frame: Frame): void {
  const text = (value: number | null): string => (value === null ? "–" : lengthText(value));
  points.forEach((point, index) => {
    const hit = svg("rect", { x: frame.x(index) - frame.step / 2, y: 0, width: frame.step, height: HEIGHT - BOTTOM, class: "chart__hit" });
    const values = { p90: text(point.p90), median: text(point.median), count: point.n };
    tell(hit, `${point.name}\n${gettext("p90 %(p90)s · median %(median)s · n %(count)s", values)}`);
    chart.append(hit);
  });
}

/** Draws the lines into `place`; a table beside it holds the same figures. */
export function drawLine(place: HTMLElement, points: readonly LinePoint[], target: number | null, title: string): void {
  const values = points.flatMap((point) => (point.p90 === null ? [] : [point.p90]));
  place.hidden = values.length === 0;
  if (place.hidden) return;
  const ticks = lengthTicks(Math.max(...values, target ?? 0));
  const frame = frameOf(points.length, ticks.at(-1) ?? 1);
  const chart = drawing(WIDTH, HEIGHT, title);
  axes(chart, points, ticks, frame);
  if (target !== null) {
    chart.append(
      svg("line", { x1: LEFT, x2: WIDTH, y1: frame.y(target), y2: frame.y(target), class: "chart__target" }),
      svg("text", { x: LEFT + 6, y: frame.y(target) - 6 }, gettext("target %(length)s", { length: lengthText(target) })),
    );
  }
  chart.append(
    lineOf(points, (point) => point.median, frame, "chart__line chart__line--second"),
    lineOf(points, (point) => point.p90, frame, "chart__line"),
    nameOf(points, (point) => point.median, frame, gettext("median")),
    nameOf(points, (point) => point.p90, frame, gettext("p90")),
  );
  hits(chart, points, frame);
  place.replaceChildren(chart);
}
