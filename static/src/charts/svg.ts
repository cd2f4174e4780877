/** SVG elements by hand: no library, text as text. */

const SPACE = "http://www.w3.org/2000/svg";

export type Attributes = Readonly<Record<string, string | number>>;

export function svg(name: string, attributes: Attributes = {}, text?: string): SVGElement {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A drawing of this size that scales with its place; `label` is for those who do not see it. */
export function drawing(width: number, height: number, label: string): SVGElement {
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
}

/** What is told when the pointer is over an element, and to screen readers. */
export function tell<T extends SVGElement>(element: T, text: string): T {
  element.dataset.tip = text;
  element.append(svg("title", {}, text));
  return element;
}

/** The step of five that a value falls into between least and most; null has none. */
export function stepOf(value: number | null, least: number, most: number): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  if (most <= least) return 2;
  return Math.max(0, Math.min(4, Math.floor(((value - least) / (most - least)) * 5)));
}

/** Round numbers for an axis from 0 to at least `most`, some four of them. */
export function ticks(most: number): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10) * magnitude;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => i * step);
}
