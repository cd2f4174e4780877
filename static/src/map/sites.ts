/** Protected sites: the outline of each perimeter, and its name where there is room. */

import type L from "leaflet";
import { worldX, worldY } from "../model/geo";
import type { Site } from "../model/sites";
import { CanvasLayer, isNear, type Frame } from "./canvas-layer";
import { CANVAS_FONT, palette } from "./palette";
import type { Brush } from "./sprites";

interface Outline {
  site: Site;
  ring: readonly { x: number; y: number }[];
  box: { x: number; y: number; width: number; height: number };
}

/** Smaller than this on the screen a perimeter is a dot. */
const SMALLEST_PX = 7;
const NAMED_FROM_PX = 42;

function outlineOf(site: Site): Outline {
  const ring = site.ring.map(([lon, lat]) => ({ x: worldX(lon), y: worldY(lat) }));
  const [xs, ys] = [ring.map(({ x }) => x), ring.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { site, ring, box: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y } };
}

export class SiteLayer extends CanvasLayer {
  private outlines: Outline[] = [];
  private paths: { id: string; path: Path2D }[] = [];
  private selected: string | null = null;
  private readonly probe = document.createElement("canvas").getContext("2d");

  constructor() {
    super("sites");
  }

  set(sites: readonly Site[]): void {
    this.outlines = sites.filter(({ ring }) => ring.length > 2).map(outlineOf);
    this.invalidate();
  }

  select(id: string | null): void {
    this.selected = id;
    this.invalidate();
  }

  /** The sites whose edge or inside is under the pointer. */
  hits(at: L.Point): string[] {
    const point = this.onCanvas(at);
    const { probe } = this;
    if (!point || !probe) return [];
    probe.lineWidth = 8;
    return this.paths.filter(({ path }) => probe.isPointInStroke(path, point.x, point.y) || probe.isPointInPath(path, point.x, point.y)).map(({ id }) => id);
  }

  protected override get isEmpty(): boolean {
    return this.outlines.length === 0;
  }

  protected paint(brush: Brush, frame: Frame): void {
    this.paths = [];
    for (const outline of this.outlines) this.paintOutline(brush, frame, outline);
  }

  private paintOutline(brush: Brush, frame: Frame, { site, ring, box }: Outline): void {
    const [left, top] = [box.x * frame.scale - frame.originX, box.y * frame.scale - frame.originY];
    const [width, height] = [box.width * frame.scale, box.height * frame.scale];
    const [middleX, middleY] = [left + width / 2, top + height / 2];
    if (!isNear(frame, middleX, middleY, Math.max(width, height))) return;
    const colours = palette();
    const isSelected = site.id === this.selected;
    const path = new Path2D();
    if (Math.max(width, height) < SMALLEST_PX) path.rect(middleX - SMALLEST_PX / 2, middleY - SMALLEST_PX / 2, SMALLEST_PX, SMALLEST_PX);
    else ring.forEach(({ x, y }, i) => path[i === 0 ? "moveTo" : "lineTo"](x * frame.scale - frame.originX, y * frame.scale - frame.originY));
    path.closePath();
    this.paths.push({ id: site.id, path });
    brush.setLineDash([]);
    brush.lineWidth = isSelected ? 5 : 4;
    brush.strokeStyle = colours.halo;
    brush.stroke(path);
    brush.setLineDash([7, 3, 2, 3]);
    brush.lineWidth = isSelected ? 2.5 : 1.5;
    brush.strokeStyle = isSelected ? colours.accent : colours.labelStrong;
    brush.stroke(path);
    brush.setLineDash([]);
    if (width >= NAMED_FROM_PX || isSelected) this.paintName(brush, site.name, middleX, top + height + 4);
  }

  private paintName(brush: Brush, name: string, x: number, y: number): void {
    const colours = palette();
    brush.font = `600 11.5px ${CANVAS_FONT}`;
    brush.textAlign = "center";
    brush.textBaseline = "top";
    brush.lineWidth = 3;
    brush.lineJoin = "round";
    brush.strokeStyle = colours.halo;
    brush.strokeText(name, x, y);
    brush.fillStyle = colours.labelStrong;
    brush.fillText(name, x, y);
  }
}
