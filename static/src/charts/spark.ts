/** A small line without axes, in a cell of a table. */

import { gettext } from "../model/i18n";
import { lengthText } from "../model/time";
import type { Trend } from "./data";
import { pathOf, placed } from "./scale";
import { drawing, svg } from "./svg";
import { tell } from "./tooltip";

const SIZE = { width: 112, height: 18, margin: 3 };

function told(points: readonly string[], values: readonly (number | null)[]): string {
  const known = values.flatMap((value, index) => (value === null ? [] : [{ value, point: points[index] ?? "" }]));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return gettext("nothing measured");
  return `${first.point}: ${lengthText(first.value)}\n${last.point}: ${lengthText(last.value)}`;
}

// With more gaps than points there is no line to see.
const isLine = (values: readonly (number | null)[]): boolean =>
  values.length > 2 && values.filter((value) => value !== null).length * 2 >= values.length;

/** Draws each key's line into the element that names the key. */
export function drawSparks(places: Iterable<HTMLElement>, trend: Trend): void {
  for (const place of places) {
    const values = trend.series[place.dataset.spark || "None"] ?? [];
    if (!isLine(values)) continue;
    const text = told(trend.points, values);
    const chart = drawing(SIZE.width, SIZE.height + 2 * SIZE.margin, text.replaceAll("\n", ", "));
    const points = placed(values, SIZE.width - 2 * SIZE.margin, SIZE.height);
    const line = svg("g", { transform: `translate(${SIZE.margin} ${SIZE.margin})` }, svg("path", { d: pathOf(points), class: "chart__line" }));
    const last = points.at(-1);
    if (last) line.append(svg("circle", { cx: last[0], cy: last[1], r: 2.2, class: "chart__dot" }));
    chart.append(line);
    tell(place, text);
    place.replaceChildren(chart);
  }
}
