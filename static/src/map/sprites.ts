/** Marks drawn once into small canvases, then stamped thousands of times. */

import { pixelRatio } from "./pixels";
import type { Priority } from "../model/messages";
import type { Age } from "../model/motion";
import { CANVAS_FONT, cameraColour, palette, sensorColour, unitColour } from "./palette";

export type Brush = CanvasRenderingContext2D;

const cache = new Map<string, HTMLCanvasElement>();

export function forgetSprites(): void {
  cache.clear();
}

/** A square of `size` CSS pixels, painted with the origin in its middle. */
export function sprite(key: string, size: number, paint: (brush: Brush) => void): HTMLCanvasElement {
  const ratio = pixelRatio();
  const name = `${key}@${ratio}`;
  const known = cache.get(name);
  if (known) return known;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(size * ratio);
  const brush = canvas.getContext("2d");
  if (brush) {
    brush.scale(ratio, ratio);
    brush.translate(size / 2, size / 2);
    paint(brush);
  }
  // Clusters' counts differ without end: what is old goes.
  if (cache.size > 3000) cache.clear();
  cache.set(name, canvas);
  return canvas;
}

/** Put a sprite's middle at x, y. */
export function stamp(brush: Brush, image: HTMLCanvasElement, x: number, y: number): void {
  const ratio = pixelRatio();
  const size = image.width / ratio;
  brush.drawImage(image, Math.round((x - size / 2) * ratio) / ratio, Math.round((y - size / 2) * ratio) / ratio, size, size);
}

/** The outline of a priority: diamond, triangle, square, circle, small circle. */
export function tracePriority(brush: Brush, priority: Priority, r: number): void {
  brush.beginPath();
  if (priority === 1) {
    brush.moveTo(0, -r * 1.18); brush.lineTo(r * 1.18, 0); brush.lineTo(0, r * 1.18); brush.lineTo(-r * 1.18, 0);
  } else if (priority === 2) {
    brush.moveTo(0, -r * 1.12); brush.lineTo(r * 1.12, r * 0.88); brush.lineTo(-r * 1.12, r * 0.88);
  } else if (priority === 3) {
    brush.rect(-r * 0.92, -r * 0.92, r * 1.84, r * 1.84);
  } else {
    brush.arc(0, 0, priority === 4 ? r : r * 0.86, 0, Math.PI * 2);
  }
  brush.closePath();
}

export function priorityColour(priority: Priority): string {
  const colours = palette();
  return [colours.p1, colours.p2, colours.p3, colours.p4, colours.p5][priority - 1] as string;
}

export function incidentSprite(priority: Priority, state: "waiting" | "taken" | "done", isSelected: boolean): HTMLCanvasElement {
  return sprite(`incident/${priority}/${state}/${isSelected}`, 56, (brush) => {
    const colours = palette();
    const r = isSelected ? 11 : 9;
    if (state === "waiting") {
      brush.strokeStyle = priorityColour(priority);
      brush.globalAlpha = 0.55;
      brush.lineWidth = 1.5;
      brush.beginPath(); brush.arc(0, 0, r + 8, 0, Math.PI * 2); brush.stroke();
      brush.globalAlpha = 1;
    }
    if (isSelected) {
      brush.strokeStyle = colours.text;
      brush.lineWidth = 1.5;
      brush.beginPath(); brush.arc(0, 0, r + 6, 0, Math.PI * 2); brush.stroke();
    }
    brush.globalAlpha = state === "done" ? 0.55 : 1;
    tracePriority(brush, priority, r);
    brush.lineJoin = "round";
    brush.lineWidth = 4;
    brush.strokeStyle = colours.halo;
    brush.stroke();
    brush.fillStyle = priorityColour(priority);
    brush.fill();
    brush.lineWidth = 1;
    brush.strokeStyle = colours.edge;
    brush.stroke();
    brush.fillStyle = colours.onPriority;
    brush.font = `700 ${Math.round(r * 1.25)}px ${CANVAS_FONT}`;
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    brush.fillText(String(priority), 0, priority === 2 ? r * 0.22 : r * 0.06);
  });
}

/**
 * A unit's mark, in the shape of its status, turned to 16 compass directions where its heading is known. Free: a chevron;
 * on its way: a long arrow; on scene: a square; busy: a circle with a bar; out of service: a cross. Old positions are
 * hollow, lost ones hollow and grey.
 */
export function unitSprite(status: string, heading: number | null, age: Age, isSelected: boolean): HTMLCanvasElement {
  const turn = heading === null ? -1 : Math.round(heading / 22.5) % 16;
  return sprite(`unit/${status}/${turn}/${age}/${isSelected}`, 32, (brush) => {
    const colours = palette();
    const colour = age === "lost" ? colours.off : unitColour(status);
    if (isSelected) {
      brush.strokeStyle = colours.text;
      brush.lineWidth = 1.5;
      brush.beginPath(); brush.arc(0, 0, 12, 0, Math.PI * 2); brush.stroke();
    }
    if (turn >= 0) brush.rotate((turn * Math.PI) / 8);
    brush.beginPath();
    traceUnit(brush, status, turn >= 0);
    brush.lineJoin = "round";
    brush.lineCap = "round";
    brush.lineWidth = status === "out_of_service" ? 5 : 3;
    brush.strokeStyle = colours.halo;
    brush.stroke();
    if (age !== "fresh" || status === "out_of_service") {
      brush.lineWidth = status === "out_of_service" ? 2 : 1.25; brush.strokeStyle = colour; brush.stroke();
    } else {
      brush.fillStyle = colour; brush.fill();
    }
    if (status === "busy") {
      brush.lineWidth = 1.75;
      brush.strokeStyle = age === "fresh" ? colours.halo : colour;
      brush.beginPath(); brush.moveTo(-2.5, 0); brush.lineTo(2.5, 0); brush.stroke();
    }
  });
}

function traceUnit(brush: Brush, status: string, isTurned: boolean): void {
  if (status === "out_of_service") {
    brush.moveTo(-4, -4); brush.lineTo(4, 4); brush.moveTo(4, -4); brush.lineTo(-4, 4);
  } else if (status === "on_scene") {
    brush.rect(-5, -5, 10, 10);
    if (isTurned) nib(brush, -5);
  } else if (status === "busy") {
    brush.arc(0, 0, 5.5, 0, Math.PI * 2);
    if (isTurned) nib(brush, -5.5);
  } else if (status === "assigned" || status === "en_route") {
    brush.moveTo(0, -9); brush.lineTo(4.5, 6); brush.lineTo(-4.5, 6);
    brush.closePath();
  } else if (isTurned) {
    brush.moveTo(0, -7); brush.lineTo(5, 6); brush.lineTo(0, 3); brush.lineTo(-5, 6);
    brush.closePath();
  } else {
    brush.arc(0, 0, 4.5, 0, Math.PI * 2);
  }
}

/** A small point that shows where a mark without a direction of its own is heading. */
function nib(brush: Brush, y: number): void {
  brush.moveTo(-2.5, y + 0.5); brush.lineTo(0, y - 3.5); brush.lineTo(2.5, y + 0.5);
  brush.closePath();
}

export function cameraSprite(status: string, isSelected: boolean): HTMLCanvasElement {
  return sprite(`camera/${status}/${isSelected}`, 28, (brush) => {
    const colours = palette();
    if (isSelected) {
      brush.strokeStyle = colours.text;
      brush.lineWidth = 1.5;
      brush.beginPath(); brush.arc(0, 0, 10, 0, Math.PI * 2); brush.stroke();
    }
    brush.fillStyle = colours.surface;
    brush.strokeStyle = cameraColour(status);
    brush.lineWidth = 1.75;
    brush.beginPath(); brush.arc(0, 0, 5, 0, Math.PI * 2); brush.fill(); brush.stroke();
    brush.fillStyle = cameraColour(status);
    brush.beginPath();
    if (status === "offline") {
      brush.moveTo(-2.4, -2.4); brush.lineTo(2.4, 2.4); brush.moveTo(2.4, -2.4); brush.lineTo(-2.4, 2.4); brush.stroke();
    } else if (status === "degraded") {
      brush.moveTo(0, -3); brush.lineTo(0, 0.6); brush.moveTo(0, 2.2); brush.lineTo(0, 3); brush.stroke();
    } else if (status === "maintenance") {
      brush.moveTo(-2.6, 0); brush.lineTo(2.6, 0); brush.stroke();
    } else if (status === "online") {
      brush.arc(0, 0, 2.2, 0, Math.PI * 2); brush.fill();
    }
  });
}

const SIDES = 6;

/** The outline of a sensor, or of many: a hexagon on its corner, where cameras are round. Answers its length. */
export function traceHexagon(brush: Brush, r: number): number {
  brush.beginPath();
  for (let i = 0; i < SIDES; i++) brush.lineTo(r * Math.sin((i * Math.PI) / 3), -r * Math.cos((i * Math.PI) / 3));
  brush.closePath();
  return r * SIDES;
}

export function sensorSprite(status: string, isSelected: boolean): HTMLCanvasElement {
  return sprite(`sensor/${status}/${isSelected}`, 32, (brush) => {
    const colours = palette();
    if (isSelected) {
      brush.strokeStyle = colours.text;
      brush.lineWidth = 1.5;
      brush.beginPath(); brush.arc(0, 0, 11.5, 0, Math.PI * 2); brush.stroke();
    }
    const isCrossed = status === "crossed";
    brush.lineJoin = "round";
    brush.strokeStyle = sensorColour(status);
    brush.fillStyle = isCrossed ? sensorColour(status) : colours.surface;
    brush.lineWidth = 1.75;
    traceHexagon(brush, isCrossed ? 8 : 6.5);
    brush.fill();
    brush.stroke();
    traceSensor(brush, status);
  });
}

/** What the hexagon holds, so that no status is told by colour alone. */
function traceSensor(brush: Brush, status: string): void {
  brush.fillStyle = sensorColour(status);
  brush.beginPath();
  if (status === "crossed") {
    brush.strokeStyle = palette().onPriority;
    brush.moveTo(0, -4); brush.lineTo(0, 1); brush.moveTo(0, 2.8); brush.lineTo(0, 4);
  } else if (status === "stale") {
    brush.moveTo(0, -3); brush.lineTo(0, 0.4); brush.lineTo(2.2, 1.8);
  } else if (status === "maintenance") {
    brush.moveTo(-2.6, 0); brush.lineTo(2.6, 0);
  } else if (status === "ok") {
    brush.arc(0, 0, 1.9, 0, Math.PI * 2);
    return brush.fill();
  }
  brush.stroke();
}
