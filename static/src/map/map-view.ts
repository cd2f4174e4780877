/** The map: Leaflet with our layers, what is under the pointer, and where it looks. */

import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { latOf, lonOf, type LonLat } from "../model/geo";
import { ALONE_FROM } from "../model/levels";
import type { Cluster } from "../model/pyramid";
import { gettext, ngettext } from "../model/i18n";
import type { PageConfig } from "../model/config";
import type { LayerName, Selection, View } from "../model/view";
import { SENSOR_STATUSES } from "../model/sensors";
import { cameraStatusWord, sensorStatusWord } from "../model/words";
import { AlarmLayer } from "./alarms";
import { AreaLayer } from "./area";
import { Basemap } from "./basemap";
import { CAMERA_STATUSES } from "../model/cameras";
import { CameraLayer } from "./cameras";
import { closer, type PointsLayer } from "./points-layer";
import { IncidentLayer } from "./incidents";
import { forgetPalette } from "./palette";
import { Scale } from "./scale";
import { SensorLayer } from "./sensors";
import { SiteLayer } from "./sites";
import { forgetSprites } from "./sprites";
import { UnitLayer } from "./units";

export interface Tip {
  title: string;
  text: string;
}

/** Points of one layer that are drawn as one mark. */
interface Lumped {
  kind: "camera" | "sensor";
  cluster: Cluster;
}

/** What waits to be taken, as the map tells it. */
export interface Pulsing {
  id: string;
  at: LonLat | null;
  priority: number;
}

export interface MapHooks {
  tip: (selection: Selection) => Tip;
  /** Show words at a pixel of the map, or hide them. */
  showTip: (tip: Tip | null, x: number, y: number) => void;
  choose: (options: readonly Selection[], x: number, y: number) => void;
  placed: (at: LonLat) => void;
  now: () => number;
}

const PANES: readonly [string, number][] = [["basemap", 250], ["sites", 405], ["area", 407], ["cameras", 410], ["sensors", 415], ["units", 420], ["pulses", 425], ["alarms", 428], ["incidents", 430]];
const PULSES = 12;
/** So many at one place are listed, more are gone closer to. */
const HANDFUL = 12;
const ALL: L.LatLngBoundsLiteral = [[37, 55.9], [45.7, 73.3]];

export class MapView {
  readonly map: L.Map;
  readonly basemap = new Basemap();
  readonly cameras = new CameraLayer();
  readonly sensors = new SensorLayer();
  readonly area = new AreaLayer();
  readonly units: UnitLayer;
  readonly incidents: IncidentLayer;
  readonly alarms = new AlarmLayer();
  readonly sites = new SiteLayer();
  private readonly pulses = new Map<string, L.Marker>();
  private isPlacing = false;
  private hovering = 0;

  constructor(element: HTMLElement, private readonly config: PageConfig, private readonly view: View, private readonly hooks: MapHooks) {
    this.map = L.map(element, {
      zoomControl: false, attributionControl: true, minZoom: 4, maxZoom: 19, zoomSnap: 0.5, wheelPxPerZoomLevel: 120, worldCopyJump: false,
      keyboard: true, fadeAnimation: false,
    });
    this.map.attributionControl.setPrefix(false);
    for (const [name, z] of PANES) this.map.createPane(name).style.zIndex = String(z);
    this.units = new UnitLayer(hooks.now);
    this.incidents = new IncidentLayer((id) => this.units.where(id));
    this.look();
    this.addTiles();
    this.basemap.addTo(this.map);
    this.area.addTo(this.map);
    new Scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
    this.map.attributionControl.addAttribution(escapeText(gettext("Made with Natural Earth · GeoNames (CC BY 4.0)")));
    this.showLayers(view.state.layers);
    this.listen(element);
    void document.fonts.ready.then(() => this.repaint());
  }

  /** Draw all anew in the colours of the theme. */
  repaint(): void {
    forgetPalette();
    forgetSprites();
    for (const layer of [this.basemap, this.area, this.sites, this.cameras, this.sensors, this.units, this.alarms, this.incidents]) layer.invalidate();
  }

  showLayers(layers: readonly LayerName[]): void {
    const set = (layer: L.Layer, isShown: boolean): void => void (isShown ? layer.addTo(this.map) : layer.remove());
    set(this.cameras, layers.includes("cameras"));
    set(this.sensors, layers.includes("sensors"));
    set(this.units, layers.includes("units"));
    set(this.incidents, layers.includes("incidents"));
    set(this.alarms, layers.includes("alarms"));
    set(this.sites, layers.includes("sites"));
    this.cameras.showCones(layers.includes("cones"));
    this.basemap.showLabels(layers.includes("labels"));
  }

  /** Rings that spread from the most severe that nobody took yet. */
  pulse(waiting: readonly Pulsing[]): void {
    const wanted = waiting.filter(({ at }) => at).slice(0, PULSES);
    const ids = new Set(wanted.map(({ id }) => id));
    for (const [id, marker] of this.pulses) {
      if (ids.has(id)) continue;
      marker.remove();
      this.pulses.delete(id);
    }
    for (const { id, at, priority } of wanted) {
      const place: L.LatLngTuple = [at?.[1] ?? 0, at?.[0] ?? 0];
      const known = this.pulses.get(id);
      if (known) known.setLatLng(place);
      else this.pulses.set(id, this.pulseAt(place, priority));
    }
  }

  placing(isPlacing: boolean): void {
    this.isPlacing = isPlacing;
    this.map.getContainer().classList.toggle("is-placing", isPlacing);
  }

  fly(at: LonLat, zoom?: number): void {
    const target = zoom === undefined ? Math.max(this.map.getZoom(), 14) : zoom;
    this.map.setView([at[1], at[0]], target, { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  }

  /** Bring into view what lies outside it, and nothing else. */
  reveal(at: LonLat): void {
    // A panel may just have taken a part of the width.
    this.map.invalidateSize({ animate: false, pan: false });
    if (!this.map.getBounds().pad(-0.08).contains([at[1], at[0]])) this.fly(at, this.map.getZoom());
  }

  fit(region: string): void {
    const chosen = this.config.regions.filter((candidate) => candidate.bbox && (!region || candidate.code === region));
    const boxes = chosen.map(({ bbox }) => L.latLngBounds([bbox?.[1] ?? 0, bbox?.[0] ?? 0], [bbox?.[3] ?? 0, bbox?.[2] ?? 0]));
    const all = boxes.reduce((whole, box) => whole.extend(box), L.latLngBounds(boxes[0]?.getSouthWest() ?? ALL[0] as L.LatLngTuple, boxes[0]?.getNorthEast() ?? ALL[1] as L.LatLngTuple));
    this.map.fitBounds(all, { padding: [24, 24] });
  }

  private look(): void {
    const { centre, zoom, filters } = this.view.state;
    if (centre && zoom !== null) this.map.setView([centre[1], centre[0]], zoom);
    else this.fit(filters.region);
  }

  private addTiles(): void {
    const { tiles } = this.config;
    if (!tiles) return;
    L.tileLayer(tiles.url, { attribution: escapeText(tiles.attribution), maxZoom: 19 }).addTo(this.map);
    this.basemap.overTiles(true);
  }

  private listen(element: HTMLElement): void {
    this.map.on("moveend", () => {
      const centre = this.map.getCenter();
      this.view.set({ centre: [centre.lng, centre.lat], zoom: this.map.getZoom() });
    });
    this.map.on("click", (event: L.LeafletMouseEvent) => this.clicked(event));
    this.map.on("mousemove", (event: L.LeafletMouseEvent) => this.moved(event));
    this.map.on("mouseout movestart zoomstart", () => this.hooks.showTip(null, 0, 0));
    // What is offered at a pixel lies elsewhere once the map has moved.
    this.map.on("movestart zoomstart resize", () => this.hooks.choose([], 0, 0));
    new ResizeObserver(() => this.map.invalidateSize({ animate: false, pan: false })).observe(element);
  }

  /** What lies under a pixel, the top layer first. */
  private under(point: L.Point): { things: Selection[]; clusters: Lumped[] } {
    const { layers } = this.view.state;
    const incidents = layers.includes("incidents") ? this.incidents.hits(point) : [];
    const alarms = layers.includes("alarms") ? this.alarms.hits(point) : [];
    const units = layers.includes("units") ? this.units.hits(point) : [];
    const lumps = [...this.lumps("sensor", point), ...this.lumps("camera", point)];
    const things: Selection[] = [
      ...incidents.map(({ id }): Selection => ({ kind: "incident", id })),
      ...alarms.map(({ id }): Selection => ({ kind: "alarm", id })),
      ...units.map(({ id }): Selection => ({ kind: "unit", id })),
      ...lumps.filter((lump) => this.isListed(lump)).flatMap(({ kind, cluster }) => this.layerOf(kind).idsOf(cluster).map((id): Selection => ({ kind, id: String(id) }))),
    ];
    // A perimeter lies under everything: it is meant where nothing else is.
    if (things.length === 0 && lumps.length === 0 && layers.includes("sites")) {
      things.push(...this.sites.hits(point).map((id): Selection => ({ kind: "site", id })));
    }
    return { things, clusters: lumps.filter((lump) => !this.isListed(lump)) };
  }

  private layerOf(kind: Lumped["kind"]): PointsLayer {
    return kind === "camera" ? this.cameras : this.sensors;
  }

  private lumps(kind: Lumped["kind"], point: L.Point): Lumped[] {
    if (!this.view.state.layers.includes(`${kind}s`)) return [];
    return this.layerOf(kind).hits(point).map(({ cluster }) => ({ kind, cluster }));
  }

  /** What no zoom takes apart is offered by name; so is a handful at street zoom. */
  private isListed({ kind, cluster }: Lumped): boolean {
    return cluster.only >= 0 || (this.map.getZoom() >= ALONE_FROM && cluster.count <= HANDFUL) || this.layerOf(kind).isOneSpot(cluster);
  }

  private clicked(event: L.LeafletMouseEvent): void {
    if (this.isPlacing) return this.hooks.placed([event.latlng.lng, event.latlng.lat]);
    const { things, clusters } = this.under(event.containerPoint);
    const [first] = things;
    const cluster = clusters[0]?.cluster;
    if (things.length > 1) this.hooks.choose(things, event.containerPoint.x, event.containerPoint.y);
    else if (first) this.view.select(first);
    else if (cluster) this.map.setView([latOf(cluster.y), lonOf(cluster.x)], closer(this.map.getZoom()));
    else this.hooks.choose([], 0, 0);
  }

  private moved(event: L.LeafletMouseEvent): void {
    cancelAnimationFrame(this.hovering);
    this.hovering = requestAnimationFrame(() => this.hover(event.containerPoint));
  }

  private hover(point: L.Point): void {
    const { things, clusters } = this.under(point);
    const [first] = things;
    this.map.getContainer().classList.toggle("is-pointing", first !== undefined || clusters.length > 0);
    if (first) this.hooks.showTip(this.many(first, things.length), point.x, point.y);
    else if (clusters[0]) this.hooks.showTip(clusterTip(clusters[0]), point.x, point.y);
    else this.hooks.showTip(null, 0, 0);
  }

  private many(first: Selection, count: number): Tip {
    const tip = this.hooks.tip(first);
    if (count < 2) return tip;
    return { title: tip.title, text: `${tip.text}\n${ngettext("and %(count)s more here", "and %(count)s more here", count - 1)}` };
  }

  private pulseAt(at: L.LatLngTuple, priority: number): L.Marker {
    // The ring's own element carries the position; the spreading is a child's, so that the two transforms do not meet.
    const marker = L.marker(at, { icon: L.divIcon({ className: "", iconSize: [64, 64], iconAnchor: [32, 32] }), pane: "pulses", interactive: false, keyboard: false });
    marker.addTo(this.map);
    const ring = document.createElement("div");
    ring.className = `pulse pulse--${priority}`;
    ring.style.width = ring.style.height = "64px";
    marker.getElement()?.append(ring);
    return marker;
  }
}

function clusterTip({ kind, cluster }: Lumped): Tip {
  const [statuses, word] = kind === "camera" ? [CAMERA_STATUSES, cameraStatusWord] : [SENSOR_STATUSES, sensorStatusWord];
  const lines = statuses.map((status, i) => ({ status, count: cluster.byStatus[i] ?? 0 })).filter(({ count }) => count > 0);
  const title = kind === "camera" ? ngettext("%(count)s camera", "%(count)s cameras", cluster.count) : ngettext("%(count)s sensor", "%(count)s sensors", cluster.count);
  return { title, text: `${lines.map(({ status, count }) => `${word(status)}: ${count}`).join("\n")}\n${gettext("Click to go closer")}` };
}

/** Leaflet takes an attribution as markup; ours is a setting and stays text. */
function escapeText(text: string): string {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}
