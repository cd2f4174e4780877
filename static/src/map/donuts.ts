/** Clusters as rings by status around their count: each status that is there has a part that the eye can see. */

import type { Cluster } from "../model/pyramid";
import { CANVAS_FONT, palette } from "./palette";
import { sprite, type Brush } from "./sprites";

/** How statuses look and in which order they stand in a ring, the worst first, all well last. */
export interface Look {
  name: string;
  colour: (status: string) => string;
  order: readonly number[];
  /** Trace the ring at a radius, from the top with the clock, and answer its length; circles where it is left out. */
  outline?: (brush: Brush, r: number) => number;
}

/** The least part of a ring. */
const SEEN = 0.06;
const WIDTH = 3;

/** Radius in pixels at which a cluster is drawn: grows with the logarithm of its count. */
export function clusterRadius(count: number): number {
  return count === 1 ? 6 : Math.min(26, 10 + Math.log2(count) * 1.7);
}

/** Shares of a ring by status, from `order[0]` on: true ones, but for those too small to be seen. */
export function shares(byStatus: Uint32Array, order: readonly number[]): number[] {
  const count = byStatus.reduce((sum, n) => sum + n, 0);
  const seen = order.map((status) => (byStatus[status] ? Math.max((byStatus[status] as number) / count, SEEN) : 0));
  const total = seen.reduce((sum, share) => sum + share, 0);
  return seen.map((share) => share / total);
}

export function donut({ count, byStatus }: Cluster, statuses: readonly string[], look: Look): HTMLCanvasElement {
  const r = clusterRadius(count);
  return sprite(`${look.name}/${byStatus.join("-")}`, r * 2 + 8, (brush) => {
    const outline = look.outline ?? circle;
    outline(brush, r + 1.5);
    brush.fillStyle = palette().surface;
    brush.fill();
    ring(brush, outline, r - WIDTH / 2, shares(byStatus, look.order), look.order.map((status) => look.colour(statuses[status] ?? "unknown")));
    // Where all is well the number is quiet too.
    number(brush, count, byStatus[look.order.at(-1) ?? 0] === count ? palette().label : palette().labelStrong);
  });
}

function circle(brush: Brush, r: number): number {
  brush.beginPath();
  brush.arc(0, 0, r, -Math.PI / 2, Math.PI * 1.5);
  return r * Math.PI * 2;
}

/** Parts of the outline as dashes, one for each status. */
function ring(brush: Brush, outline: NonNullable<Look["outline"]>, r: number, parts: readonly number[], colours: readonly string[]): void {
  brush.lineWidth = WIDTH;
  let begun = 0;
  parts.forEach((share, i) => {
    if (share === 0) return;
    const length = outline(brush, r);
    brush.setLineDash([share * length, length]);
    brush.lineDashOffset = -begun * length;
    brush.strokeStyle = colours[i] as string;
    brush.stroke();
    begun += share;
  });
  brush.setLineDash([]);
}

function number(brush: Brush, count: number, colour: string): void {
  brush.fillStyle = colour;
  brush.font = `600 ${count > 999 ? 10.5 : 11.5}px ${CANVAS_FONT}`;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  brush.fillText(count > 9999 ? `${Math.round(count / 1000)}k` : String(count), 0, 0.5);
}
