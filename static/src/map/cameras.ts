/** Cameras: the layer of many points, with view cones at street zoom. */

import type { Cones } from "../model/building";
import { latOf, metresPerPixel } from "../model/geo";
import { ALONE_FROM } from "../model/levels";
import { rowOf } from "../model/points";
import type { Cluster, Pyramid } from "../model/pyramid";
import { isNear, type Frame } from "./canvas-layer";
import type { Look } from "./donuts";
import { cameraColour, palette } from "./palette";
import { PointsLayer } from "./points-layer";
import { cameraSprite, type Brush } from "./sprites";

export const CONES_FROM = ALONE_FROM;
/** Pixels of a cone that is drawn, at least. */
const LEAST = 14;
/** Pixels beyond the canvas from which a cone may still reach into it. */
const FARTHEST = 400;
/** More than so many cones are drawn without outlines, which nobody could tell apart. */
const OUTLINED = 250;

export class CameraLayer extends PointsLayer {
  protected readonly look: Look = { name: "cameras", colour: cameraColour, order: [2, 1, 3, 4, 0] };
  private cones: Cones | null = null;
  private hasCones = true;
  private near: ReadonlySet<number> = new Set();

  constructor() {
    super("cameras");
  }

  /** New cameras: the cones of the old ones are of other rows. */
  override set(pyramid: Pyramid): void {
    this.cones = null;
    super.set(pyramid);
  }

  /** Those of other points than are drawn are of other rows: their own will come. */
  setCones(cones: Cones): void {
    if (cones.version !== this.pyramid.points.version) return;
    this.cones = cones;
    this.invalidate();
  }

  showCones(isShown: boolean): void {
    this.hasCones = isShown;
    this.invalidate();
  }

  /** Cameras next to the open incident are drawn by name at any zoom, with what they see. */
  highlight(ids: ReadonlySet<number>): void {
    this.near = ids;
    this.invalidate();
  }

  protected mark(status: string, isSelected: boolean): HTMLCanvasElement {
    return cameraSprite(status, isSelected);
  }

  protected override named(): number[] {
    const near = [...this.near].map((id) => rowOf(this.pyramid.points, id)).filter((row) => row >= 0);
    return [...near, ...super.named()];
  }

  protected override paintUnder(brush: Brush, frame: Frame, clusters: readonly Cluster[]): void {
    if (!this.hasCones || !this.cones) return;
    const seen = frame.zoom < CONES_FROM ? [] : clusters.flatMap((cluster) => (cluster.only < 0 ? this.pyramid.rowsOf(cluster) : [cluster.only]));
    this.paintCones(brush, frame, this.cones, new Set([...seen, ...this.named()]));
  }

  /** Each by itself: thousands of overlapping edges in one path take a software canvas twice as long. */
  private paintCones(brush: Brush, frame: Frame, cones: Cones, rows: ReadonlySet<number>): void {
    const perPixel = metresPerPixel(latOf((frame.originY + frame.height / 2) / frame.scale), frame.zoom);
    const seen = [...rows].filter((row) => (cones.azimuth[row] as number) >= 0 && isNear(frame, this.xOf(frame, row), this.yOf(frame, row), FARTHEST));
    brush.fillStyle = brush.strokeStyle = palette().cone;
    brush.lineWidth = 1;
    for (const row of seen) {
      brush.beginPath();
      this.trace(brush, frame, cones, row, perPixel);
      brush.globalAlpha = 0.22;
      brush.fill();
      if (seen.length > OUTLINED) continue;
      brush.globalAlpha = 0.6;
      brush.stroke();
    }
    brush.globalAlpha = 1;
  }

  private trace(brush: Brush, frame: Frame, cones: Cones, row: number, perPixel: number): void {
    const [x, y] = [this.xOf(frame, row), this.yOf(frame, row)];
    const r = Math.max(LEAST, (cones.rangeM[row] as number) / perPixel);
    const half = (Math.min(cones.fov[row] as number, 360) / 2) * (Math.PI / 180);
    const middle = ((cones.azimuth[row] as number) - 90) * (Math.PI / 180);
    const isWhole = (cones.fov[row] as number) >= 360;
    if (isWhole) brush.moveTo(x + r * Math.cos(middle - half), y + r * Math.sin(middle - half));
    else brush.moveTo(x, y);
    brush.arc(x, y, r, middle - half, middle + half);
    brush.closePath();
  }

  private xOf(frame: Frame, row: number): number {
    return this.x(frame, this.pyramid.points.x[row] as number);
  }

  private yOf(frame: Frame, row: number): number {
    return this.y(frame, this.pyramid.points.y[row] as number);
  }
}
