/** What lies in the drawn area: counts in tables, and lists to open each thing from. */

import { crossing, type Contents, type Crossing, type PointSets } from "../model/area";
import { gettext, ngettext, numberText } from "../model/i18n";
import { kindOf, statusOf, type Points } from "../model/points";
import type { Pyramid } from "../model/pyramid";
import type { Selection, View } from "../model/view";
import { cameraKindWord, cameraStatusWord, priorityWord, sensorStatusWord, statusWord, unitStatusWord } from "../model/words";
import { byId, clone, put, show, slot } from "./dom";

export interface AreaHooks {
  contents: () => Contents;
  points: () => PointSets;
  sensorKind: (code: string) => string;
  describe: (selection: Selection) => { title: string; text: string };
}

/** More are counted, not listed; the list says so. */
const LISTED = 100;

export class AreaPanel {
  private readonly element = byId("area");
  private drawn = "";

  constructor(private readonly view: View, private readonly hooks: AreaHooks) {
    slot(this.element, "close").addEventListener("click", () => this.view.set({ area: [] }));
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Draw what lies there now. */
  draw(): void {
    const isAsked = this.view.state.area.length > 2;
    const opens = isAsked && !this.isOpen;
    show(this.element, isAsked);
    if (!isAsked) return;
    const found = this.hooks.contents();
    const key = this.keyOf(found);
    if (opens || key !== this.drawn) this.fillBody(found);
    this.drawn = key;
    if (opens) slot(this.element, "title").focus({ preventScroll: true });
  }

  /** Lists that were open stay open. */
  private fillBody(found: Contents): void {
    const body = slot(this.element, "body");
    const lists = (): HTMLDetailsElement[] => [...body.querySelectorAll("details")];
    const open = lists().map((list) => list.open);
    body.replaceChildren(...this.sections(found));
    lists().forEach((list, i) => { list.open = open[i] ?? false; });
  }

  /** What is drawn: while it is the same, nothing moves under the reader's hand. */
  private keyOf({ cameras, sensors, units, incidents }: Contents): string {
    const all = this.hooks.points();
    const told = (rows: readonly number[], known: Pyramid | null): string => rows.map((row) => `${row}/${known?.points.status[row]}`).join();
    const { area, cameras: shown, sensors: sensorsShown, layers } = this.view.state;
    return JSON.stringify([all.cameras !== null, all.sensors !== null, area, shown, sensorsShown, layers, told(cameras, all.cameras), told(sensors, all.sensors), units.map(({ id, status: one }) => id + one), incidents.map(({ id, version }) => id + version)]);
  }

  private sections({ cameras, sensors, units, incidents }: Contents): HTMLElement[] {
    const { cameras: pyramid, sensors: known } = this.hooks.points();
    const points = pyramid?.points;
    const of = (kind: Selection["kind"], id: string): Selection => ({ kind, id });
    return [
      this.section(gettext("Cameras"), points ? cameras.length : null, points ? cameraTable(cameras, points) : null,
        worstFirst(cameras, points, [4, 1, 0, 2, 3]).map((row) => of("camera", String(points?.ids[row]))), pyramid ? hidden(pyramid, gettext("Only cameras that the filter shows are counted.")) : ""),
      ...this.sensorSection(sensors, known),
      this.section(gettext("Incidents"), incidents.length, incidentTable(incidents), incidents.map(({ id }) => of("incident", id))),
      this.section(gettext("Units"), units.length, unitTable(units), units.map(({ id }) => of("unit", id))),
    ];
  }

  /** Where the layer is off nothing is known of sensors, and nothing said. */
  private sensorSection(rows: readonly number[], known: Pyramid | null): HTMLElement[] {
    if (!this.view.state.layers.includes("sensors")) return [];
    const points = known?.points;
    const pairs = points ? rows.map((row) => [statusOf(points, row), kindOf(points, row)] as const) : [];
    const counts = points ? table(crossing(pairs, points.statuses, points.kinds), gettext("Status"), sensorStatusWord, this.hooks.sensorKind) : null;
    const things = worstFirst(rows, points, [4, 0, 1, 3, 2]).map((row): Selection => ({ kind: "sensor", id: String(points?.ids[row]) }));
    return [this.section(gettext("Sensors"), points ? rows.length : null, counts, things, known ? hidden(known, gettext("Only sensors that the filter shows are counted.")) : "")];
  }

  private section(title: string, counted: number | null, table: HTMLElement | null, things: readonly Selection[], note = ""): HTMLElement {
    const section = clone("area-section");
    const count = counted ?? 0;
    // What has not come yet is not none.
    put(section, { title, count: counted === null ? "…" : numberText(count), note, summary: ngettext("List of %(count)s", "List of %(count)s", count, { count: numberText(count) }) });
    show(slot(section, "note"), note !== "");
    if (table && count > 0) slot(section, "table").append(table);
    const list = slot<HTMLDetailsElement>(section, "list");
    show(list, count > 0);
    // Made when it is opened: most are only counted.
    list.addEventListener("toggle", () => { if (list.open) this.fill(slot(list, "items"), things); });
    return section;
  }

  private fill(items: HTMLElement, things: readonly Selection[]): void {
    const cut = document.createElement("p");
    cut.className = "quiet";
    cut.textContent = things.length > LISTED ? gettext("Showing %(shown)s of %(all)s.", { shown: numberText(LISTED), all: numberText(things.length) }) : "";
    items.replaceChildren(...things.slice(0, LISTED).map((thing) => this.item(thing)), cut);
  }

  private item(thing: Selection): HTMLElement {
    const { title, text } = this.hooks.describe(thing);
    const item = clone("choose-item");
    put(item, { kind: text, text: title });
    item.addEventListener("click", () => this.view.select(thing));
    return item;
  }
}

/** Filters hide points here too: it is said, so that a count is not taken for the whole. */
function hidden(pyramid: Pyramid, words: string): string {
  return pyramid.shown().count < pyramid.all ? words : "";
}

/** `ranks` by status, the worst 0. */
function worstFirst(rows: readonly number[], points: Points | undefined, ranks: readonly number[]): number[] {
  const rank = (row: number): number => ranks[points?.status[row] ?? 0] ?? 4;
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

function cameraTable(rows: readonly number[], points: Points): HTMLElement {
  const pairs = rows.map((row) => [statusOf(points, row), kindOf(points, row)] as const);
  return table(crossing(pairs, points.statuses, points.kinds), gettext("Status"), cameraStatusWord, cameraKindWord);
}

function incidentTable(incidents: Contents["incidents"]): HTMLElement {
  const pairs = incidents.map(({ priority, status }) => [String(priority), status] as const);
  const statuses = [...new Set(incidents.map(({ status }) => status))];
  return table(crossing(pairs, ["1", "2", "3", "4", "5"], statuses), gettext("Priority"), (p) => priorityWord(Number(p) as 1 | 2 | 3 | 4 | 5), statusWord);
}

function unitTable(units: Contents["units"]): HTMLElement {
  const statuses = [...new Set(units.map(({ status }) => status))];
  return table(crossing(units.map(({ status }) => [status, ""] as const), statuses, [""]), gettext("Status"), unitStatusWord, () => gettext("Units"));
}

/** Counts with their sums on every side. */
function table(found: Crossing, head: string, line: (word: string) => string, column: (word: string) => string): HTMLElement {
  const element = document.createElement("table");
  element.className = "area__table";
  const sum = gettext("All");
  const isWide = found.columns.length > 1;
  row(element.createTHead(), [head, ...found.columns.map(column), ...(isWide ? [sum] : [])], true);
  const body = element.createTBody();
  for (const one of found.lines) {
    const counts = found.columns.map((other) => found.count(one, other));
    row(body, [line(one), ...(isWide ? [...counts, total(counts)] : counts).map(told)]);
  }
  const sums = found.columns.map((other) => total(found.lines.map((one) => found.count(one, other))));
  row(element.createTFoot(), [sum, ...(isWide ? [...sums, found.all] : sums).map(told)]);
  return element;
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
const told = (count: number): string => (count === 0 ? "–" : numberText(count));

function row(parent: HTMLTableSectionElement, words: readonly string[], isHead = false): void {
  const line = parent.insertRow();
  words.forEach((word, i) => {
    const cell = document.createElement(isHead || i === 0 ? "th" : "td");
    if (cell.tagName === "TH") cell.setAttribute("scope", isHead ? "col" : "row");
    cell.textContent = word;
    line.append(cell);
  });
}
