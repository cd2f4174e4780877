/** Where a call is about: found by words, by coordinates, or set on the map; and where the point comes from. */

import { rows } from "../io/portal";
import type { Place } from "../model/call";
import { countsOf } from "../model/found";
import { parseCoordinates, type LonLat } from "../model/geo";
import { gettext } from "../model/i18n";
import { Combo, type Found, type Option } from "./combo";
import type { Context } from "./context";
import { byId, show, slot, write } from "./dom";

/** Whoever types fast asks once. */
const PAUSE_MS = 120;
/** Of places, of incidents, of cameras, of units. */
const PER_KIND = 12;

export interface WhereHooks {
  pin: (at: LonLat | null) => void;
  placing: (isPlacing: boolean) => void;
  look: (at: LonLat) => void;
  changed: () => void;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
const coordinatesText = ([lon, lat]: LonLat): string => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

export class CallWhere {
  private readonly root = byId("call");
  private readonly field = byId<HTMLInputElement>("call-place");
  private readonly onMap = slot<HTMLButtonElement>(this.root, "on-map");
  private current: Place | null = null;
  private searching = new AbortController();
  private isOnMap = false;

  constructor(private readonly context: Context, private readonly hooks: WhereHooks) {
    new Combo<Place>(this.field, byId("call-places"), (text) => this.find(text), (option) => this.choose(option));
    this.onMap.addEventListener("click", () => this.setPlacing(!this.isOnMap));
    slot(this.root, "where-clear").addEventListener("click", () => this.set(null));
  }

  get place(): Place | null {
    return this.current;
  }

  /** Does the next click on the map set the point? */
  get isPlacing(): boolean {
    return this.isOnMap;
  }

  set(place: Place | null): void {
    this.current = place;
    this.draw();
    this.hooks.pin(place?.at ?? null);
    this.hooks.changed();
  }

  /** The form has the screen, or leaves it. */
  show(isShown: boolean): void {
    this.setPlacing(false);
    this.hooks.pin(isShown ? (this.current?.at ?? null) : null);
    this.draw();
  }

  setPlacing(isOn: boolean): void {
    if (this.isOnMap !== isOn) this.hooks.placing(isOn);
    this.isOnMap = isOn;
    this.onMap.setAttribute("aria-pressed", String(isOn));
    write(slot(this.onMap, "on-map-text"), isOn ? gettext("Click on the map…") : gettext("Set on the map"));
  }

  setOnMap(at: LonLat): void {
    this.setPlacing(false);
    this.set({ at, name: gettext("set on the map"), source: "map" });
    this.onMap.focus();
  }

  private async find(text: string): Promise<Found<Place>> {
    this.searching.abort();
    const { signal } = (this.searching = new AbortController());
    const at = parseCoordinates(text);
    if (at) return { options: [{ text: gettext("This point"), more: coordinatesText(at), value: { at, name: gettext("coordinates"), source: "said" } }] };
    if (text.trim().length < 2) return { options: [] };
    await pause(PAUSE_MS);
    signal.throwIfAborted();
    const answer = await this.context.portal.search(text, signal, PER_KIND);
    const [found, options] = [rows(answer), rows(answer).flatMap(optionOf)];
    if (options.length === 0) return { options, note: gettext("Nothing found. Try another spelling, or set the point on the map.") };
    const total = Object.values(countsOf(answer)).reduce((sum, count) => sum + count, 0);
    if (found.length >= total) return { options };
    return { options, note: gettext("%(shown)s of %(total)s shown: more words find the others", { shown: found.length, total }) };
  }

  private choose({ text, value }: Option<Place>): void {
    this.field.value = text;
    this.set(value);
    this.hooks.look(value.at);
    byId("call-address").focus();
  }

  private draw(): void {
    const where = slot(this.root, "where");
    where.dataset.set = String(this.current !== null);
    write(slot(where, "where-text"), this.current
      ? `${coordinatesText(this.current.at)} · ${this.current.name}`
      : gettext("No point yet: the incident will be counted, but not on the map."));
    show(slot(where, "where-clear"), this.current !== null);
  }
}

/** What the caller names is said by the caller, whoever knows where it lies. */
function optionOf(hit: Record<string, unknown>): Option<Place>[] {
  const { lon, lat } = hit;
  if (typeof lon !== "number" || typeof lat !== "number") return [];
  const name = String(hit.title);
  return [{ text: name, more: String(hit.subtitle ?? ""), value: { at: [lon, lat], name, source: "said" } }];
}
