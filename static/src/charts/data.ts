/** What the page hands to the charts (`apps/reports/showing.py`). */

export interface Outline {
  width: number;
  height: number;
  shapes: { code: string; path: string; x: number; y: number }[];
}

export interface RegionFigure {
  name: string;
  value: number | null;
  text: string;
  n: string;
  href: string;
}

export interface Trend {
  unit: "day" | "month";
  points: string[];
  series: Record<string, (number | null)[]>;
}

export interface LinePoint {
  name: string;
  label: string;
  p90: number | null;
  median: number | null;
  n: number;
}

export interface Charts {
  outline: Outline;
  map: Record<string, RegionFigure>;
  trend: Trend | null;
  heat: { days: string[]; counts: number[][] };
  line: LinePoint[] | null;
  target: number | null;
}

/** The data of the page, or null on a page without charts. */
export function chartsOf(root: Document): Charts | null {
  const text = root.getElementById("charts")?.textContent;
  return text ? (JSON.parse(text) as Charts) : null;
}
