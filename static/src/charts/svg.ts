/** SVG elements, made of names, attributes and children. */

type Value = string | number;
const NAMESPACE = "http://www.w3.org/2000/svg";

/** `svg("rect", { x: 1, class: "bar" })`; texts become text nodes. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K, attributes: Readonly<Record<string, Value>> = {}, ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A drawing of that size, which a reader is told of by `label`. */
export function drawing(width: number, height: number, label: string): SVGSVGElement {
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
}
