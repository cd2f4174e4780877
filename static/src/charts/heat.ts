/** When incidents come: seven days of 24 hours, five steps from light to dark. */

import { gettext, ngettext } from "../model/i18n";
import type { Charts } from "./data";
import { CLASSES } from "./scale";
import { drawing, svg } from "./svg";
import { tell } from "./tooltip";

const CELL = { width: 24, height: 22, gap: 2 };
const LEFT = 40;
const BOTTOM = 22;

const two = (hour: number): string => String(hour).padStart(2, "0");

/** The step of a count between none and the most. */
export function stepOf(count: number, most: number): number {
  return most === 0 ? 0 : Math.min(CLASSES - 1, Math.floor((count / most) * CLASSES));
}

/** Draws the heat table into `place`. */
export function drawHeat(place: HTMLElement, heat: Charts["heat"], title: string): void {
  const most = Math.max(0, ...heat.counts.flat());
  const chart = drawing(LEFT + 24 * (CELL.width + CELL.gap), 7 * (CELL.height + CELL.gap) + BOTTOM, title);
  heat.counts.forEach((hours, day) => {
    const y = day * (CELL.height + CELL.gap);
    chart.append(svg("text", { x: LEFT - 8, y: y + CELL.height / 2 + 4, class: "end" }, heat.days[day] ?? ""));
    hours.forEach((count, hour) => {
      const x = LEFT + hour * (CELL.width + CELL.gap);
      const cell = svg("rect", {
        x, y, width: CELL.width, height: CELL.height, rx: 2, class: `chart__cell scale-${stepOf(count, most)}`,
      });
      const span = `${heat.days[day] ?? ""} ${two(hour)}:00–${two((hour + 1) % 24)}:00`;
      tell(cell, `${span}\n${ngettext("%(count)s incident", "%(count)s incidents", count)}`);
      chart.append(cell);
    });
  });
  for (let hour = 0; hour < 24; hour += 3) {
    const x = LEFT + hour * (CELL.width + CELL.gap) + CELL.width / 2;
    chart.append(svg("text", { x, y: 7 * (CELL.height + CELL.gap) + 14, class: "middle" }, two(hour)));
  }
  chart.setAttribute("aria-description", gettext("The same numbers stand in the table below."));
  place.replaceChildren(chart);
}
