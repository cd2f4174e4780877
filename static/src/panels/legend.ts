/** Layers: what is drawn, and how old its data is. */

import { gettext, pgettext } from "../model/i18n";
import { ageText } from "../model/time";
import type { LayerName, View } from "../model/view";
import type { PointFilter } from "./point-filter";
import { byId, clone, cloneAll, put, show, slot } from "./dom";

/** Older than this is marked: heartbeats come every 15 s, and positions while anybody moves. */
const OLD_MS = 40_000;

const names = (): Record<LayerName, string> => ({
  incidents: pgettext("layer", "Incidents"), alarms: pgettext("layer", "Alarms"), units: pgettext("layer", "Units"), cameras: pgettext("layer", "Cameras"),
  cones: pgettext("layer", "Camera views"), sensors: pgettext("layer", "Sensors"), sites: pgettext("layer", "Protected sites"), labels: pgettext("layer", "Names of places"),
});

export class Legend {
  private readonly rows = new Map<LayerName, HTMLElement>();

  constructor(private readonly view: View, private readonly ages: () => Partial<Record<LayerName, number | null>>, private readonly isLive: () => boolean, private readonly filters: Partial<Record<LayerName, PointFilter>>, hidden: ReadonlySet<LayerName>) {
    const root = byId("legend");
    root.append(cloneAll("legend"));
    for (const [name, label] of Object.entries(names()) as [LayerName, string][]) if (!hidden.has(name)) this.add(slot(root, "rows"), name, label);
    const head = slot<HTMLButtonElement>(root, "head");
    const body = slot(root, "body");
    const open = (isOpen: boolean): void => {
      show(body, isOpen);
      head.setAttribute("aria-expanded", String(isOpen));
    };
    head.addEventListener("click", () => open(body.hidden));
    // Where the map is small (large text, a narrow window) the legend begins folded.
    open(byId("map").clientWidth > root.offsetWidth * 3.6);
    view.subscribe(() => this.draw());
    this.draw();
  }

  tick(): void {
    const ages = this.ages();
    for (const [name, row] of this.rows) {
      const age = ages[name];
      const isOff = !this.view.state.layers.includes(name);
      const text = isOff ? gettext("off") : age === undefined ? "" : age === null ? "…" : ageText(age);
      put(row, { age: text });
      slot(row, "age").dataset.old = String(!isOff && typeof age === "number" && (age > OLD_MS || !this.isLive()));
    }
  }

  private add(parent: HTMLElement, name: LayerName, label: string): void {
    const row = clone<HTMLButtonElement>("legend-row");
    put(row, { name: label });
    row.addEventListener("click", () => this.view.toggleLayer(name));
    parent.append(row);
    this.rows.set(name, row);
  }

  /** Of layers that are shown; what stays is not moved, so that it keeps the focus. */
  private drawFilters(): void {
    const place = slot(byId("legend"), "filters");
    for (const [name, { element }] of Object.entries(this.filters)) {
      const isShown = this.view.state.layers.includes(name as LayerName);
      if (isShown && !element.isConnected) place.append(element);
      else if (!isShown) element.remove();
    }
  }

  private draw(): void {
    for (const [name, row] of this.rows) row.setAttribute("aria-checked", String(this.view.state.layers.includes(name)));
    this.drawFilters();
    this.tick();
  }
}
