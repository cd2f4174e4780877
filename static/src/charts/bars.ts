/** Bars lying side by side with their names at the left; a target as a dashed line. */

import { drawing, svg, tell } from "./svg";

export interface BarsData {
  label: string;
  bars: { label: string; value: number | null; text: string; isStrong?: boolean }[];
  target?: { value: number; text: string };
}

const ROW = 26;
const [WIDTH, NAMES, VALUES] = [640, 190, 70];

export function bars(data: BarsData): SVGElement {
  const top = data.target ? 18 : 4;
  const root = drawing(WIDTH, top + data.bars.length * ROW + 4, data.label);
  const most = Math.max(1e-9, data.target?.value ?? 0, ...data.bars.map((bar) => bar.value ?? 0));
  const length = (value: number): number => (value / most) * (WIDTH - NAMES - VALUES);
  data.bars.forEach((bar, i) => {
    const y = top + i * ROW;
    const name = bar.label.length > 28 ? `${bar.label.slice(0, 27)}…` : bar.label;
    root.append(svg("text", { x: NAMES - 10, y: y + 17, "text-anchor": "end", class: "chart__value" }, name));
    if (bar.value !== null) {
      const look = `chart__bar${bar.isStrong ? " chart__bar--strong" : ""} chart__hit`;
      root.append(tell(svg("rect", { x: NAMES, y: y + 5, width: Math.max(1, length(bar.value)), height: ROW - 10, rx: 3, class: look }), `${bar.label}\n${bar.text}`));
    }
    root.append(svg("text", { x: NAMES + length(bar.value ?? 0) + 8, y: y + 17 }, bar.text));
  });
  if (data.target) {
    const x = NAMES + length(data.target.value);
    root.append(svg("line", { x1: x, x2: x, y1: top, y2: top + data.bars.length * ROW, class: "chart__target" }));
    root.append(svg("text", { x, y: 11, "text-anchor": "middle" }, data.target.text));
  }
  return root;
}
