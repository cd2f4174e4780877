/** The palette: places, incidents, alarms, units, protected sites, cameras, sensors and commands, found in any script. */

import { rows } from "../io/portal";
import type { Alarm } from "../model/alarm";
import { score } from "../model/folding";
import { countsOf, FEW, groups, MOST, thingOf, type Counts, type FoundKind, type Group, type Thing } from "../model/found";
import { parseCoordinates, type LonLat } from "../model/geo";
import { gettext, ngettext, pgettext } from "../model/i18n";
import { middleOf } from "../model/sites";
import type { Context } from "./context";
import { byId, clone, put, show, slot } from "./dom";
import { failureText } from "./toasts";

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
  /** The palette stays open: more of a kind is wanted. */
  stays?: boolean;
}

const ICONS: Readonly<Record<FoundKind, string>> = {
  place: "#i-pin", incident: "#i-warn", alarm: "#i-bell", camera: "#i-camera", unit: "#i-unit", site: "#i-area", sensor: "#i-sensor",
};
const CLOSE: Readonly<Partial<Record<FoundKind, number>>> = { place: 12, site: 15 };
const PAUSE_MS = 120;

export class Palette {
  private readonly dialog = byId<HTMLDialogElement>("palette");
  private readonly input = byId<HTMLInputElement>("palette-input");
  private readonly list = byId("palette-list");
  private readonly note = slot(this.dialog, "note");
  private hits: readonly Hit[] = [];
  private active = 0;
  private search = new AbortController();
  private pause: ReturnType<typeof setTimeout> | undefined;
  private there: readonly Thing[] = [];
  private counts: Counts = {};
  private opened = new Set<FoundKind>();

  constructor(private readonly context: Context, private readonly commands: () => readonly Command[], private readonly look: (at: LonLat, zoom: number) => void) {
    byId("search-open").addEventListener("click", () => this.open());
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => {
      const item = (event.target as HTMLElement).closest<HTMLElement>("[data-hit]");
      if (item) this.take(Number(item.dataset.hit));
    });
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener("close", () => this.forget());
  }

  open(): void {
    this.input.value = "";
    this.changed();
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
  }

  private get text(): string {
    return this.input.value.trim();
  }

  /** Nobody waits any more for what is being looked for. */
  private forget(): void {
    clearTimeout(this.pause);
    this.search.abort();
    this.there = [];
    this.counts = {};
    this.opened = new Set();
  }

  private changed(): void {
    this.forget();
    const isLooking = this.text.length >= 2;
    this.set(isLooking ? gettext("Looking…") : "", 0);
    if (isLooking) this.pause = setTimeout(() => void this.ask(FEW), PAUSE_MS);
  }

  /** What only the server knows: places, cameras, what is closed. What is known here stays while it fails. */
  private async ask(limit: number): Promise<void> {
    const { signal } = (this.search = new AbortController());
    try {
      const answer = await this.context.portal.search(this.text, signal, limit);
      if (signal.aborted) return;
      this.there = rows(answer).flatMap((raw) => thingOf(raw) ?? []);
      this.counts = countsOf(answer);
      this.set("");
    } catch (error) {
      if (signal.aborted) return;
      this.set(`${gettext("The search failed: only what is on the screen is shown.")} ${failureText(error)}`);
    }
  }

  private found(): Hit[] {
    return groups(this.live(), this.there, this.counts, this.opened).flatMap((group) => [...group.things.map((thing) => this.hit(thing)), ...this.rest(group)]);
  }

  /** What the browser knows by itself. */
  private live(): Thing[] {
    const { text } = this;
    const { store, sites } = this.context;
    return [
      ...best(text, store.alarms(), (alarm) => `${this.alarmName(alarm)} ${alarm.sourceCode} ${alarm.sourceName}`, 2).map((alarm): Thing => ({
        kind: "alarm", id: alarm.id, title: this.alarmName(alarm), subtitle: [alarm.sourceCode, alarm.sourceName].filter(Boolean).join(" · "), at: alarm.at,
      })),
      ...best(text, [...sites.values()], ({ code, name, address }) => `${name} ${code} ${address}`, 2)
        .map((site): Thing => ({ kind: "site", id: site.id, title: site.name, subtitle: site.kindName, at: middleOf(site) })),
      ...best(text, store.incidents(), ({ number, title, address }) => `${number} ${title} ${address}`, 1)
        .map(({ id, title, number, at }): Thing => ({ kind: "incident", id, title, subtitle: number, at })),
      ...best(text, store.units(), ({ callSign }) => callSign, 2).map(({ id, callSign, crew, at }): Thing => ({ kind: "unit", id, title: callSign, subtitle: crew, at })),
    ];
  }

  private alarmName({ type, rule }: Alarm): string {
    return this.context.alarmTypes.get(type)?.name ?? (rule?.name || type);
  }

  private hit({ kind, id, title, subtitle, at }: Thing): Hit {
    const run = (): void => {
      // A sensor has no panel here: its own page shows it.
      if (kind === "sensor") return location.assign(`/sensors/${encodeURIComponent(id)}/`);
      if (kind !== "place") this.context.view.select({ kind, id });
      if (at) this.look(at, CLOSE[kind] ?? 16);
    };
    return { icon: ICONS[kind], text: title, more: subtitle, key: "", run };
  }

  /** How many of a kind are not shown, and the way to them; past what the server gives, other words are the way. */
  private rest({ kind, things, total, isMore }: Group): Hit[] {
    if (things.length >= total) return [];
    const of = { shown: things.length, total: isMore ? `${total}+` : String(total) };
    if (this.opened.has(kind)) {
      return [{ icon: "#i-search", text: gettext("%(shown)s of %(total)s shown: more words find the others", of), more: "", key: "", stays: true, run: () => undefined }];
    }
    const words: Readonly<Record<FoundKind, string>> = {
      place: ngettext("%(shown)s of %(total)s place: show more", "%(shown)s of %(total)s places: show more", total, of),
      incident: ngettext("%(shown)s of %(total)s incident: show more", "%(shown)s of %(total)s incidents: show more", total, of),
      unit: ngettext("%(shown)s of %(total)s unit: show more", "%(shown)s of %(total)s units: show more", total, of),
      camera: ngettext("%(shown)s of %(total)s camera: show more", "%(shown)s of %(total)s cameras: show more", total, of),
      alarm: ngettext("%(shown)s of %(total)s alarm: show more", "%(shown)s of %(total)s alarms: show more", total, of),
      site: ngettext("%(shown)s of %(total)s protected site: show more", "%(shown)s of %(total)s protected sites: show more", total, of),
      sensor: ngettext("%(shown)s of %(total)s sensor: show more", "%(shown)s of %(total)s sensors: show more", total, of),
    };
    return [{ icon: "#i-plus", text: words[kind], more: "", key: "", stays: true, run: () => { this.opened.add(kind); this.set("", this.active); void this.ask(MOST); } }];
  }

  /** Everything that fits, in its order: a point, what was found, commands. */
  private set(note: string, active?: number): void {
    const chosen = this.hits[this.active];
    const { text } = this;
    const at = parseCoordinates(text);
    const point: Hit[] = at ? [{ icon: "#i-pin", text: gettext("Go to this point"), more: text, key: "", run: () => this.look(at, 16) }] : [];
    const commands = this.commands().filter((command) => score(text, command.label) > 0)
      .map((command): Hit => ({ icon: "#i-command", text: command.label, more: "", key: command.key, run: command.run }));
    this.hits = text ? [...point, ...this.found(), ...commands] : commands;
    // What comes from the server later moves no other thing under the Enter key.
    this.active = Math.max(0, active ?? this.hits.findIndex((hit) => hit.icon === chosen?.icon && hit.text === chosen.text && hit.more === chosen.more));
    this.draw(note || (this.hits.length === 0 ? pgettext("search", "Nothing found. Try another spelling, a number, or coordinates.") : ""));
  }

  private draw(note: string): void {
    this.list.replaceChildren(...this.hits.map((hit, i) => {
      const item = clone("palette-item");
      item.id = `palette-${i}`;
      item.dataset.hit = String(i);
      item.querySelector("use")?.setAttribute("href", hit.icon);
      put(item, { text: hit.text, more: hit.more, key: hit.key });
      show(slot(item, "key"), hit.key !== "");
      return item;
    }));
    this.note.textContent = note;
    show(this.note, note !== "");
    this.mark();
  }

  private mark(): void {
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === this.active)));
    const item = this.list.children[this.active];
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  private key(event: KeyboardEvent): void {
    const by = event.code === "ArrowDown" ? 1 : event.code === "ArrowUp" ? -1 : 0;
    if (by !== 0 && this.hits.length > 0) {
      event.preventDefault();
      this.active = (this.active + by + this.hits.length) % this.hits.length;
      this.mark();
    } else if (event.code === "Enter") {
      event.preventDefault();
      this.take(this.active);
    }
  }

  private take(index: number): void {
    const hit = this.hits[index];
    if (!hit) return;
    if (!hit.stays) this.dialog.close();
    hit.run();
  }
}

/** The items whose words fit with so many points at least, the best first. */
function best<T>(text: string, items: readonly T[], words: (item: T) => string, least: number): T[] {
  return items.map((item) => ({ item, points: score(text, words(item)) }))
    .filter(({ points }) => points >= least).sort((a, b) => b.points - a.points).map(({ item }) => item);
}
