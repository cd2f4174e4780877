/** Drawing a part of the map, by clicks or by keys alone; the view keeps what was drawn. */

import type { MapView } from "../map/map-view";
import { MOST_CORNERS } from "../model/address";
import { closed } from "../model/area";
import type { LonLat } from "../model/geo";
import { gettext } from "../model/i18n";
import type { View } from "../model/view";
import { byId, show } from "../panels/dom";
import { toast } from "../panels/toasts";

export class AreaTool {
  private corners: LonLat[] | null = null;

  constructor(private readonly view: View, private readonly map: () => MapView) {
    const hint = byId("area-hint");
    hint.querySelector("[data-slot=finish]")?.addEventListener("click", () => this.finish());
    hint.querySelector("[data-slot=cancel]")?.addEventListener("click", () => this.stop());
  }

  get isDrawing(): boolean {
    return this.corners !== null;
  }

  /** Begin anew; again ends it. */
  toggle(): void {
    if (this.corners) return this.stop();
    this.corners = [];
    this.map().placing(true);
    this.map().map.doubleClickZoom.disable();
    show(byId("area-hint"), true);
    byId("map").focus({ preventScroll: true });
    this.draw();
  }

  stop(): void {
    this.corners = null;
    this.map().placing(false);
    this.map().map.doubleClickZoom.enable();
    show(byId("area-hint"), false);
    this.draw();
  }

  /** The map was clicked there. */
  add(at: LonLat): void {
    const last = this.corners?.at(-1);
    // The second click of a double one is the same corner: it closes.
    if (last && last[0] === at[0] && last[1] === at[1]) return this.finish();
    if ((this.corners?.length ?? 0) >= MOST_CORNERS) return toast(gettext("An area has no more corners than these."), "warn");
    this.corners?.push(at);
    this.draw();
  }

  /** Enter closes, Backspace takes a corner back, Space sets one in the middle of the map; what is not ours is left. */
  pressed(event: KeyboardEvent): boolean {
    if (!this.corners || event.ctrlKey || event.metaKey || event.altKey) return false;
    // A button that has the focus is pressed by its own keys.
    if (event.target instanceof Element && event.target.closest("button, a, input, select, textarea")) return false;
    const act = { Enter: () => this.finish(), Backspace: () => this.back(), Space: () => this.add(this.middle()) }[event.code];
    if (!act) return false;
    event.preventDefault();
    act();
    return true;
  }

  /** Without a corner the area is what the map shows. */
  finish(): void {
    const corners = this.corners?.length ? closed(this.corners) : this.shown();
    if (corners.length < 3) return toast(gettext("Set a second corner, or press Enter at once for what the map shows."), "warn");
    this.stop();
    this.view.set({ area: corners });
  }

  /** Show what the view holds, and what is being drawn. */
  draw(): void {
    this.map().area.set(this.corners ?? this.view.state.area, this.corners !== null);
  }

  private back(): void {
    this.corners?.pop();
    this.draw();
  }

  private middle(): LonLat {
    const { lng, lat } = this.map().map.getCenter();
    return [lng, lat];
  }

  private shown(): readonly LonLat[] {
    const bounds = this.map().map.getBounds();
    return closed([[bounds.getWest(), bounds.getSouth()], [bounds.getEast(), bounds.getNorth()]]);
  }
}
