/** Units of a film, and the way of the one that is followed: drawn as it was, broken where nobody knows. */

import type L from "leaflet";
import type { FilmMark } from "../model/film";
import { worldX, worldY, type LonLat } from "../model/geo";
import { CanvasLayer, isNear, type Frame } from "./canvas-layer";
import { CANVAS_FONT, palette } from "./palette";
import { stamp, unitSprite, type Brush } from "./sprites";

const NAMES_FROM = 14;

export interface Way {
  legs: readonly (readonly LonLat[])[];
  stops: readonly LonLat[];
}

export class FilmLayer extends CanvasLayer {
  private marks: readonly FilmMark[] = [];
  private chosen: ReadonlySet<string> = new Set();
  private ways: readonly Way[] = [];
  private drawn: { id: string; x: number; y: number }[] = [];

  constructor() {
    super("units");
  }

  set(marks: readonly FilmMark[]): void {
    this.marks = marks;
    this.invalidate();
  }

  choose(chosen: ReadonlySet<string>, ways: readonly Way[]): void {
    [this.chosen, this.ways] = [chosen, ways];
    this.invalidate();
  }

  hit(at: L.Point): string | null {
    const point = this.onCanvas(at);
    if (!point) return null;
    const near = this.drawn.map(({ id, x, y }) => ({ id, far: Math.hypot(x - point.x, y - point.y) })).filter(({ far }) => far <= 12);
    return near.sort((a, b) => a.far - b.far)[0]?.id ?? null;
  }

  protected paint(brush: Brush, frame: Frame): void {
    for (const way of this.ways) this.way(brush, frame, way);
    this.drawn = [];
    for (const mark of this.marks) {
      const [x, y] = onFrame(frame, mark.at);
      if (!isNear(frame, x, y, 20)) continue;
      const isChosen = this.chosen.has(mark.id);
      stamp(brush, unitSprite(mark.status, mark.heading, mark.age, isChosen), x, y);
      this.drawn.push({ id: mark.id, x, y });
      if (isChosen || frame.zoom >= NAMES_FROM) this.name(brush, mark.callSign, x + (isChosen ? 16 : 10), y);
    }
  }

  private way(brush: Brush, frame: Frame, { legs, stops }: Way): void {
    const colours = palette();
    brush.lineJoin = "round";
    for (const [width, colour] of [[5, colours.halo], [2.5, colours.accent]] as const) {
      brush.lineWidth = width;
      brush.strokeStyle = colour;
      for (const leg of legs) {
        brush.beginPath();
        leg.forEach((place, i) => (i ? brush.lineTo(...onFrame(frame, place)) : brush.moveTo(...onFrame(frame, place))));
        brush.stroke();
      }
    }
    for (const stop of stops) {
      const [x, y] = onFrame(frame, stop);
      brush.beginPath();
      brush.rect(x - 4, y - 4, 8, 8);
      brush.fillStyle = colours.surface;
      brush.fill();
      brush.lineWidth = 2;
      brush.stroke();
    }
  }

  private name(brush: Brush, text: string, x: number, y: number): void {
    const colours = palette();
    brush.font = `500 11px ${CANVAS_FONT}`;
    brush.textAlign = "left";
    brush.textBaseline = "middle";
    brush.lineWidth = 3;
    brush.strokeStyle = colours.land;
    brush.strokeText(text, x, y);
    brush.fillStyle = colours.labelStrong;
    brush.fillText(text, x, y);
  }
}

function onFrame(frame: Frame, [lon, lat]: LonLat): [number, number] {
  return [worldX(lon) * frame.scale - frame.originX, worldY(lat) * frame.scale - frame.originY];
}
