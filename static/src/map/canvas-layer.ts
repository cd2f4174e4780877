/** One canvas over the map for many marks: follows panning and zooming, redraws at most once a frame. */

import L from "leaflet";
import { pixelRatio } from "./pixels";
import type { Brush } from "./sprites";

/** From world coordinates (Mercator, zoom 0) to pixels of the canvas. */
export interface Frame {
  scale: number;
  originX: number;
  originY: number;
  width: number;
  height: number;
  zoom: number;
}

/** Part of the view that is drawn beyond each edge, so that a pan shows no void. */
const PADDING = 0.15;

export abstract class CanvasLayer extends L.Layer {
  private readonly canvas = document.createElement("canvas");
  private frame: Frame | null = null;
  private centre: L.LatLng | null = null;
  private zoom = 0;
  private asked = 0;

  constructor(private readonly paneName: string) {
    super();
    this.canvas.className = "leaflet-zoom-animated map-canvas";
    this.canvas.setAttribute("aria-hidden", "true");
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      move: () => this.follow(),
      moveend: () => this.draw(),
      viewreset: () => this.draw(),
      resize: () => this.draw(),
      zoomanim: (event) => this.animate(event as L.ZoomAnimEvent),
    };
  }

  override onAdd(map: L.Map): this {
    map.getPane(this.paneName)?.append(this.canvas);
    this.draw();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    this.canvas.remove();
    return this;
  }

  /** Something changed: draw again in the next frame. */
  invalidate(): void {
    if (this.asked || !this._map) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.draw();
    });
  }

  /** Where a pixel of the map's container lies on the canvas. */
  protected onCanvas(point: L.Point): L.Point | null {
    if (!this._map || !this.frame) return null;
    const layerPoint = this._map.containerPointToLayerPoint(point);
    return layerPoint.subtract(L.DomUtil.getPosition(this.canvas));
  }

  protected get drawnFrame(): Frame | null {
    return this.frame;
  }

  protected abstract paint(brush: Brush, frame: Frame): void;

  /** Nothing would be painted: such a layer keeps one pixel; a screen of them costs the browser as much as a full one. */
  protected get isEmpty(): boolean {
    return false;
  }

  private draw(): void {
    const map = this._map;
    if (!map) return;
    const size = map.getSize();
    if (size.x === 0 || size.y === 0) return;
    const pad = size.multiplyBy(PADDING).round();
    const topLeft = map.containerPointToLayerPoint(pad.multiplyBy(-1)).round();
    const full = size.add(pad.multiplyBy(2));
    L.DomUtil.setPosition(this.canvas, topLeft);
    this.centre = map.getCenter();
    this.zoom = map.getZoom();
    const origin = map.getPixelOrigin().add(topLeft);
    this.frame = {
      scale: 2 ** this.zoom, originX: origin.x, originY: origin.y, width: full.x, height: full.y, zoom: this.zoom,
    };
    const brush = this.fit(this.isEmpty ? L.point(1, 1) : full);
    if (brush) this.paint(brush, this.frame);
  }

  /** While the map is dragged: draw again before the view leaves what is drawn. */
  private follow(): void {
    const map = this._map;
    if (!map || map.getZoom() !== this.zoom) return;
    const topLeft = map.containerPointToLayerPoint([0, 0]).subtract(L.DomUtil.getPosition(this.canvas));
    const room = map.getSize().multiplyBy(PADDING);
    if (topLeft.x < 0 || topLeft.y < 0 || topLeft.x > room.x * 2 || topLeft.y > room.y * 2) this.invalidate();
  }

  private fit(size: L.Point): Brush | null {
    const ratio = pixelRatio();
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    const brush = this.canvas.getContext("2d");
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }
    brush?.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush?.clearRect(0, 0, size.x, size.y);
    return brush;
  }

  /** While Leaflet animates a zoom, the old picture is scaled along. */
  private animate(event: L.ZoomAnimEvent): void {
    const map = this._map;
    const pane = map?.getPane("mapPane");
    if (!map || !pane || !this.centre) return;
    const half = map.getSize().divideBy(2);
    const scale = map.getZoomScale(event.zoom, this.zoom);
    const origin = map.project(event.center, event.zoom).subtract(half).add(L.DomUtil.getPosition(pane)).round();
    const pad = map.getSize().multiplyBy(PADDING).round();
    const offset = half.add(pad).multiplyBy(-scale).add(map.project(this.centre, event.zoom)).subtract(origin);
    L.DomUtil.setTransform(this.canvas, offset, scale);
  }
}

/** Is x, y inside the canvas or within `margin` of it? */
export function isNear(frame: Frame, x: number, y: number, margin: number): boolean {
  return x >= -margin && y >= -margin && x <= frame.width + margin && y <= frame.height + margin;
}
