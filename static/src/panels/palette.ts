/** The palette: places, incidents, cameras, units and commands, found in any script. */

import { rows } from "../io/portal";
import { score } from "../model/folding";
import { parseCoordinates, type LonLat } from "../model/geo";
import { gettext, pgettext } from "../model/i18n";
import type { Kind } from "../model/view";
import type { Context } from "./context";
import { byId, clone, put, show, slot } from "./dom";

export interface Command {
  label: string;
  key: string;
  run: () => void;
}

interface Hit {
  icon: string;
  text: string;
  more: string;
  key: string;
  run: () => void;
}

const COMMAND_ICON = "#i-command";
const ICONS: Readonly<Record<string, string>> = { place: "#i-pin", incident: "#i-warn", camera: "#i-camera", unit: "#i-unit" };

export class Palette {
  private readonly dialog = byId<HTMLDialogElement>("palette");
  private readonly input = byId<HTMLInputElement>("palette-input");
  private readonly list = byId("palette-list");
  private hits: Hit[] = [];
  private active = 0;
  private search: AbortController | null = null;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly context: Context, private readonly commands: () => readonly Command[], private readonly look: (at: LonLat, zoom: number) => void) {
    byId("search-open").addEventListener("click", () => this.open());
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => {
      const item = (event.target as HTMLElement).closest<HTMLElement>("[data-hit]");
      if (item) this.take(Number(item.dataset.hit));
    });
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
  }

  open(): void {
    this.input.value = "";
    this.changed();
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
  }

  private changed(): void {
    clearTimeout(this.pause);
    this.search?.abort();
    const text = this.input.value.trim();
    this.set(this.here(text));
    if (text.length >= 2) this.pause = setTimeout(() => void this.there(text), 120);
  }

  /** What the browser knows by itself: coordinates, commands, what is on the live screen. */
  private here(text: string): Hit[] {
    const coordinates = parseCoordinates(text);
    const point: Hit[] = coordinates
      ? [{ icon: "#i-pin", text: gettext("Go to this point"), more: text, key: "", run: () => this.look(coordinates, 16) }] : [];
    const commands = this.commands().filter((command) => score(text, command.label) > 0)
      .map((command) => ({ icon: COMMAND_ICON, text: command.label, more: "", key: command.key, run: command.run }));
    return text ? [...point, ...this.live(text), ...commands] : commands;
  }

  private live(text: string): Hit[] {
    const incidents = this.context.store.incidents()
      .map((incident) => ({ incident, points: score(text, `${incident.number} ${incident.title} ${incident.address}`) }))
      .filter(({ points }) => points > 0).sort((a, b) => b.points - a.points).slice(0, 6)
      .map(({ incident }) => this.object("incident", incident.id, incident.title, incident.number));
    const units = this.context.store.units()
      .map((unit) => ({ unit, points: score(text, unit.callSign) }))
      .filter(({ points }) => points > 1).sort((a, b) => b.points - a.points).slice(0, 5)
      .map(({ unit }) => this.object("unit", unit.id, unit.callSign, unit.crew));
    return [...incidents, ...units];
  }

  /** What only the server knows: places, cameras, what is closed. */
  private async there(text: string): Promise<void> {
    this.search = new AbortController();
    try {
      const found = rows(await this.context.portal.search(text, this.search.signal));
      if (text !== this.input.value.trim()) return;
      const own = this.here(text);
      const known = new Set(this.live(text).map((hit) => `${hit.icon}${hit.text}`));
      const more = found.map((raw) => this.remote(raw)).filter((hit) => !known.has(`${hit.icon}${hit.text}`));
      const commands = own.filter((hit) => hit.icon === COMMAND_ICON);
      this.set([...own.filter((hit) => hit.icon !== COMMAND_ICON), ...more, ...commands]);
    } catch {
      // The search of the server failed or was overtaken: what is known here stays.
    }
  }

  private remote(raw: Record<string, unknown>): Hit {
    const kind = String(raw.kind);
    const [title, subtitle] = [String(raw.title ?? ""), String(raw.subtitle ?? "")];
    if (kind === "place") {
      const at: LonLat = [Number(raw.lon), Number(raw.lat)];
      return { icon: "#i-pin", text: title, more: subtitle, key: "", run: () => this.look(at, 12) };
    }
    return this.object(kind as Kind, String(raw.id), title, subtitle, typeof raw.lon === "number" ? [raw.lon, Number(raw.lat)] : null);
  }

  private object(kind: Kind, id: string, text: string, more: string, at: LonLat | null = null): Hit {
    return {
      icon: ICONS[kind] ?? "#i-pin", text, more, key: "",
      run: () => {
        this.context.view.select({ kind, id });
        if (at) this.look(at, 16);
      },
    };
  }

  private set(hits: Hit[]): void {
    this.hits = hits.slice(0, 24);
    this.active = 0;
    this.draw();
  }

  private draw(): void {
    this.list.replaceChildren(...this.hits.map((hit, i) => {
      const item = clone("palette-item");
      item.dataset.hit = String(i);
      item.setAttribute("aria-selected", String(i === this.active));
      item.querySelector("use")?.setAttribute("href", hit.icon);
      put(item, { text: hit.text, more: hit.more, key: hit.key });
      show(slot(item, "key"), hit.key !== "");
      return item;
    }));
    if (this.hits.length === 0) this.list.append(this.nothing());
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
  }

  private nothing(): HTMLElement {
    const element = clone("list-empty");
    put(element, { text: pgettext("search", "Nothing found. Try another spelling, a number, or coordinates.") });
    slot(element, "act").remove();
    return element;
  }

  private key(event: KeyboardEvent): void {
    const by = event.code === "ArrowDown" ? 1 : event.code === "ArrowUp" ? -1 : 0;
    if (by !== 0 && this.hits.length > 0) {
      event.preventDefault();
      this.active = (this.active + by + this.hits.length) % this.hits.length;
      this.draw();
    } else if (event.code === "Enter") {
      event.preventDefault();
      this.take(this.active);
    }
  }

  private take(index: number): void {
    const hit = this.hits[index];
    this.dialog.close();
    hit?.run();
  }
}
