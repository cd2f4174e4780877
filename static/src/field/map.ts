/** The tablet's map, loaded when it is looked at first: our own base map, the place, the tablet, and the way if a router knows one. */

import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { Basemap, type BasemapData } from "../map/basemap";
import type { LonLat } from "../model/geo";

const STREET_ZOOM = 14;
const ALL: L.LatLngBoundsLiteral = [[37, 55.9], [45.7, 73.3]];
const latLng = ([lon, lat]: LonLat): L.LatLngTuple => [lat, lon];

export class FieldMap {
  private readonly map: L.Map;
  private readonly basemap = new Basemap();
  private readonly marks = new Map<string, L.Marker>();
  private way: L.Polyline | null = null;
  private shown = "";

  constructor(element: HTMLElement, tiles: { url: string; attribution: string } | null, credits: string) {
    this.map = L.map(element, { zoomControl: false, attributionControl: true, minZoom: 4, maxZoom: 19, zoomSnap: 0.5 });
    this.map.attributionControl.setPrefix(false);
    this.map.createPane("basemap").style.zIndex = "250";
    this.map.fitBounds(ALL);
    this.basemap.addTo(this.map);
    this.map.attributionControl.addAttribution(credits);
    if (tiles) L.tileLayer(tiles.url, { attribution: tiles.attribution, maxZoom: 19 }).addTo(this.map);
  }

  set(data: BasemapData): void {
    this.basemap.set(data);
  }

  /** The element was hidden and has a size now. */
  look(): void {
    this.map.invalidateSize();
  }

  show(target: LonLat | null, here: LonLat | null): void {
    this.mark("target", target);
    this.mark("here", here);
    const key = `${target?.join() ?? ""}|${here ? "here" : ""}`;
    if (key === this.shown) return;
    this.shown = key;
    const places = [target, here].flatMap((place) => (place ? [latLng(place)] : []));
    if (places.length > 1) this.map.fitBounds(L.latLngBounds(places).pad(0.3), { maxZoom: 16 });
    else if (places[0]) this.map.setView(places[0], STREET_ZOOM);
  }

  drawWay(line: readonly LonLat[]): void {
    this.way?.remove();
    this.way = line.length > 1 ? L.polyline(line.map(latLng), { className: "field-way", weight: 5 }).addTo(this.map) : null;
  }

  private mark(name: string, place: LonLat | null): void {
    const known = this.marks.get(name);
    if (!place) {
      known?.remove();
      this.marks.delete(name);
    } else if (known) known.setLatLng(latLng(place));
    else this.marks.set(name, L.marker(latLng(place), { icon: L.divIcon({ className: `field-mark field-mark--${name}`, iconSize: [26, 26] }), keyboard: false }).addTo(this.map));
  }
}
