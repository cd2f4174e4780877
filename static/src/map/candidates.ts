/** Lines from an incident to the units that could be sent there: strong to those that would go, with their distance. */

import { CANVAS_FONT, palette } from "./palette";
import type { Frame } from "./canvas-layer";
import type { Brush } from "./sprites";

export interface CandidateLine {
  id: string;
  isTicked: boolean;
  text: string;
}

type Place = { x: number; y: number };

const RING = 13;

export function paintCandidates(brush: Brush, frame: Frame, from: Place, lines: readonly CandidateLine[], where: (id: string) => Place | null): void {
  const screen = ({ x, y }: Place): Place => ({ x: x * frame.scale - frame.originX, y: y * frame.scale - frame.originY });
  const start = screen(from);
  // Those that would go are drawn over the others.
  for (const line of [...lines].sort((a, b) => Number(a.isTicked) - Number(b.isTicked))) {
    const at = where(line.id);
    if (at) paintLine(brush, start, screen(at), line);
  }
}

function paintLine(brush: Brush, start: Place, end: Place, { isTicked, text }: CandidateLine): void {
  const colours = palette();
  brush.strokeStyle = colours.accent;
  brush.globalAlpha = isTicked ? 1 : 0.4;
  brush.lineWidth = isTicked ? 2.5 : 1;
  brush.setLineDash(isTicked ? [] : [3, 5]);
  brush.beginPath();
  brush.moveTo(start.x, start.y);
  brush.lineTo(end.x, end.y);
  brush.stroke();
  brush.setLineDash([]);
  brush.beginPath();
  brush.arc(end.x, end.y, RING, 0, Math.PI * 2);
  brush.stroke();
  brush.globalAlpha = 1;
  if (isTicked) paintText(brush, { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }, text);
}

function paintText(brush: Brush, at: Place, text: string): void {
  const colours = palette();
  brush.font = `600 12px ${CANVAS_FONT}`;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  brush.lineWidth = 4;
  brush.lineJoin = "round";
  brush.strokeStyle = colours.surface;
  brush.strokeText(text, at.x, at.y);
  brush.fillStyle = colours.text;
  brush.fillText(text, at.x, at.y);
}
