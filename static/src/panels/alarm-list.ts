/** The list of alarms: one a line, or in a flood one line for each type and place with its count. */

import type { Alarm } from "../model/alarm";
import type { AlarmGroup } from "../model/alarm-queries";
import { alarmStateWord, briefOf, priorityLetter, timesWord } from "../model/alarm-words";
import { gettext, ngettext } from "../model/i18n";
import { agoText, timerText } from "../model/time";
import type { Selection } from "../model/view";
import { priorityWord } from "../model/words";
import type { Context } from "./context";
import { clone, glyph, put, reconcile, show, slot, write } from "./dom";

const PAGE = 200;

export type AlarmLine = { group: AlarmGroup; alarm: Alarm; isGroup: boolean };

/** A group of one is that one. */
export function linesOf(groups: readonly AlarmGroup[]): AlarmLine[] {
  return groups.flatMap((group) => {
    const [alarm] = group.alarms;
    return alarm ? [{ group, alarm, isGroup: group.alarms.length > 1 }] : [];
  });
}

const selectionOf = ({ isGroup, group, alarm }: AlarmLine): Selection =>
  isGroup ? { kind: "alarm_group", id: group.key } : { kind: "alarm", id: alarm.id };
const keyOf = (line: AlarmLine): string => { const { kind, id } = selectionOf(line); return `${kind}:${id}`; };

export class AlarmList {
  private readonly rows = new Map<string, HTMLElement>();
  private lines: readonly AlarmLine[] = [];
  private limit = PAGE;

  constructor(
    private readonly context: Context, private readonly body: HTMLElement, private readonly beside: HTMLElement,
    private readonly hooks: { grown: () => void; acknowledge: (alarms: readonly Alarm[]) => void },
  ) {
    body.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      const line = this.lines.find((one) => keyOf(one) === target.closest<HTMLElement>("[data-alarm-line]")?.dataset.alarmLine);
      if (!line) return;
      if (target.closest("[data-slot=acknowledge]")) this.hooks.acknowledge(line.group.alarms);
      else context.view.select(selectionOf(line));
    });
  }

  draw(lines: readonly AlarmLine[], arrived: ReadonlySet<string>, empty: { text: string; act?: { label: string; run: () => void } }): void {
    this.lines = lines;
    this.beside.replaceChildren();
    reconcile(this.body, lines.slice(0, this.limit), keyOf, (line) => this.make(line, arrived), this.rows, (row, line) => this.fill(row, line));
    if (lines.length === 0) this.beside.append(this.empty(empty));
    if (lines.length > this.limit) this.beside.append(this.more());
    this.select();
    this.tick();
  }

  clear(): void {
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.beside.replaceChildren();
    this.lines = [];
  }

  /** How many alarms the drawn lines hold: nothing is cut without a word. */
  get drawn(): number {
    return this.lines.slice(0, this.limit).reduce((count, { isGroup, group }) => count + (isGroup ? group.alarms.length : 1), 0);
  }

  step(by: 1 | -1): void {
    const at = this.lines.findIndex((line) => this.isSelected(line));
    const next = this.lines[at < 0 ? (by > 0 ? 0 : this.lines.length - 1) : at + by];
    if (next) this.context.view.select(selectionOf(next));
  }

  select(): void {
    let active = "";
    for (const line of this.lines.slice(0, this.limit)) {
      const row = this.rows.get(keyOf(line));
      if (!row) continue;
      const isSelected = this.isSelected(line);
      if (isSelected && row.getAttribute("aria-selected") !== "true") row.scrollIntoView({ block: "nearest" });
      row.setAttribute("aria-selected", String(isSelected));
      if (isSelected) active = row.id;
    }
    if (active) this.body.setAttribute("aria-activedescendant", active);
    else this.body.removeAttribute("aria-activedescendant");
  }

  tick(): void {
    const now = this.context.server.now();
    for (const { alarm, group, isGroup } of this.lines.slice(0, this.limit)) {
      const row = this.rows.get(isGroup ? `alarm_group:${group.key}` : `alarm:${alarm.id}`);
      const at = isGroup ? group.newestAt : alarm.raisedAt;
      if (!row || at === null) continue;
      const timer = slot(row, "timer");
      write(timer, timerText(now - at));
      timer.title = `${this.context.clock.full(at)} · ${agoText(now - at)}`;
    }
  }

  /** A member of a group that is open marks its group's line. */
  private isSelected({ group, alarm, isGroup }: AlarmLine): boolean {
    const { selection } = this.context.view.state;
    if (selection?.kind === "alarm") return isGroup ? group.alarms.some(({ id }) => id === selection.id) : alarm.id === selection.id;
    return selection?.kind === "alarm_group" && isGroup && group.key === selection.id;
  }

  private make(line: AlarmLine, arrived: ReadonlySet<string>): HTMLElement {
    const row = clone("alarm-row");
    row.id = `line-${keyOf(line).replace(/[^\w-]/g, "-")}`;
    row.dataset.alarmLine = keyOf(line);
    if (!line.isGroup && arrived.has(line.alarm.id)) row.classList.add("incident-row--new");
    return row;
  }

  private fill(row: HTMLElement, line: AlarmLine): void {
    const { alarm, group, isGroup } = line;
    const priority = isGroup ? group.priority : alarm.priority;
    row.dataset.priority = String(priority);
    glyph(slot<SVGElement>(row, "glyph"), priority, priorityWord(priority));
    put(row, { letter: priorityLetter(priority) });
    if (isGroup) this.fillGroup(row, group);
    else this.fillAlarm(row, alarm);
    show(slot(row, "count"), isGroup);
    show(slot(row, "acknowledge"), isGroup && group.waiting > 0);
  }

  private fillAlarm(row: HTMLElement, alarm: Alarm): void {
    const { alarmTypes } = this.context;
    row.dataset.state = alarm.state;
    row.dataset.rings = String(alarm.rings);
    const [site] = alarm.sites;
    put(row, {
      title: alarmTypes.get(alarm.type)?.name ?? (alarm.rule?.name || alarm.type),
      where: [alarm.sourceCode, site?.name || alarm.sourceName, this.context.districtName(alarm.district)].filter(Boolean).join(" · "),
      brief: [briefOf(alarm), timesWord(alarm.occurrences), alarm.isChattering ? gettext("chattering") : ""].filter(Boolean).join(" · "),
      state: alarm.state === "shelved" && alarm.shelvedUntil !== null
        ? gettext("shelved until %(time)s", { time: this.context.clock.short(alarm.shelvedUntil) }) : alarmStateWord(alarm.state),
    });
  }

  private fillGroup(row: HTMLElement, group: AlarmGroup): void {
    row.dataset.state = group.waiting > 0 ? "unacknowledged" : "acknowledged";
    row.dataset.rings = String(group.waiting > 0);
    put(row, {
      title: this.context.alarmTypes.get(group.type)?.name ?? group.type, count: `×${group.alarms.length}`,
      where: this.placeName(group), brief: ngettext("%(count)s alarm", "%(count)s alarms", group.alarms.length),
      state: group.waiting > 0 ? ngettext("%(count)s not acknowledged", "%(count)s not acknowledged", group.waiting) : alarmStateWord("acknowledged"),
    });
  }

  placeName({ place }: AlarmGroup): string {
    if (place.kind === "site") return place.name;
    return place.kind === "district" ? this.context.districtName(place.id) || gettext("District %(code)s", { code: place.id }) : this.context.regionName(place.id);
  }

  private empty({ text, act: { label, run } = { label: "", run: () => undefined } }: { text: string; act?: { label: string; run: () => void } }): HTMLElement {
    const element = clone("list-empty");
    put(element, { text, act: label });
    const act = slot<HTMLButtonElement>(element, "act");
    show(act, label !== "");
    act.addEventListener("click", run);
    return element;
  }

  private more(): HTMLElement {
    const element = clone("list-more");
    const act = slot<HTMLButtonElement>(element, "act");
    act.textContent = gettext("Show %(count)s more", { count: Math.min(PAGE, this.lines.length - this.limit) });
    act.addEventListener("click", () => {
      this.limit += PAGE;
      this.hooks.grown();
    });
    return element;
  }
}
