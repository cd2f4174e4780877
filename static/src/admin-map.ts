/**
 * The geometry widget of the admin, on our own Leaflet: `textarea[data-geometry-field]` holds GeoJSON text and is
 * hidden behind a map. The attribute's value is POINT, POLYGON, MULTIPOLYGON (or GEOMETRY: either a point or areas).
 * One that is `readonly` is only shown. `data-geometry-bounds` (west,south,east,north) says where to begin.
 */

import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "../css/admin-map.css";
import type { FeatureCollection, MultiPolygon, Point, Polygon, Position } from "geojson";
import { gettext } from "./model/i18n";

type Geometry = Point | Polygon | MultiPolygon;
type Ring = L.LatLng[];

const COUNTRY: L.LatLngBoundsLiteral = [[37, 55.9], [45.7, 73.3]];
const DECIMALS = 6;
const HANDLES_AT_MOST = 250;

function round(n: number): number {
  return Number(n.toFixed(DECIMALS));
}

function read(text: string): Geometry | null {
  try {
    const value = JSON.parse(text) as Geometry | null;
    return value && ["Point", "Polygon", "MultiPolygon"].includes(value.type) ? value : null;
  } catch {
    return null;
  }
}

const latLng = ([lon = 0, lat = 0]: Position): L.LatLng => L.latLng(lat, lon);

/** Polygons as rings without the repeated last point. */
function ringsOf(geometry: Polygon | MultiPolygon): Ring[][] {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((polygon) => polygon.map((ring) => ring.slice(0, -1).map(latLng)));
}

function closed(ring: Ring): Position[] {
  const positions = ring.map((at): Position => [round(at.lng), round(at.lat)]);
  const [first] = positions;
  return first ? [...positions, first] : [];
}

const pointIcon = (): L.DivIcon => L.divIcon({ className: "geometry-point", iconSize: [18, 18] });

/** A point that is set by a click and moved by dragging. */
class PointEditor {
  private marker: L.Marker | null = null;

  constructor(private readonly map: L.Map, private readonly write: (geometry: Geometry | null) => void) {
    map.on("click", (event: L.LeafletMouseEvent) => this.put(event.latlng));
  }

  load(geometry: Point): void {
    this.draw(latLng(geometry.coordinates));
    this.map.setView(latLng(geometry.coordinates), 15);
  }

  clear(): void {
    this.marker?.remove();
    this.marker = null;
    this.write(null);
  }

  private put(at: L.LatLng): void {
    this.draw(at);
    this.write({ type: "Point", coordinates: [round(at.lng), round(at.lat)] });
  }

  private draw(at: L.LatLng): void {
    this.marker ??= this.newMarker(at);
    this.marker.setLatLng(at);
  }

  private newMarker(at: L.LatLng): L.Marker {
    const marker = L.marker(at, { draggable: true, icon: pointIcon(), title: gettext("Drag to move") }).addTo(this.map);
    return marker.on("dragend", () => this.put(marker.getLatLng()));
  }
}

/** Areas: corners are dragged, the small ones between them make new corners, a right click takes a corner away. */
class AreaEditor {
  private polygons: Ring[][] = [];
  private drawing: Ring | null = null;
  /** What stood before the drawing began. */
  private before: Ring[][] = [];
  private readonly shapes = L.layerGroup();
  private readonly handles = L.layerGroup();

  constructor(private readonly map: L.Map, private readonly isMany: boolean, private readonly write: (geometry: Geometry | null) => void, private readonly say: (text: string) => void) {
    this.shapes.addTo(map);
    this.handles.addTo(map);
    map.doubleClickZoom.disable();
    map.on("click", (event: L.LeafletMouseEvent) => this.clicked(event.latlng));
    map.on("dblclick", () => this.finish());
    map.on("zoomend moveend", () => this.drawHandles());
  }

  load(geometry: Polygon | MultiPolygon): void {
    this.polygons = this.before = ringsOf(geometry);
    this.draw();
    this.map.fitBounds(L.latLngBounds(this.polygons.flat(2)), { padding: [16, 16] });
  }

  begin(): void {
    if (!this.drawing) this.before = this.polygons;
    if (!this.isMany) this.polygons = [];
    this.drawing = [];
    this.draw();
  }

  finish(): void {
    if (!this.drawing) return;
    const ring = this.drawing.filter((at, i, all) => i === 0 || !at.equals(all[i - 1] as L.LatLng));
    this.drawing = null;
    this.polygons = ring.length >= 3 ? [...this.polygons, [ring]] : this.before;
    this.changed();
  }

  /** Leaves the drawing, or takes the last one back. */
  undo(): void {
    [this.polygons, this.before] = [this.before, this.polygons];
    this.drawing = null;
    this.changed();
  }

  clear(): void {
    this.before = this.polygons;
    this.polygons = [];
    this.drawing = null;
    this.changed();
  }

  private clicked(at: L.LatLng): void {
    if (!this.drawing) return;
    this.drawing.push(at);
    this.draw();
  }

  private changed(): void {
    this.draw();
    const coordinates = this.polygons.map((polygon) => polygon.map(closed));
    const [only] = coordinates;
    if (!only) return this.write(null);
    this.write(this.isMany ? { type: "MultiPolygon", coordinates } : { type: "Polygon", coordinates: only });
  }

  private draw(): void {
    this.shapes.clearLayers();
    for (const polygon of this.polygons) L.polygon(polygon, { className: "geometry-area", weight: 2, interactive: false }).addTo(this.shapes);
    if (this.drawing) L.polyline(this.drawing, { className: "geometry-line", weight: 2, interactive: false }).addTo(this.shapes);
    this.drawHandles();
  }

  /** Handles only for corners in view: a region has thousands of them. */
  private drawHandles(): void {
    this.handles.clearLayers();
    const view = this.map.getBounds();
    const rings = this.polygons.flat();
    const inView = rings.reduce((count, ring) => count + ring.filter((at) => view.contains(at)).length, 0);
    const isTooMany = inView > HANDLES_AT_MOST;
    this.say(isTooMany ? gettext("%(count)s corners in view: zoom in to move them.", { count: inView }) : "");
    if (isTooMany) return;
    for (const ring of rings) {
      ring.forEach((at, i) => {
        if (view.contains(at)) this.corner(ring, i);
        const next = ring[(i + 1) % ring.length] as L.LatLng;
        const middle = L.latLng((at.lat + next.lat) / 2, (at.lng + next.lng) / 2);
        if (view.contains(middle)) this.between(ring, i, middle);
      });
    }
  }

  private corner(ring: Ring, i: number): void {
    const handle = L.marker(ring[i] as L.LatLng, { draggable: true, icon: L.divIcon({ className: "geometry-corner", iconSize: [12, 12] }), title: gettext("Drag to move; right click to take away") });
    handle.on("drag", () => { ring[i] = handle.getLatLng(); });
    handle.on("dragend", () => this.changed());
    handle.on("contextmenu", () => {
      if (ring.length > 3) ring.splice(i, 1);
      this.changed();
    });
    handle.addTo(this.handles);
  }

  private between(ring: Ring, i: number, middle: L.LatLng): void {
    const handle = L.marker(middle, { draggable: true, icon: L.divIcon({ className: "geometry-corner geometry-corner--new", iconSize: [8, 8] }), title: gettext("Drag to make a corner") });
    handle.on("dragend", () => {
      ring.splice(i + 1, 0, handle.getLatLng());
      this.changed();
    });
    handle.addTo(this.handles);
  }
}

function button(text: string, run: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "geometry-button";
  element.textContent = text;
  element.addEventListener("click", run);
  return element;
}

/** Regions below what is edited, where the page's user may read them. */
async function backdrop(map: L.Map): Promise<void> {
  const response = await fetch("/api/v1/basemap/", { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const { regions, places } = (await response.json()) as { regions: FeatureCollection; places: { name: string[]; lon: number[]; lat: number[] } };
  const layer = L.geoJSON(regions, { interactive: false, style: { className: "geometry-region", weight: 1 } }).addTo(map);
  layer.bringToBack();
  places.name.slice(0, 60).forEach((name, i) => {
    const label = document.createElement("span");
    label.textContent = name;
    L.marker([places.lat[i] ?? 0, places.lon[i] ?? 0], { interactive: false, keyboard: false, icon: L.divIcon({ className: "geometry-place", html: label, iconSize: [0, 0] }) }).addTo(map);
  });
}

function editorFor(kind: string, map: L.Map, write: (geometry: Geometry | null) => void, bar: HTMLElement): { load(geometry: never): void; clear(): void } {
  if (kind === "POINT") return new PointEditor(map, write);
  const hint = document.createElement("span");
  hint.className = "geometry__hint";
  const editor = new AreaEditor(map, kind !== "POLYGON", write, (text) => { hint.textContent = text; });
  bar.append(
    button(gettext("Draw an area"), () => editor.begin()), button(gettext("Finish (or double click)"), () => editor.finish()),
    button(gettext("Undo"), () => editor.undo()), hint,
  );
  return editor;
}

/** Where to look at first: `west,south,east,north`. */
function boundsOf(text: string | undefined): L.LatLngBoundsLiteral | null {
  const [west, south, east, north] = (text ?? "").split(",").map(Number);
  if (west === undefined || south === undefined || east === undefined || north === undefined || [west, south, east, north].some(Number.isNaN)) return null;
  return [[south, west], [north, east]];
}

/** A map whose buttons speak the user's language: Leaflet's own words are English. */
function mapIn(box: HTMLElement): L.Map {
  const map = L.map(box, { attributionControl: false, zoomControl: false, zoomSnap: 0.5 });
  L.control.zoom({ zoomInTitle: gettext("Zoom in"), zoomOutTitle: gettext("Zoom out") }).addTo(map);
  return map;
}

/** A map that shows a geometry and changes nothing. */
function show(area: HTMLTextAreaElement): void {
  const geometry = read(area.value);
  if (!geometry) return;
  const frame = document.createElement("div");
  const box = document.createElement("div");
  [frame.className, box.className] = ["geometry geometry--shown", "geometry__map"];
  frame.append(box);
  area.after(frame);
  const map = mapIn(box);
  if (geometry.type === "Point") {
    const at = latLng(geometry.coordinates);
    L.marker(at, { icon: pointIcon(), interactive: false, keyboard: false }).addTo(map.setView(at, 13));
  } else {
    const shape = L.polygon(ringsOf(geometry), { className: "geometry-area", weight: 2, interactive: false }).addTo(map);
    map.fitBounds(shape.getBounds(), { padding: [16, 16] });
  }
  void backdrop(map).catch(() => undefined);
  new ResizeObserver(() => map.invalidateSize()).observe(box);
}

function mount(area: HTMLTextAreaElement): void {
  if (area.disabled || area.readOnly) return show(area);
  const declared = (area.dataset.geometryField ?? "GEOMETRY").toUpperCase();
  const geometry = read(area.value);
  const kind = declared === "GEOMETRY" ? (geometry?.type ?? "Point").toUpperCase() : declared;
  const frame = document.createElement("div");
  const [bar, box] = [document.createElement("div"), document.createElement("div")];
  [frame.className, bar.className, box.className] = ["geometry", "geometry__bar", "geometry__map"];
  frame.append(box, bar);
  area.after(frame);
  const map = mapIn(box).fitBounds(boundsOf(area.dataset.geometryBounds) ?? COUNTRY);
  const write = (value: Geometry | null): void => {
    area.value = value ? JSON.stringify(value) : "";
    area.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const editor = editorFor(kind, map, write, bar);
  bar.append(button(gettext("Clear"), () => editor.clear()));
  bar.append(button(gettext("As text"), () => area.classList.toggle("geometry-text--hidden")));
  area.classList.add("geometry-text--hidden");
  if (geometry) editor.load(geometry as never);
  void backdrop(map).catch(() => undefined);
  new ResizeObserver(() => map.invalidateSize()).observe(box);
}

for (const area of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-geometry-field]")) mount(area);
