/** Alarms: a hollow mark by priority with its letter, so that none is taken for an incident; its line tells the state. */

import type L from "leaflet";
import { isAside, type Alarm } from "../model/alarm";
import { priorityLetter } from "../model/alarm-words";
import { worldX, worldY } from "../model/geo";
import type { Priority } from "../model/messages";
import { CanvasLayer, isNear, type Frame } from "./canvas-layer";
import { CANVAS_FONT, palette } from "./palette";
import { priorityColour, sprite, stamp, tracePriority, type Brush } from "./sprites";

interface Mark {
  alarm: Alarm;
  x: number;
  y: number;
}

type Look = "waiting" | "taken" | "returned" | "aside";

function lookOf(alarm: Alarm): Look {
  if (isAside(alarm)) return "aside";
  return alarm.state === "returned" ? "returned" : alarm.rings ? "waiting" : "taken";
}

/** Waves at both sides: something rings there. */
function waves(brush: Brush, r: number): void {
  brush.lineWidth = 2;
  for (const side of [0, Math.PI]) {
    brush.beginPath();
    brush.arc(0, 0, r + 5, side - 0.55, side + 0.55);
    brush.stroke();
  }
}

function alarmSprite(priority: Priority, look: Look, isSelected: boolean): HTMLCanvasElement {
  return sprite(`alarm/${priority}/${look}/${isSelected}`, 52, (brush) => {
    const colours = palette();
    const r = isSelected ? 11 : 9;
    const colour = look === "aside" ? colours.off : priorityColour(priority);
    if (isSelected) {
      brush.strokeStyle = colours.text;
      brush.lineWidth = 1.5;
      brush.beginPath(); brush.arc(0, 0, r + 9, 0, Math.PI * 2); brush.stroke();
    }
    brush.strokeStyle = colour;
    if (look === "waiting") waves(brush, r);
    tracePriority(brush, priority, r);
    brush.lineJoin = "round";
    brush.lineWidth = 6;
    brush.strokeStyle = colours.halo;
    brush.stroke();
    brush.fillStyle = colours.surface;
    brush.fill();
    // Yellow on a light map: a thin dark edge on both sides of the line.
    if (look === "waiting" || look === "taken") {
      brush.lineWidth = 4;
      brush.strokeStyle = colours.edge;
      brush.stroke();
    }
    // Back to normal but unseen: a broken line. Put by: thin. Both are told without colour.
    brush.setLineDash(look === "returned" ? [3, 3] : []);
    brush.lineWidth = look === "aside" ? 1.25 : 2.75;
    brush.strokeStyle = colour;
    brush.stroke();
    brush.setLineDash([]);
    brush.fillStyle = look === "aside" ? colours.off : colours.text;
    brush.font = `750 ${Math.round(r * 1.1)}px ${CANVAS_FONT}`;
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    brush.fillText(look === "aside" ? "z" : priorityLetter(priority), 0, priority === 2 ? r * 0.24 : r * 0.06);
  });
}

export class AlarmLayer extends CanvasLayer {
  private marks: Mark[] = [];
  private drawn: { id: string; x: number; y: number }[] = [];
  private selected: ReadonlySet<string> = new Set();

  constructor() {
    super("alarms");
  }

  set(alarms: readonly Alarm[]): void {
    this.marks = alarms
      .filter(({ at }) => at !== null)
      .map((alarm) => ({ alarm, x: worldX(alarm.at?.[0] ?? 0), y: worldY(alarm.at?.[1] ?? 0) }))
      // The most severe that waits is drawn last, over the others.
      .sort((a, b) => Number(a.alarm.rings) - Number(b.alarm.rings) || b.alarm.priority - a.alarm.priority);
    this.invalidate();
  }

  /** One alarm, or all of a group. */
  select(ids: ReadonlySet<string>): void {
    this.selected = ids;
    this.invalidate();
  }

  hits(at: L.Point): { id: string; distance: number }[] {
    const point = this.onCanvas(at);
    if (!point) return [];
    return this.drawn
      .map(({ id, x, y }) => ({ id, distance: Math.hypot(x - point.x, y - point.y) }))
      .filter(({ distance }) => distance <= 15)
      .sort((a, b) => a.distance - b.distance);
  }

  protected override get isEmpty(): boolean {
    return this.marks.length === 0;
  }

  protected paint(brush: Brush, frame: Frame): void {
    this.drawn = [];
    for (const isSelected of [false, true]) {
      for (const mark of this.marks) if (this.selected.has(mark.alarm.id) === isSelected) this.paintMark(brush, frame, mark, isSelected);
    }
  }

  private paintMark(brush: Brush, frame: Frame, { alarm, x, y }: Mark, isSelected: boolean): void {
    const [left, top] = [x * frame.scale - frame.originX, y * frame.scale - frame.originY];
    if (!isNear(frame, left, top, 30)) return;
    stamp(brush, alarmSprite(alarm.priority, lookOf(alarm), isSelected), left, top);
    this.drawn.push({ id: alarm.id, x: left, y: top });
  }
}
