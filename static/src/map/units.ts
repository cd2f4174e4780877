/** Units: a chevron each, in the colour of its status, with its call sign when near; they glide to where they are. */

import type L from "leaflet";
import { worldX, worldY } from "../model/geo";
import type { Unit } from "../model/messages";
import { isOffDuty } from "../model/queries";
import { CanvasLayer, isNear, type Frame } from "./canvas-layer";
import { CANVAS_FONT, palette } from "./palette";
import { stamp, unitSprite, type Brush } from "./sprites";

/** A position older than this is drawn hollow: it is no longer where the unit is. */
export const OLD_MS = 120_000;
const GLIDE_MS = 900;
/** Twenty pictures a second are enough for what moves some pixels. */
const GLIDE_STEP_MS = 50;
const NAMES_FROM = 14;
/** With more units than this in view nothing glides: each frame must stay cheap. */
const GLIDING_MAX = 1500;

interface Mark {
  unit: Unit;
  x: number;
  y: number;
  fromX: number;
  fromY: number;
  since: number;
}

export class UnitLayer extends CanvasLayer {
  private readonly marks = new Map<string, Mark>();
  private drawn: { id: string; x: number; y: number }[] = [];
  private selected: string | null = null;
  private isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  constructor(private readonly now: () => number) {
    super("units");
  }

  set(units: readonly Unit[]): void {
    const at = performance.now();
    const known = new Set<string>();
    for (const unit of units) {
      if (!unit.at || isOffDuty(unit)) continue;
      known.add(unit.id);
      this.place(unit, worldX(unit.at[0]), worldY(unit.at[1]), at);
    }
    for (const id of this.marks.keys()) if (!known.has(id)) this.marks.delete(id);
    this.invalidate();
  }

  select(id: string | null): void {
    this.selected = id;
    this.invalidate();
  }

  /** World coordinates of a unit as drawn, for lines to it. */
  where(id: string): { x: number; y: number } | null {
    return this.marks.get(id) ?? null;
  }

  hits(at: L.Point): { id: string; distance: number }[] {
    const point = this.onCanvas(at);
    if (!point) return [];
    return this.drawn
      .map(({ id, x, y }) => ({ id, distance: Math.hypot(x - point.x, y - point.y) }))
      .filter(({ distance }) => distance <= 12)
      .sort((a, b) => a.distance - b.distance);
  }

  private place(unit: Unit, x: number, y: number, at: number): void {
    const mark = this.marks.get(unit.id);
    if (!mark) {
      this.marks.set(unit.id, { unit, x, y, fromX: x, fromY: y, since: -GLIDE_MS });
    } else if (mark.x !== x || mark.y !== y) {
      const share = this.share(mark, at);
      this.marks.set(unit.id, { unit, x, y, fromX: mark.fromX + (mark.x - mark.fromX) * share, fromY: mark.fromY + (mark.y - mark.fromY) * share, since: at });
    } else {
      mark.unit = unit;
    }
  }

  private share(mark: Mark, at: number): number {
    return this.isCalm ? 1 : Math.max(0, Math.min(1, (at - mark.since) / GLIDE_MS));
  }

  protected paint(brush: Brush, frame: Frame): void {
    const at = performance.now();
    const now = this.now();
    let isMoving = false;
    this.drawn = [];
    for (const mark of this.marks.values()) {
      const share = this.share(mark, at);
      const x = (mark.fromX + (mark.x - mark.fromX) * share) * frame.scale - frame.originX;
      const y = (mark.fromY + (mark.y - mark.fromY) * share) * frame.scale - frame.originY;
      if (!isNear(frame, x, y, 20)) continue;
      if (share < 1) isMoving = true;
      const { unit } = mark;
      const isOld = unit.positionAt !== null && now - unit.positionAt > OLD_MS;
      stamp(brush, unitSprite(unit.status, unit.heading, isOld, unit.id === this.selected), x, y);
      this.drawn.push({ id: unit.id, x, y });
    }
    if (frame.zoom >= NAMES_FROM) this.names(brush);
    if (isMoving && this.drawn.length <= GLIDING_MAX) setTimeout(() => this.invalidate(), GLIDE_STEP_MS);
  }

  private names(brush: Brush): void {
    const colours = palette();
    brush.font = `500 11px ${CANVAS_FONT}`;
    brush.textAlign = "left";
    brush.textBaseline = "middle";
    brush.lineWidth = 3;
    brush.lineJoin = "round";
    for (const { id, x, y } of this.drawn) {
      const text = this.marks.get(id)?.unit.callSign ?? "";
      const left = x + (id === this.selected ? 16 : 10);
      brush.strokeStyle = colours.land;
      brush.strokeText(text, left, y);
      brush.fillStyle = colours.labelStrong;
      brush.fillText(text, left, y);
    }
  }
}
