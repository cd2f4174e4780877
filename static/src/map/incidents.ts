/** Incidents: a mark by priority each; lines from the open one to the units on it. */

import type L from "leaflet";
import { worldX, worldY } from "../model/geo";
import type { Incident } from "../model/messages";
import { CanvasLayer, isNear, type Frame } from "./canvas-layer";
import { paintCandidates, type CandidateLine } from "./candidates";
import { palette } from "./palette";
import { incidentSprite, stamp, type Brush } from "./sprites";

const DONE: ReadonlySet<string> = new Set(["resolved", "closed"]);

interface Mark {
  incident: Incident;
  x: number;
  y: number;
}

export class IncidentLayer extends CanvasLayer {
  private marks: Mark[] = [];
  private drawn: { id: string; x: number; y: number }[] = [];
  private selected: string | null = null;
  private offered: readonly CandidateLine[] = [];
  private draft: { x: number; y: number } | null = null;

  constructor(private readonly whereUnit: (id: string) => { x: number; y: number } | null) {
    super("incidents");
  }

  set(incidents: readonly Incident[]): void {
    this.marks = incidents
      .filter((incident) => incident.at !== null)
      .map((incident) => ({ incident, x: worldX(incident.at?.[0] ?? 0), y: worldY(incident.at?.[1] ?? 0) }))
      // The most severe is drawn last, over the others.
      .sort((a, b) => b.incident.priority - a.incident.priority);
    this.invalidate();
  }

  select(id: string | null): void {
    this.selected = id;
    this.invalidate();
  }

  /** The units that could be sent to the open incident. */
  offer(lines: readonly CandidateLine[] | null): void {
    this.offered = lines ?? [];
    this.invalidate();
  }

  /** The pin of a call that is being entered. */
  pin(at: readonly [number, number] | null): void {
    this.draft = at && { x: worldX(at[0]), y: worldY(at[1]) };
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
    return this.marks.length === 0 && !this.draft;
  }

  protected paint(brush: Brush, frame: Frame): void {
    this.drawn = [];
    const open = this.marks.find((mark) => mark.incident.id === this.selected);
    if (open) {
      this.lines(brush, frame, open);
      paintCandidates(brush, frame, open, this.offered, this.whereUnit);
    }
    for (const mark of this.marks) {
      if (mark !== open) this.paintMark(brush, frame, mark, false);
    }
    if (open) this.paintMark(brush, frame, open, true);
    if (this.draft) this.paintPin(brush, frame, this.draft);
  }

  private paintMark(brush: Brush, frame: Frame, mark: Mark, isSelected: boolean): void {
    const x = mark.x * frame.scale - frame.originX;
    const y = mark.y * frame.scale - frame.originY;
    if (!isNear(frame, x, y, 30)) return;
    const { incident } = mark;
    const state = incident.rings ? "waiting" : DONE.has(incident.status) ? "done" : "taken";
    stamp(brush, incidentSprite(incident.priority, state, isSelected), x, y);
    this.drawn.push({ id: incident.id, x, y });
  }

  private lines(brush: Brush, frame: Frame, open: Mark): void {
    brush.strokeStyle = palette().accent;
    brush.lineWidth = 1.5;
    brush.setLineDash([6, 4]);
    for (const unit of open.incident.units) {
      const at = this.whereUnit(unit.unit);
      if (!at) continue;
      brush.beginPath();
      brush.moveTo(open.x * frame.scale - frame.originX, open.y * frame.scale - frame.originY);
      brush.lineTo(at.x * frame.scale - frame.originX, at.y * frame.scale - frame.originY);
      brush.stroke();
    }
    brush.setLineDash([]);
  }

  private paintPin(brush: Brush, frame: Frame, pin: { x: number; y: number }): void {
    const x = pin.x * frame.scale - frame.originX;
    const y = pin.y * frame.scale - frame.originY;
    const colours = palette();
    brush.beginPath();
    brush.moveTo(x, y);
    brush.bezierCurveTo(x - 4, y - 9, x - 10, y - 12, x - 10, y - 19);
    brush.arc(x, y - 19, 10, Math.PI, 0);
    brush.bezierCurveTo(x + 10, y - 12, x + 4, y - 9, x, y);
    brush.fillStyle = colours.accent;
    brush.fill();
    brush.lineWidth = 2;
    brush.strokeStyle = colours.halo;
    brush.stroke();
    brush.beginPath();
    brush.arc(x, y - 19, 3.5, 0, Math.PI * 2);
    brush.fillStyle = colours.surface;
    brush.fill();
  }
}
