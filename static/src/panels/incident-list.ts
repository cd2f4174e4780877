/** The list of incidents (and the national queue): the same rows, in the order asked for. */

import { gettext, ngettext } from "../model/i18n";
import type { Incident } from "../model/messages";
import { progress } from "../model/targets";
import { agoText, timerText } from "../model/time";
import { priorityWord, statusWord } from "../model/words";
import type { Context } from "./context";
import { clone, glyph, put, reconcile, show, slot, write } from "./dom";

const PAGE = 200;

export class IncidentList {
  private readonly rows = new Map<string, HTMLElement>();
  private items: readonly Incident[] = [];
  private limit = PAGE;
  private emptyText = "";

  constructor(private readonly context: Context, private readonly body: HTMLElement, private readonly beside: HTMLElement, private readonly grown: () => void) {
    body.addEventListener("click", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>("[data-incident]");
      if (row?.dataset.incident) context.view.select({ kind: "incident", id: row.dataset.incident });
    });
  }

  /** Draw these; `arrived` came just now. */
  draw(items: readonly Incident[], arrived: ReadonlySet<string>, empty: { text: string; act?: { label: string; run: () => void } }): void {
    this.items = items;
    this.beside.replaceChildren();
    reconcile(this.body, items.slice(0, this.limit), (item) => item.id, (item) => this.make(item, arrived), this.rows, (row, item) => this.fill(row, item));
    if (items.length === 0) this.beside.append(this.empty(empty));
    if (items.length > this.limit) this.beside.append(this.more());
    this.select();
    this.tick();
  }

  clear(): void {
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.beside.replaceChildren();
    this.items = [];
  }

  /** How many of the list are drawn: nothing is cut without a word. */
  get drawn(): number {
    return Math.min(this.items.length, this.limit);
  }

  /** Move the selection; from nothing to the first. */
  step(by: 1 | -1): void {
    const { selection } = this.context.view.state;
    const at = this.items.findIndex((item) => selection?.kind === "incident" && item.id === selection.id);
    const next = this.items[at < 0 ? (by > 0 ? 0 : this.items.length - 1) : at + by];
    if (next) this.context.view.select({ kind: "incident", id: next.id });
  }

  select(): void {
    const { selection } = this.context.view.state;
    let active = "";
    for (const [id, row] of this.rows) {
      const isSelected = selection?.kind === "incident" && selection.id === id;
      if (isSelected && row.getAttribute("aria-selected") !== "true") row.scrollIntoView({ block: "nearest" });
      row.setAttribute("aria-selected", String(isSelected));
      if (isSelected) active = row.id;
    }
    if (active) this.body.setAttribute("aria-activedescendant", active);
    else this.body.removeAttribute("aria-activedescendant");
  }

  tick(): void {
    const now = this.context.server.now();
    for (const item of this.items.slice(0, this.limit)) {
      const row = this.rows.get(item.id);
      if (row) this.time(row, item, now);
    }
  }

  private make(item: Incident, arrived: ReadonlySet<string>): HTMLElement {
    const row = clone("incident-row");
    row.id = `incident-${item.id}`;
    row.dataset.incident = item.id;
    if (arrived.has(item.id)) row.classList.add("incident-row--new");
    return row;
  }

  private fill(row: HTMLElement, item: Incident): void {
    const { types } = this.context;
    row.dataset.priority = String(item.priority);
    row.dataset.rings = String(item.rings);
    glyph(slot<SVGElement>(row, "glyph"), item.priority, priorityWord(item.priority));
    put(row, {
      priority: String(item.priority), title: item.title || types.get(item.type)?.name || item.type,
      where: [item.number, this.context.districtName(item.district) || item.address || this.context.regionName(item.region), item.calls > 1 ? ngettext("%(count)s call", "%(count)s calls", item.calls) : ""].filter(Boolean).join(" · "),
      status: statusWord(item.status),
    });
    show(slot(row, "exercise"), item.isExercise);
  }

  private time(row: HTMLElement, item: Incident, now: number): void {
    const state = progress(item, this.context.types.get(item.type), now);
    const timer = slot(row, "timer");
    write(timer, timerText(state.elapsedMs));
    row.dataset.pace = state.pace;
    slot(row, "bar").style.width = `${(state.share * 100).toFixed(1)}%`;
    const reported = item.stamps.reported;
    if (reported !== undefined && timer.dataset.reported !== String(reported)) {
      timer.dataset.reported = String(reported);
      timer.title = `${this.context.clock.full(reported)} · ${agoText(now - reported)}`;
    }
  }

  private empty(empty: { text: string; act?: { label: string; run: () => void } }): HTMLElement {
    this.emptyText = empty.text;
    const element = clone("list-empty");
    put(element, { text: this.emptyText });
    const act = slot<HTMLButtonElement>(element, "act");
    show(act, empty.act !== undefined);
    if (empty.act) {
      act.textContent = empty.act.label;
      act.addEventListener("click", empty.act.run);
    }
    return element;
  }

  private more(): HTMLElement {
    const element = clone("list-more");
    const act = slot<HTMLButtonElement>(element, "act");
    act.textContent = gettext("Show %(count)s more", { count: Math.min(PAGE, this.items.length - this.limit) });
    act.addEventListener("click", () => {
      this.limit += PAGE;
      this.grown();
    });
    return element;
  }
}
