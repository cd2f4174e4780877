/** The rail's list of alarms with its filters, its foot, and the note that tells of a flood. */

import type { Alarm } from "../model/alarm";
import type { AlarmCounters, AlarmGroup } from "../model/alarm-queries";
import type { Flood } from "../model/flood";
import { gettext, ngettext } from "../model/i18n";
import { isAlarmFiltered, NO_ALARM_FILTERS, type AlarmFilters, type Order } from "../model/view";
import { AlarmList, linesOf, type AlarmLine } from "./alarm-list";
import type { Context } from "./context";
import { byId, show, slot } from "./dom";

/** What list, map and counters show of alarms: one answer. */
export interface AlarmsShown {
  alarms: readonly Alarm[];
  /** By type and place, or null where each stands alone. */
  groups: readonly AlarmGroup[] | null;
  counters: AlarmCounters;
  flood: Flood;
}

const SHOWS: readonly AlarmFilters["show"][] = ["standing", "waiting", "aside", "all"];

function linesFor({ alarms, groups }: AlarmsShown): AlarmLine[] {
  if (groups) return linesOf(groups);
  return alarms.map((alarm) => ({ alarm, isGroup: false, group: { key: alarm.id, type: alarm.type, place: { kind: "region", id: alarm.region, name: "" }, alarms: [alarm], priority: alarm.priority, waiting: Number(alarm.rings), newestAt: alarm.raisedAt ?? 0 } }));
}

export class AlarmRail {
  readonly list: AlarmList;
  private readonly filters = byId("alarm-filters");

  constructor(private readonly context: Context, body: HTMLElement, beside: HTMLElement, hooks: { grown: () => void; acknowledge: (alarms: readonly Alarm[]) => void }) {
    this.list = new AlarmList(context, body, beside, hooks);
    this.build();
    context.view.subscribe((now, before) => { if (now.alarms !== before.alarms || now.order !== before.order) this.drawFilters(); });
    this.drawFilters();
  }

  /** Draws, and answers what the foot says. */
  draw(shown: AlarmsShown, arrived: ReadonlySet<string>): string {
    const { view } = this.context;
    this.list.draw(linesFor(shown), arrived, isAlarmFiltered(view.state.alarms)
      ? { text: gettext("No open alarm fits these filters."), act: { label: gettext("Show all"), run: () => view.filterAlarms({ ...NO_ALARM_FILTERS, grouping: view.state.alarms.grouping, show: "all" }) } }
      : { text: gettext("No alarm stands. Rules raise them from sensors, cameras and detections.") });
    this.drawGrouping(shown);
    return this.foot(shown.counters);
  }

  offerTypes(): void {
    const select = byId<HTMLSelectElement>("alarm-type");
    while (select.options.length > 1) select.remove(1);
    for (const type of this.context.alarmTypes.values()) select.append(new Option(type.name, type.code));
    select.value = this.context.view.state.alarms.type;
  }

  private foot({ total, notOnMap, aside, hiddenWaiting }: AlarmCounters): string {
    return [
      gettext("%(shown)s of %(total)s shown", { shown: this.list.drawn, total }),
      notOnMap > 0 ? ngettext("%(count)s not on map", "%(count)s not on map", notOnMap) : "",
      aside > 0 ? ngettext("%(count)s put by", "%(count)s put by", aside) : "",
      hiddenWaiting > 0 ? ngettext("%(count)s not acknowledged hidden by filters", "%(count)s not acknowledged hidden by filters", hiddenWaiting) : "",
    ].filter(Boolean).join(" · ");
  }

  private build(): void {
    const { view } = this.context;
    for (const chip of this.filters.querySelectorAll<HTMLElement>("[data-alarm-show]")) {
      chip.addEventListener("click", () => view.filterAlarms({ show: chip.dataset.alarmShow as AlarmFilters["show"] }));
    }
    const more = slot(this.filters, "more");
    slot(this.filters, "open-more").addEventListener("click", () => { show(more, more.hidden); this.drawFilters(); });
    slot(this.filters, "urgent").addEventListener("click", () => view.filterAlarms({ priorities: this.isUrgent() ? [] : [1, 2] }));
    slot(this.filters, "group").addEventListener("click", (event) => view.filterAlarms({ grouping: (event.currentTarget as HTMLElement).getAttribute("aria-pressed") === "true" ? "off" : "on" }));
    const onInput = (id: string, apply: (value: string) => void): void => {
      const input = byId<HTMLInputElement>(id);
      input.addEventListener("input", () => apply(input.value));
    };
    onInput("alarm-text", (text) => view.filterAlarms({ text }));
    onInput("alarm-type", (type) => view.filterAlarms({ type }));
    onInput("alarm-hours", (hours) => view.filterAlarms({ hours: Number(hours) }));
    onInput("alarm-order", (order) => view.set({ order: order as Order }));
    const { text, type, hours } = view.state.alarms;
    show(more, text !== "" || type !== "" || hours > 0);
  }

  private isUrgent(): boolean {
    const { priorities } = this.context.view.state.alarms;
    return priorities.length === 2 && priorities.includes(1) && priorities.includes(2);
  }

  private drawFilters(): void {
    const { alarms, order } = this.context.view.state;
    for (const chip of this.filters.querySelectorAll<HTMLElement>("[data-alarm-show]")) {
      chip.setAttribute("aria-pressed", String(SHOWS.includes(alarms.show) && chip.dataset.alarmShow === alarms.show));
    }
    slot(this.filters, "urgent").setAttribute("aria-pressed", String(this.isUrgent()));
    slot(this.filters, "open-more").setAttribute("aria-expanded", String(!slot(this.filters, "more").hidden));
    const values: Record<string, string> = { "alarm-text": alarms.text, "alarm-type": alarms.type, "alarm-hours": String(alarms.hours), "alarm-order": order };
    for (const [id, value] of Object.entries(values)) {
      const input = byId<HTMLInputElement>(id);
      if (input.value !== value) input.value = value;
    }
  }

  private drawGrouping({ groups }: AlarmsShown): void {
    slot(this.filters, "group").setAttribute("aria-pressed", String(groups !== null));
  }
}
