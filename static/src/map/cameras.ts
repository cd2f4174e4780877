/** Cameras: donuts by status from afar, single marks near, view cones at street zoom. */

import L from "leaflet";
import type { Cone, Turn } from "../model/cameras";
import { metresPerPixel } from "../model/geo";
import { CAMERA_STATUSES, clusterRadius, gather, turn, type CameraColumns, type Cluster, type Gathering } from "../model/clusters";
import { CanvasLayer, isNear, type Frame } from "./canvas-layer";
import { CANVAS_FONT, cameraColour, palette } from "./palette";
import { cameraSprite, sprite, stamp, type Brush } from "./sprites";

export interface CameraHit {
  /** Cameras under the pointer; a cluster has none by name. */
  ids: number[];
  cluster: { lon: number; lat: number; count: number; byStatus: Uint32Array } | null;
  distance: number;
}

export const ALONE_FROM = 15;
export const CONES_FROM = 15;
/** Pixels of a block's side. */
const BLOCK = 512;
const NONE: CameraColumns = { ids: [], x: new Float64Array(), y: new Float64Array(), status: new Uint8Array(), kind: [] };

function donut(cluster: Cluster): HTMLCanvasElement {
  const key = `donut/${cluster.count}/${cluster.byStatus.join("-")}`;
  const r = clusterRadius(cluster.count);
  return sprite(key, r * 2 + 8, (brush) => {
    brush.beginPath();
    brush.arc(0, 0, r + 1.5, 0, Math.PI * 2);
    brush.fillStyle = palette().surface;
    brush.fill();
    slices(brush, cluster, r);
    // Where all is well the number is quiet too.
    brush.fillStyle = cluster.byStatus[0] === cluster.count ? palette().label : palette().labelStrong;
    brush.font = `600 ${cluster.count > 999 ? 10.5 : 11.5}px ${CANVAS_FONT}`;
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    brush.fillText(cluster.count > 9999 ? `${Math.round(cluster.count / 1000)}k` : String(cluster.count), 0, 0.5);
  });
}

/** The ring by status; each status that is there has a part that the eye can see. */
function slices(brush: Brush, cluster: Cluster, r: number): void {
  const order = [2, 1, 3, 4, 0];
  const shares = order.map((i) => (cluster.byStatus[i] ?? 0) / cluster.count);
  const seen = shares.map((share) => (share > 0 ? Math.max(share, 0.06) : 0));
  const total = seen.reduce((sum, share) => sum + share, 0);
  let angle = -Math.PI / 2;
  order.forEach((status, i) => {
    const sweep = ((seen[i] ?? 0) / total) * Math.PI * 2;
    if (sweep === 0) return;
    brush.beginPath();
    brush.arc(0, 0, r - 1.5, angle, angle + sweep);
    brush.strokeStyle = cameraColour(CAMERA_STATUSES[status] ?? "unknown");
    brush.lineWidth = 3;
    brush.stroke();
    angle += sweep;
  });
}

export class CameraLayer extends CanvasLayer {
  private columns: CameraColumns = NONE;
  /** Clusters by zoom and part of the world, for going back and forth. */
  private readonly gathered = new Map<string, Gathering>();
  private index: ReadonlyMap<number, number> = new Map();
  private drawn: { cluster: Cluster; x: number; y: number }[] = [];
  private cones: ReadonlyMap<number, Cone> = new Map();
  private hasCones = true;
  private selected: number | null = null;
  private near: ReadonlySet<number> = new Set();

  constructor() {
    super("cameras");
  }

  set(columns: CameraColumns): void {
    this.columns = columns;
    this.gathered.clear();
    this.index = new Map(columns.ids.map((id, i) => [id, i]));
    this.invalidate();
  }

  /** The health of these changed: the columns that were set hold it, the clusters that are kept follow. */
  turn(turns: readonly Turn[]): void {
    for (const kept of this.gathered.values()) for (const { index, from, to } of turns) turn(kept, index, from, to);
    this.invalidate();
  }

  setCones(cones: ReadonlyMap<number, Cone>): void {
    this.cones = cones;
    this.invalidate();
  }

  showCones(isShown: boolean): void {
    this.hasCones = isShown;
    this.invalidate();
  }

  select(id: number | null): void {
    this.selected = id;
    this.invalidate();
  }

  /** Cameras next to the open incident are drawn by name at any zoom, with what they see. */
  highlight(ids: ReadonlySet<number>): void {
    this.near = ids;
    this.invalidate();
  }

  hits(at: L.Point): CameraHit[] {
    const point = this.onCanvas(at);
    const frame = this.drawnFrame;
    if (!point || !frame) return [];
    const found: CameraHit[] = [];
    for (const { cluster, x, y } of this.drawn) {
      const distance = Math.hypot(x - point.x, y - point.y);
      if (distance > clusterRadius(cluster.count) + 4) continue;
      found.push(this.hit(cluster, distance));
    }
    return found.sort((a, b) => a.distance - b.distance);
  }

  private hit(cluster: Cluster, distance: number): CameraHit {
    if (cluster.only >= 0) return { ids: [this.columns.ids[cluster.only] as number], cluster: null, distance };
    const at = L.CRS.EPSG3857.pointToLatLng(L.point(cluster.x, cluster.y), 0);
    return { ids: [], cluster: { lon: at.lng, lat: at.lat, count: cluster.count, byStatus: cluster.byStatus }, distance };
  }

  protected paint(brush: Brush, frame: Frame): void {
    this.drawn = this.visible(frame);
    if (this.hasCones) this.paintCones(brush, frame);
    for (const { cluster, x, y } of this.drawn) {
      if (cluster.only < 0) stamp(brush, donut(cluster), x, y);
      else this.paintOne(brush, cluster.only, x, y);
    }
    if (frame.zoom < ALONE_FROM) this.paintNamed(brush, frame);
  }

  private visible(frame: Frame): { cluster: Cluster; x: number; y: number }[] {
    const out: { cluster: Cluster; x: number; y: number }[] = [];
    for (const cluster of this.clustersOf(frame)) {
      const x = cluster.x * frame.scale - frame.originX;
      const y = cluster.y * frame.scale - frame.originY;
      if (isNear(frame, x, y, 40)) out.push({ cluster, x, y });
    }
    return out;
  }

  /** The clusters of the blocks that the view touches: the nation's cameras are not gathered to show a street. */
  private clustersOf(frame: Frame): readonly Cluster[] {
    const zoom = Math.round(frame.zoom);
    const block = (pixel: number, round: (n: number) => number): number => round(pixel / BLOCK);
    const [west, north] = [block(frame.originX, Math.floor), block(frame.originY, Math.floor)];
    const [east, south] = [block(frame.originX + frame.width, Math.ceil), block(frame.originY + frame.height, Math.ceil)];
    const key = `${frame.zoom}/${west}/${north}/${east}/${south}`;
    const known = this.gathered.get(key);
    if (known) return known.clusters;
    if (this.gathered.size > 16) this.gathered.clear();
    const world = (blocks: number): number => (blocks * BLOCK) / frame.scale;
    const made = gather(this.columns, zoom, ALONE_FROM, { west: world(west), north: world(north), east: world(east), south: world(south) });
    this.gathered.set(key, made);
    return made.clusters;
  }

  private paintOne(brush: Brush, index: number, x: number, y: number): void {
    const status = CAMERA_STATUSES[this.columns.status[index] as number] ?? "unknown";
    stamp(brush, cameraSprite(status, this.columns.ids[index] === this.selected), x, y);
  }

  /** The selected one and those near the open incident, over the clusters. */
  private paintNamed(brush: Brush, frame: Frame): void {
    for (const i of this.named()) this.paintOne(brush, i, this.x(frame, i), this.y(frame, i));
  }

  private named(): number[] {
    const ids = this.selected === null ? [...this.near] : [...this.near, this.selected];
    return ids.map((id) => this.index.get(id)).filter((i) => i !== undefined);
  }

  private x(frame: Frame, i: number): number {
    return (this.columns.x[i] as number) * frame.scale - frame.originX;
  }

  private y(frame: Frame, i: number): number {
    return (this.columns.y[i] as number) * frame.scale - frame.originY;
  }

  private paintCones(brush: Brush, frame: Frame): void {
    const seen = frame.zoom < CONES_FROM ? this.named() : this.drawn.map(({ cluster }) => cluster.only);
    for (const i of seen) {
      const cone = this.cones.get(this.columns.ids[i] ?? -1);
      if (cone) this.paintCone(brush, frame, cone, this.x(frame, i), this.y(frame, i));
    }
  }

  private paintCone(brush: Brush, frame: Frame, cone: Cone, x: number, y: number): void {
    const lat = L.CRS.EPSG3857.pointToLatLng(L.point(0, (y + frame.originY) / frame.scale), 0).lat;
    const r = Math.max(14, cone.rangeM / metresPerPixel(lat, frame.zoom));
    const middle = ((cone.azimuth - 90) * Math.PI) / 180;
    const half = ((Math.min(cone.fov, 360) / 2) * Math.PI) / 180;
    brush.beginPath();
    if (cone.fov < 360) brush.moveTo(x, y);
    brush.arc(x, y, r, middle - half, middle + half);
    brush.closePath();
    brush.fillStyle = palette().cone;
    brush.globalAlpha = 0.22;
    brush.fill();
    brush.globalAlpha = 0.6;
    brush.strokeStyle = palette().cone;
    brush.lineWidth = 1;
    brush.stroke();
    brush.globalAlpha = 1;
  }
}
