/** The part of the map that is asked about: its outline, and the corners that are being set. */

import { worldX, worldY } from "../model/geo";
import type { Corners } from "../model/area";
import { CanvasLayer, type Frame } from "./canvas-layer";
import { palette } from "./palette";
import type { Brush } from "./sprites";

const CORNER = 4;

export class AreaLayer extends CanvasLayer {
  private corners: Corners = [];
  private isOpen = false;

  constructor() {
    super("area");
  }

  /** `isOpen`: more corners may follow. */
  set(corners: Corners, isOpen: boolean): void {
    this.corners = corners;
    this.isOpen = isOpen;
    this.invalidate();
  }

  protected override get isEmpty(): boolean {
    return this.corners.length === 0;
  }

  protected paint(brush: Brush, frame: Frame): void {
    const points = this.corners.map(([lon, lat]) => [worldX(lon) * frame.scale - frame.originX, worldY(lat) * frame.scale - frame.originY] as const);
    if (points.length === 0) return;
    brush.beginPath();
    points.forEach(([x, y], i) => (i === 0 ? brush.moveTo(x, y) : brush.lineTo(x, y)));
    if (!this.isOpen) brush.closePath();
    brush.fillStyle = brush.strokeStyle = palette().accent;
    brush.globalAlpha = 0.12;
    if (points.length > 2) brush.fill();
    brush.globalAlpha = 1;
    brush.lineWidth = 2;
    brush.setLineDash([6, 4]);
    brush.stroke();
    brush.setLineDash([]);
    if (this.isOpen) for (const [x, y] of points) brush.fillRect(x - CORNER, y - CORNER, CORNER * 2, CORNER * 2);
  }
}
