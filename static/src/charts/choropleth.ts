/** The regions coloured by a figure: five steps from light to dark, and the number itself where there is room. */

import { gettext } from "../model/i18n";
import { lengthText } from "../model/time";
import type { Outline, RegionFigure } from "./data";
import { boxOf, breaksOf, CLASSES, classOf } from "./scale";
import { drawing, svg } from "./svg";
import { tell } from "./tooltip";

// In units of the drawing, which is 1000 wide.
const ROOM = { width: 95, height: 70 };
// A region smaller than this is shown by a dot under its label: its own colour could not be seen.
const TINY = 45;

function toldOf(figure: RegionFigure | undefined, code: string): string {
  if (!figure) return `${code}\n${gettext("no incidents")}`;
  return `${figure.name}\n${gettext("90th percentile %(length)s", { length: figure.text })}\n${gettext("n %(count)s", { count: figure.n })}`;
}

function label(shape: Outline["shapes"][number], figure: RegionFigure | undefined, step: string): SVGElement {
  const box = boxOf(shape.path);
  const on = `on-${step}`;
  const hasRoom = figure && box.width > ROOM.width && box.height > ROOM.height;
  const group = svg("g");
  if (Math.max(box.width, box.height) < TINY) group.append(svg("circle", { cx: shape.x, cy: shape.y, r: 17, class: `chart__bubble scale-${step}` }));
  group.append(svg("text", { x: shape.x, y: hasRoom ? shape.y - 9 : shape.y, class: on }, shape.code.replace("UZ-", "")));
  if (hasRoom) group.append(svg("text", { x: shape.x, y: shape.y + 13, class: `${on} chart__small` }, figure.text));
  return group;
}

/** Draws the map into `place` and its legend into `legend`. */
export function drawChoropleth(
  place: HTMLElement, legend: HTMLElement, outline: Outline, figures: Readonly<Record<string, RegionFigure>>, title: string,
): void {
  const values = Object.values(figures).flatMap((figure) => (figure.value === null ? [] : [figure.value]));
  const breaks = breaksOf(values);
  const chart = drawing(outline.width, outline.height, title);
  chart.setAttribute("role", "group");
  const labels = svg("g", { "aria-hidden": "true" });
  for (const shape of outline.shapes) {
    const figure = figures[shape.code];
    const step = figure && figure.value !== null ? String(classOf(figure.value, breaks)) : "none";
    const path = svg("path", { d: shape.path, class: `chart__region scale-${step}`, "fill-rule": "evenodd" });
    const text = toldOf(figure, shape.code);
    const holder = figure?.href ? svg("a", { href: figure.href, "aria-label": text.replaceAll("\n", ", ") }, path) : path;
    if (!figure?.href) path.setAttribute("aria-label", text.replaceAll("\n", ", "));
    tell(holder, text);
    chart.append(holder);
    labels.append(label(shape, figure, step));
  }
  chart.append(labels);
  place.replaceChildren(chart);
  drawLegend(legend, values, outline.shapes.some((shape) => (figures[shape.code]?.value ?? null) === null));
}

function swatch(step: string): HTMLElement {
  const mark = document.createElement("span");
  mark.className = `chart__swatch chart__swatch--${step}`;
  return mark;
}

function drawLegend(legend: HTMLElement, values: readonly number[], someUnknown: boolean): void {
  legend.replaceChildren();
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least === most) legend.append(swatch(String(classOf(least, []))), lengthText(least));
  if (least < most) {
    legend.append(lengthText(least), " ");
    for (let step = 0; step < CLASSES; step++) legend.append(swatch(String(step)));
    legend.append(" ", lengthText(most));
  }
  if (someUnknown) legend.append(swatch("none"), gettext("nothing measured"));
}
