/** A layer of very many points: donuts by status from afar, single marks near, whatever is asked found by the index. */

import type L from "leaflet";
import { ALONE_FROM } from "../model/levels";
import { rowOf } from "../model/points";
import { Pyramid, type Cluster, type Filter, type Part } from "../model/pyramid";
import { CanvasLayer, type Frame } from "./canvas-layer";
import { clusterRadius, donut, type Look } from "./donuts";
import { stamp, type Brush } from "./sprites";

/** What lies under the pointer: one point, or a cluster of several. */
export interface PointHit {
  cluster: Cluster;
  distance: number;
}

/** Pixels around the view in which a cluster's points may lie although its mark is in the view. */
const MARGIN = 80;
/** Pixels within which points cannot be told apart even at the nearest zoom. */
const ONE_SPOT = 12;
const NEAREST = 19;

export abstract class PointsLayer extends CanvasLayer {
  protected pyramid = new Pyramid();
  protected selected: number | null = null;
  private filter: Filter | null = null;

  protected abstract readonly look: Look;
  protected abstract mark(status: string, isSelected: boolean): HTMLCanvasElement;

  set(pyramid: Pyramid): void {
    this.pyramid = pyramid;
    if (this.filter) pyramid.show(this.filter);
    this.invalidate();
  }

  show(filter: Filter): void {
    this.filter = filter;
    this.pyramid.show(filter);
    this.invalidate();
  }

  select(id: number | null): void {
    this.selected = id;
    this.invalidate();
  }

  hits(at: L.Point): PointHit[] {
    const [point, frame] = [this.onCanvas(at), this.drawnFrame];
    if (!point || !frame) return [];
    const around = (margin: number): Part => part(frame, point.x - margin, point.y - margin, point.x + margin, point.y + margin);
    return this.pyramid.within(frame.zoom, around(MARGIN)).flatMap((cluster) => {
      const distance = Math.hypot(this.x(frame, cluster.x) - point.x, this.y(frame, cluster.y) - point.y);
      return distance <= clusterRadius(cluster.count) + 4 ? [{ cluster, distance }] : [];
    }).sort((a, b) => a.distance - b.distance);
  }

  /** The ids of a cluster's points. */
  idsOf(cluster: Cluster): number[] {
    return this.pyramid.rowsOf(cluster).map((row) => this.pyramid.points.ids[row] as number);
  }

  /** Will no zoom take the points of this cluster apart? */
  isOneSpot(cluster: Cluster): boolean {
    const { west, north, east, south } = this.pyramid.boxOf(cluster);
    return Math.max(east - west, south - north) * 2 ** NEAREST < ONE_SPOT;
  }

  protected override get isEmpty(): boolean {
    return this.pyramid.all === 0;
  }

  protected paint(brush: Brush, frame: Frame): void {
    const clusters = this.pyramid.within(frame.zoom, part(frame, -MARGIN, -MARGIN, frame.width + MARGIN, frame.height + MARGIN));
    this.paintUnder(brush, frame, clusters);
    // What is well lies under what is not.
    const isWell = ({ only }: Cluster): boolean => this.pyramid.points.status[only] === this.look.order.at(-1);
    for (const cluster of clusters) if (cluster.only >= 0 && isWell(cluster)) this.paintOne(brush, frame, cluster.only);
    for (const cluster of clusters) if (cluster.only >= 0 && !isWell(cluster)) this.paintOne(brush, frame, cluster.only);
    for (const cluster of clusters) if (cluster.only < 0) this.paintMany(brush, frame, cluster);
    for (const row of this.named()) this.paintOne(brush, frame, row);
  }

  /** What lies beneath the marks. */
  protected paintUnder(_brush: Brush, _frame: Frame, _clusters: readonly Cluster[]): void {}

  /** Rows that are drawn by themselves at any zoom. */
  protected named(): number[] {
    const row = this.selected === null ? -1 : rowOf(this.pyramid.points, this.selected);
    return row < 0 ? [] : [row];
  }

  protected x(frame: Frame, x: number): number {
    return x * frame.scale - frame.originX;
  }

  protected y(frame: Frame, y: number): number {
    return y * frame.scale - frame.originY;
  }

  private paintMany(brush: Brush, frame: Frame, cluster: Cluster): void {
    stamp(brush, donut(cluster, this.pyramid.points.statuses, this.look), this.x(frame, cluster.x), this.y(frame, cluster.y));
  }

  private paintOne(brush: Brush, frame: Frame, row: number): void {
    const { x, y, status, statuses, ids } = this.pyramid.points;
    const mark = this.mark(statuses[status[row] as number] ?? "unknown", ids[row] === this.selected);
    stamp(brush, mark, this.x(frame, x[row] as number), this.y(frame, y[row] as number));
  }
}

/** A part of the canvas in world coordinates. */
function part({ originX, originY, scale }: Frame, left: number, top: number, right: number, bottom: number): Part {
  return { west: (left + originX) / scale, north: (top + originY) / scale, east: (right + originX) / scale, south: (bottom + originY) / scale };
}

/** The zoom to which a click on a cluster goes. */
export function closer(zoom: number): number {
  const now = Math.round(zoom);
  return now < ALONE_FROM ? Math.min(ALONE_FROM, now + 2) : Math.min(NEAREST, now + 2);
}

