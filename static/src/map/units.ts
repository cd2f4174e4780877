/** Units: a mark each, in the colour and shape of its status, with its call sign when near; they glide to where they are. */

import type L from "leaflet";
import { worldX, worldY } from "../model/geo";
import type { Unit } from "../model/messages";
import { ageOf, Motion, type Place } from "../model/motion";
import { isOffDuty } from "../model/queries";
import { CanvasLayer, isNear, type Frame } from "./canvas-layer";
import { CANVAS_FONT, palette } from "./palette";
import { stamp, unitSprite, type Brush } from "./sprites";

/** Twenty pictures a second are enough for what moves some pixels. */
const GLIDE_STEP_MS = 50;
const NAMES_FROM = 14;
/** With more units than this in view nothing glides: each frame must stay cheap. */
const GLIDING_MAX = 1500;

interface Mark {
  unit: Unit;
  motion: Motion;
}

export class UnitLayer extends CanvasLayer {
  private readonly marks = new Map<string, Mark>();
  private drawn: { id: string; x: number; y: number }[] = [];
  private selected: string | null = null;
  private isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  private next: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly now: () => number) {
    super("units");
  }

  set(units: readonly Unit[]): void {
    const heardAt = performance.now();
    const known = new Set<string>();
    for (const unit of units) {
      if (!unit.at || isOffDuty(unit)) continue;
      known.add(unit.id);
      this.place(unit, { x: worldX(unit.at[0]), y: worldY(unit.at[1]) }, heardAt);
    }
    for (const id of this.marks.keys()) if (!known.has(id)) this.marks.delete(id);
    this.invalidate();
  }

  select(id: string | null): void {
    this.selected = id;
    this.invalidate();
  }

  /** World coordinates of a unit as known, for lines to it. */
  where(id: string): Place | null {
    return this.marks.get(id)?.motion.target ?? null;
  }

  hits(at: L.Point): { id: string; distance: number }[] {
    const point = this.onCanvas(at);
    if (!point) return [];
    return this.drawn
      .map(({ id, x, y }) => ({ id, distance: Math.hypot(x - point.x, y - point.y) }))
      .filter(({ distance }) => distance <= 12)
      .sort((a, b) => a.distance - b.distance);
  }

  private place(unit: Unit, place: Place, heardAt: number): void {
    const at = unit.positionAt ?? this.now();
    const mark = this.marks.get(unit.id);
    if (mark) {
      mark.unit = unit;
      mark.motion.hear(place, heardAt, at);
    } else {
      this.marks.set(unit.id, { unit, motion: new Motion(place, heardAt, at) });
    }
  }

  protected override get isEmpty(): boolean {
    return this.marks.size === 0;
  }

  protected paint(brush: Brush, frame: Frame): void {
    const at = this.isCalm ? Infinity : performance.now();
    const now = this.now();
    let isMoving = false;
    this.drawn = [];
    this.trail(brush, frame, at, now);
    for (const { unit, motion } of this.marks.values()) {
      const { x, y } = onFrame(frame, motion.where(at));
      if (!isNear(frame, x, y, 20)) continue;
      if (motion.isMoving(at)) isMoving = true;
      stamp(brush, unitSprite(unit.status, unit.heading, ageOf(unit.positionAt, now), unit.id === this.selected), x, y);
      this.drawn.push({ id: unit.id, x, y });
    }
    if (frame.zoom >= NAMES_FROM) this.names(brush);
    if (isMoving && this.drawn.length <= GLIDING_MAX) this.soon();
  }

  /** However often it is drawn for other reasons, one next picture of the movement is enough. */
  private soon(): void {
    clearTimeout(this.next);
    this.next = setTimeout(() => this.invalidate(), GLIDE_STEP_MS);
  }

  /** The way of the selected unit, fading towards where it was first. */
  private trail(brush: Brush, frame: Frame, at: number, now: number): void {
    const mark = this.selected === null ? undefined : this.marks.get(this.selected);
    if (!mark) return;
    // The last place is where the mark glides to: its way ends at the mark.
    const places = [...mark.motion.trail(now).slice(0, -1), mark.motion.where(at)].map((place) => onFrame(frame, place));
    const colours = palette();
    brush.lineCap = "round";
    for (const [width, colour, strength] of [[5, colours.halo, 0.5], [2.5, colours.accent, 0.95]] as const) {
      brush.lineWidth = width;
      brush.strokeStyle = colour;
      for (let i = 1; i < places.length; i++) {
        const [before, after] = [places[i - 1] as Place, places[i] as Place];
        brush.globalAlpha = strength * (0.2 + (0.8 * i) / (places.length - 1));
        brush.beginPath();
        brush.moveTo(before.x, before.y);
        brush.lineTo(after.x, after.y);
        brush.stroke();
      }
    }
    brush.globalAlpha = 1;
    brush.lineCap = "butt";
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

function onFrame(frame: Frame, place: Place): Place {
  return { x: place.x * frame.scale - frame.originX, y: place.y * frame.scale - frame.originY };
}
