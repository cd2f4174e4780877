/** Hour by weekday: the fuller the cell, the more of them. */

import { drawing, stepOf, svg, tell } from "./svg";

export interface HeatData {
  label: string;
  /** Names of the seven days, Monday first. */
  days: string[];
  /** Seven rows of 24 counts. */
  values: number[][];
  /** What is counted, for the words on hover. */
  unit?: string;
}

const [CELL, GAP, LEFT] = [20, 2, 34];

export function heat(data: HeatData): SVGElement {
  const width = LEFT + 24 * (CELL + GAP);
  const root = drawing(width, data.values.length * (CELL + GAP) + 18, data.label);
  const most = Math.max(1, ...data.values.flat());
  data.values.forEach((row, day) => {
    const y = day * (CELL + GAP);
    root.append(svg("text", { x: LEFT - 10, y: y + 14, "text-anchor": "end" }, data.days[day] ?? ""));
    row.forEach((count, hour) => {
      const step = count === 0 ? "none" : (stepOf(count, 0, most) ?? 0);
      const cell = svg("rect", { x: LEFT + hour * (CELL + GAP), y, width: CELL, height: CELL, rx: 3, class: `chart__cell scale-${step}` });
      root.append(tell(cell, `${data.days[day] ?? ""} ${two(hour)}:00–${two((hour + 1) % 24)}:00\n${count}${data.unit ? ` ${data.unit}` : ""}`));
    });
  });
  for (let hour = 0; hour < 24; hour += 3) {
    root.append(svg("text", { x: LEFT + hour * (CELL + GAP) + CELL / 2, y: data.values.length * (CELL + GAP) + 12, "text-anchor": "middle" }, two(hour)));
  }
  return root;
}

const two = (n: number): string => String(n).padStart(2, "0");
