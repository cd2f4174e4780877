/** The map that needs no internet: regions, lakes and names of places, from our own vector data. */

import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";
import { worldX, worldY } from "../model/geo";
import { CanvasLayer, isNear, type Frame } from "./canvas-layer";
import { CANVAS_FONT, palette } from "./palette";
import type { Brush } from "./sprites";

export interface BasemapData {
  regions: FeatureCollection<Polygon | MultiPolygon, { code: string; name: string }>;
  lakes: FeatureCollection<Polygon | MultiPolygon, { code?: string }>;
  places: { name: string[]; lon: number[]; lat: number[]; population: number[] };
}

interface Shape {
  code: string;
  /** x, y pairs in world coordinates, a ring each. */
  rings: Float64Array[];
}

interface Label {
  text: string;
  x: number;
  y: number;
  population: number;
}

function ring(positions: readonly Position[]): Float64Array {
  const flat = new Float64Array(positions.length * 2);
  positions.forEach(([lon = 0, lat = 0], i) => {
    flat[i * 2] = worldX(lon);
    flat[i * 2 + 1] = worldY(lat);
  });
  return flat;
}

function shapeOf(feature: Feature<Polygon | MultiPolygon, { code?: string } | null>): Shape {
  const { geometry } = feature;
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return { code: feature.properties?.code ?? "", rings: polygons.flat().map(ring) };
}

function trace(brush: Brush, frame: Frame, shape: Shape): void {
  for (const points of shape.rings) {
    for (let i = 0; i < points.length; i += 2) {
      const x = (points[i] as number) * frame.scale - frame.originX;
      const y = (points[i + 1] as number) * frame.scale - frame.originY;
      if (i === 0) brush.moveTo(x, y);
      else brush.lineTo(x, y);
    }
    brush.closePath();
  }
}

/** Names stand below their point, where clusters do not cover them. */
const BELOW = 20;

const GRID_FROM = 10;

/** The least population that is named at a zoom; places of unknown size come last. */
function leastPopulation(zoom: number): number {
  if (zoom < 6) return 400_000;
  if (zoom < 7) return 150_000;
  if (zoom < 8) return 60_000;
  if (zoom < 9) return 20_000;
  return zoom < 10 ? 5_000 : 0;
}

export class Basemap extends CanvasLayer {
  private regions: Shape[] = [];
  private lakes: Shape[] = [];
  private labels: Label[] = [];
  private own: ReadonlySet<string> = new Set();
  private hasLabels = true;
  /** Raster tiles lie below: draw only borders and, with tiles that carry names, nothing more. */
  private hasTiles = false;

  constructor() {
    super("basemap");
  }

  set(data: BasemapData): void {
    this.regions = data.regions.features.map(shapeOf);
    this.lakes = data.lakes.features.map(shapeOf);
    const { name, lon, lat, population } = data.places;
    this.labels = name
      .map((text, i) => ({ text, x: worldX(lon[i] ?? 0), y: worldY(lat[i] ?? 0), population: population[i] ?? 0 }))
      .sort((a, b) => b.population - a.population);
    this.invalidate();
  }

  /** The regions at work here stand out from their neighbours. */
  setOwn(codes: readonly string[]): void {
    this.own = new Set(codes);
    this.invalidate();
  }

  showLabels(isShown: boolean): void {
    this.hasLabels = isShown;
    this.invalidate();
  }

  overTiles(isOver: boolean): void {
    this.hasTiles = isOver;
    this.invalidate();
  }

  /** The sea is the stage's own colour. */
  protected override get isEmpty(): boolean {
    return this.regions.length === 0 && this._map.getZoom() < GRID_FROM;
  }

  protected paint(brush: Brush, frame: Frame): void {
    const colours = palette();
    if (!this.hasTiles) this.fill(brush, frame);
    brush.beginPath();
    for (const shape of this.regions) trace(brush, frame, shape);
    brush.strokeStyle = colours.border;
    brush.lineWidth = frame.zoom < 8 ? 1 : 1.25;
    brush.lineJoin = "round";
    brush.stroke();
    if (!this.hasTiles) this.grid(brush, frame);
    if (this.hasLabels && !this.hasTiles) this.names(brush, frame);
  }

  private fill(brush: Brush, frame: Frame): void {
    const colours = palette();
    brush.fillStyle = colours.sea;
    brush.fillRect(0, 0, frame.width, frame.height);
    brush.beginPath();
    for (const shape of this.regions) trace(brush, frame, shape);
    brush.fillStyle = colours.land;
    brush.fill();
    brush.beginPath();
    for (const shape of this.regions) if (this.own.has(shape.code)) trace(brush, frame, shape);
    brush.fillStyle = colours.own;
    brush.fill();
    brush.beginPath();
    for (const shape of this.lakes) trace(brush, frame, shape);
    brush.fillStyle = colours.lake;
    brush.fill("evenodd");
  }

  /** Thin lines at round degrees, so that the eye has a measure where there are no streets. */
  private grid(brush: Brush, frame: Frame): void {
    if (frame.zoom < GRID_FROM) return;
    const step = frame.zoom < 12 ? 0.1 : frame.zoom < 14 ? 0.02 : frame.zoom < 16 ? 0.005 : 0.001;
    const west = (frame.originX / frame.scale / 256) * 360 - 180;
    const east = ((frame.originX + frame.width) / frame.scale / 256) * 360 - 180;
    const latOf = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / (256 * frame.scale)))) * 180) / Math.PI;
    brush.beginPath();
    for (let lon = Math.ceil(west / step) * step; lon < east; lon += step) {
      const x = Math.round(worldX(lon) * frame.scale - frame.originX) + 0.5;
      brush.moveTo(x, 0);
      brush.lineTo(x, frame.height);
    }
    const south = latOf(frame.originY + frame.height);
    for (let lat = Math.ceil(south / step) * step; lat < latOf(frame.originY); lat += step) {
      const y = Math.round(worldY(lat) * frame.scale - frame.originY) + 0.5;
      brush.moveTo(0, y);
      brush.lineTo(frame.width, y);
    }
    brush.strokeStyle = palette().grid;
    brush.lineWidth = 1;
    brush.stroke();
  }

  private names(brush: Brush, frame: Frame): void {
    const colours = palette();
    const least = leastPopulation(frame.zoom);
    const taken: [number, number, number, number][] = [];
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    brush.lineJoin = "round";
    for (const label of this.labels) {
      if (label.population < least) continue;
      const x = Math.round(label.x * frame.scale - frame.originX);
      const y = Math.round(label.y * frame.scale - frame.originY) + BELOW;
      if (!isNear(frame, x, y, 40)) continue;
      const isLarge = label.population >= 400_000;
      brush.font = `${isLarge ? 600 : 450} ${isLarge ? 13 : 11.5}px ${CANVAS_FONT}`;
      const half = brush.measureText(label.text).width / 2 + 4;
      const box: [number, number, number, number] = [x - half, y - 9, x + half, y + 9];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      brush.strokeStyle = colours.own;
      brush.lineWidth = 3;
      brush.strokeText(label.text, x, y);
      brush.fillStyle = isLarge ? colours.labelStrong : colours.label;
      brush.fillText(label.text, x, y);
    }
  }
}
