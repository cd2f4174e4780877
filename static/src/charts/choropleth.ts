/** The regions coloured by a figure in five steps; those without one stay grey. */

import type { FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";
import { worldX, worldY } from "../model/geo";
import { drawing, stepOf, svg, tell } from "./svg";

export type Outlines = FeatureCollection<Polygon | MultiPolygon, { code: string; name: string; label?: [number, number] | null }>;

export interface ChoroplethData {
  label: string;
  /** `text` is the figure as people read it; `href` leads to the region's own page. */
  regions: { code: string; value: number | null; text: string; href?: string }[];
}

const WIDTH = 640;
/** A small region is named at its side, not over its neighbours. */
const SMALL: ReadonlySet<string> = new Set(["UZ-TK"]);

function ringsOf(geometry: Polygon | MultiPolygon): Position[][] {
  return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
}

export function choropleth(data: ChoroplethData, outlines: Outlines): SVGElement {
  const points = outlines.features.flatMap((feature) => ringsOf(feature.geometry).flat());
  const xs = points.map(([lon]) => worldX(lon ?? 0));
  const ys = points.map(([, lat]) => worldY(lat ?? 0));
  const [west, east, north, south] = [min(xs), max(xs), min(ys), max(ys)];
  const scale = WIDTH / (east - west);
  const project = ([lon = 0, lat = 0]: Position): string =>
    `${((worldX(lon) - west) * scale).toFixed(1)} ${((worldY(lat) - north) * scale).toFixed(1)}`;
  const root = drawing(WIDTH, Math.ceil((south - north) * scale), data.label);
  const values = data.regions.map((region) => region.value).filter((value): value is number => value !== null);
  const names = svg("g", {});
  for (const feature of outlines.features) {
    const region = data.regions.find((candidate) => candidate.code === feature.properties.code);
    const step = stepOf(region?.value ?? null, min(values), max(values));
    const d = ringsOf(feature.geometry).map((ring) => `M${ring.map(project).join("L")}Z`).join("");
    const shape = svg("path", { d, class: `chart__region scale-${step ?? "none"}`, "fill-rule": "evenodd" });
    root.append(linked(tell(shape, `${feature.properties.name}\n${region?.text ?? "—"}`), region?.href));
    const at = feature.properties.label;
    if (at) names.append(name(feature.properties.code, project(at), step));
  }
  root.append(names);
  return root;
}

function name(code: string, at: string, step: number | null): SVGElement {
  const [x = "0", y = "0"] = at.split(" ");
  return svg("text", { x: Number(x) + (SMALL.has(code) ? -3 : 0), y: Number(y) - (SMALL.has(code) ? 6 : 0), class: `chart__code on-${step ?? "none"}` }, code.slice(3));
}

function linked(shape: SVGElement, href: string | undefined): SVGElement {
  if (!href) return shape;
  const link = svg("a", { href });
  link.append(shape);
  return link;
}

const min = (values: readonly number[]): number => values.reduce((least, value) => Math.min(least, value), Infinity);
const max = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), -Infinity);
