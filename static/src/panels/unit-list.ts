/** The list of units on duty: the free ones first. */

import type { Unit } from "../model/messages";
import { gettext } from "../model/i18n";
import { wholeAgeText } from "../model/time";
import { serviceWord, unitStatusWord } from "../model/words";
import type { Context } from "./context";
import { clone, put, reconcile, slot } from "./dom";

const PAGE = 300;

export class UnitList {
  private readonly rows = new Map<string, HTMLElement>();
  private units: readonly Unit[] = [];
  private limit = PAGE;

  constructor(private readonly context: Context, private readonly body: HTMLElement, private readonly beside: HTMLElement, private readonly grown: () => void) {
    body.addEventListener("click", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>("[data-unit]");
      if (row?.dataset.unit) context.view.select({ kind: "unit", id: row.dataset.unit });
    });
  }

  draw(units: readonly Unit[]): void {
    this.units = units;
    this.beside.replaceChildren();
    reconcile(this.body, this.items, (unit) => unit.id, (unit) => this.make(unit), this.rows, (row, unit) => this.fill(row, unit));
    if (units.length === 0) this.beside.append(this.empty());
    if (units.length > this.limit) this.beside.append(this.more());
    this.select();
    this.tick();
  }

  /** How many of the list are drawn: nothing is cut without a word. */
  get drawn(): number {
    return this.items.length;
  }

  private get items(): readonly Unit[] {
    return this.units.slice(0, this.limit);
  }

  clear(): void {
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.beside.replaceChildren();
    this.units = [];
  }

  step(by: 1 | -1): void {
    const { selection } = this.context.view.state;
    const at = this.units.findIndex((unit) => selection?.kind === "unit" && unit.id === selection.id);
    const next = this.units[at < 0 ? 0 : at + by];
    if (next) this.context.view.select({ kind: "unit", id: next.id });
  }

  select(): void {
    const { selection } = this.context.view.state;
    let active = "";
    for (const [id, row] of this.rows) {
      const isSelected = selection?.kind === "unit" && selection.id === id;
      if (isSelected && row.getAttribute("aria-selected") !== "true") row.scrollIntoView({ block: "nearest" });
      row.setAttribute("aria-selected", String(isSelected));
      if (isSelected) active = row.id;
    }
    if (active) this.body.setAttribute("aria-activedescendant", active);
    else this.body.removeAttribute("aria-activedescendant");
  }

  tick(): void {
    const now = this.context.server.now();
    for (const unit of this.items) {
      const row = this.rows.get(unit.id);
      const age = unit.positionAt === null ? gettext("no position") : wholeAgeText(now - unit.positionAt);
      if (row) put(row, { age });
    }
  }

  private make(unit: Unit): HTMLElement {
    const row = clone("unit-row");
    row.id = `unit-${unit.id}`;
    row.dataset.unit = unit.id;
    return row;
  }

  private fill(row: HTMLElement, unit: Unit): void {
    slot(row, "dot").dataset.status = unit.status;
    put(row, {
      sign: unit.callSign, status: unitStatusWord(unit.status),
      what: [serviceWord(unit.service), unit.crew].filter(Boolean).join(" · "),
    });
  }

  private empty(): HTMLElement {
    const element = clone("list-empty");
    put(element, { text: gettext("No unit is on duty here. Units appear when they sign on or send a position.") });
    slot(element, "act").remove();
    return element;
  }

  private more(): HTMLElement {
    const element = clone("list-more");
    const act = slot<HTMLButtonElement>(element, "act");
    act.textContent = gettext("Show %(count)s more", { count: Math.min(PAGE, this.units.length - this.limit) });
    act.addEventListener("click", () => {
      this.limit += PAGE;
      this.grown();
    });
    return element;
  }
}
