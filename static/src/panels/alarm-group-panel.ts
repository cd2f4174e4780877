/** The panel of alarms of one type at one place: how many, how they stand, each of them, and one button for all. */

import type { Alarm } from "../model/alarm";
import { groupNamed, type AlarmGroup } from "../model/alarm-queries";
import { alarmStateWord, briefOf, priorityLetter } from "../model/alarm-words";
import { gettext, ngettext, pgettext } from "../model/i18n";
import { shownKey } from "../model/keyboard";
import { agoText } from "../model/time";
import { priorityWord } from "../model/words";
import type { AlarmSteps } from "./alarm-steps";
import type { Context } from "./context";
import { clone, glyph, put, reconcile, slot, write } from "./dom";
import { actButton, drawBadges, emptyLine } from "./parts";

const PAGE = 100;

export class AlarmGroupPanel {
  readonly element = clone("alarm-group-panel");
  private readonly rows = new Map<string, HTMLElement>();
  private limit = PAGE;
  private drawnActs = "";

  constructor(private readonly context: Context, readonly id: string, private readonly steps: AlarmSteps, hooks: { close: () => void; centre: () => void }) {
    slot(this.element, "close").addEventListener("click", hooks.close);
    slot(this.element, "centre").addEventListener("click", hooks.centre);
    slot(this.element, "members").addEventListener("click", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>("[data-alarm]");
      if (row?.dataset.alarm) context.view.select({ kind: "alarm", id: row.dataset.alarm });
    });
    this.draw();
  }

  get alarms(): readonly Alarm[] {
    return this.group?.alarms ?? [];
  }

  draw(): void {
    const { group } = this;
    put(this.element, { title: this.title, where: group ? this.place(group) : "", top: gettext("Alarms of one kind at one place") });
    drawBadges(slot(this.element, "badges"), group ? this.badges(group) : []);
    this.drawActs(group);
    this.drawMembers(group?.alarms ?? []);
  }

  tick(): void {
    const now = this.context.server.now();
    for (const { id, raisedAt } of this.alarms.slice(0, this.limit)) {
      const row = this.rows.get(id);
      if (row && raisedAt !== null) write(slot(row, "age"), agoText(now - raisedAt));
    }
  }

  private get group(): AlarmGroup | null {
    return groupNamed(this.context.store.alarms(), this.id);
  }

  private get title(): string {
    const code = this.id.split("@")[0] ?? "";
    return this.context.alarmTypes.get(code)?.name ?? code;
  }

  private place({ place }: AlarmGroup): string {
    if (place.kind === "site") return place.name;
    return (place.kind === "district" ? this.context.districtName(place.id) : this.context.regionName(place.id)) || place.id;
  }

  private badges(group: AlarmGroup): { text: string; tone?: "tag--bad" }[] {
    const counts = new Map<string, number>();
    for (const { state } of group.alarms) counts.set(state, (counts.get(state) ?? 0) + 1);
    return [
      { text: ngettext("%(count)s alarm", "%(count)s alarms", group.alarms.length) }, { text: `P${group.priority} ${priorityWord(group.priority)}` },
      ...[...counts].map(([state, count]) => ({ text: `${alarmStateWord(state)}: ${count}`, ...(state === "unacknowledged" ? { tone: "tag--bad" as const } : {}) })),
    ];
  }

  private drawActs(group: AlarmGroup | null): void {
    const shelf = slot(this.element, "acts");
    const waiting = group?.waiting ?? 0;
    if (this.drawnActs === String(waiting)) return;
    this.drawnActs = String(waiting);
    shelf.replaceChildren(...(waiting > 0 ? [actButton({
      text: `${pgettext("action", "Acknowledge")} · ${waiting}`, key: shownKey("acknowledge"), look: "button--urgent", run: () => void this.steps.acknowledgeAll(this.alarms),
    })] : []));
  }

  private drawMembers(alarms: readonly Alarm[]): void {
    const shelf = slot(this.element, "members");
    reconcile(shelf, alarms.slice(0, this.limit), ({ id }) => id, ({ id }) => this.make(id), this.rows, (row, alarm) => this.fill(row, alarm));
    const beside = slot(this.element, "beside");
    beside.replaceChildren(...(alarms.length === 0 ? [emptyLine(gettext("None of them is open any more."))] : []));
    if (alarms.length > this.limit) beside.append(actButton({
      text: gettext("Show %(count)s more", { count: Math.min(PAGE, alarms.length - this.limit) }), look: "button--small", run: () => { this.limit += PAGE; this.draw(); },
    }));
    this.tick();
  }

  private make(id: string): HTMLElement {
    const row = clone("alarm-member");
    row.dataset.alarm = id;
    return row;
  }

  private fill(row: HTMLElement, alarm: Alarm): void {
    glyph(slot<SVGElement>(row, "glyph"), alarm.priority, priorityWord(alarm.priority));
    row.dataset.state = alarm.state;
    put(row, {
      letter: priorityLetter(alarm.priority), name: [alarm.sourceCode, alarm.sourceName].filter(Boolean).join(" · "),
      what: [briefOf(alarm), alarmStateWord(alarm.state)].filter(Boolean).join(" · "),
    });
  }
}
