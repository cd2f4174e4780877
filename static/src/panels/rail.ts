/** The rail at the left: tabs, filters, the list of the open tab, and what of it is shown. */

import { gettext, ngettext } from "../model/i18n";
import type { Incident, Unit } from "../model/messages";
import { inQueue, type Counters, type UnitCounters } from "../model/queries";
import { tabsOf } from "../model/config";
import { NO_FILTERS, isFiltered, type Order, type Tab } from "../model/view";
import type { Alarm } from "../model/alarm";
import { AlarmRail, type AlarmsShown } from "./alarm-rail";
import type { Context } from "./context";
import { byId, show, slot, write } from "./dom";
import { IncidentList } from "./incident-list";
import { Tabs } from "./tabs";
import { UnitList } from "./unit-list";

/** Lists and their counts, as they are on the map too. */
export interface Shown {
  incidents: readonly Incident[];
  counters: Counters;
  units: readonly Unit[];
  unitCounters: UnitCounters;
  alarms: AlarmsShown;
}

const NOTHING: ReadonlySet<string> = new Set();
const ofAll = (shown: number, total: number): string => (shown === total ? String(total) : `${shown}/${total}`);

export class Rail {
  private readonly body = byId("list");
  private readonly incidents: IncidentList;
  private readonly units: UnitList;
  private readonly alarms: AlarmRail;
  private readonly tabs = [...document.querySelectorAll<HTMLElement>("[data-tab]")];
  private readonly tabList = new Tabs(this.tabs, byId("rail-panel"));
  private drawnTab: Tab | null = null;
  private shown: Shown | null = null;

  constructor(private readonly context: Context, private readonly hooks: { enterCall: () => void; acknowledge: (alarms: readonly Alarm[]) => void }) {
    const again = (): void => { if (this.shown) this.draw(this.shown); };
    this.incidents = new IncidentList(context, this.body, byId("list-beside"), again);
    this.units = new UnitList(context, this.body, byId("list-beside"), again);
    this.alarms = new AlarmRail(context, this.body, byId("list-beside"), { grown: again, acknowledge: hooks.acknowledge });
    for (const tab of this.tabs) {
      tab.addEventListener("click", () => context.view.set({ tab: tab.dataset.tab as Tab }));
      show(tab, tabsOf(context.config).includes(tab.dataset.tab as Tab));
    }
    this.buildFilters();
    context.view.subscribe((now, before) => {
      if (now.selection !== before.selection) this.select();
      if (now.filters !== before.filters) this.drawFilters();
    });
    this.drawFilters();
  }

  draw(shown: Shown, arrived: ReadonlySet<string> = NOTHING): void {
    const { tab } = this.context.view.state;
    this.shown = shown;
    if (this.drawnTab !== tab) this.turnTo(tab);
    const queue = inQueue(this.context.store.incidents());
    const draws: Record<Tab, () => string> = {
      incidents: () => this.drawIncidents(shown.incidents, shown.counters, arrived), queue: () => this.drawQueue(queue, arrived),
      units: () => this.drawUnits(shown), alarms: () => this.alarms.draw(shown.alarms, arrived),
    };
    write(byId("list-foot"), draws[tab]());
    this.tabCount("incidents", ofAll(shown.counters.shown, shown.counters.total));
    this.tabCount("alarms", ofAll(shown.alarms.counters.shown, shown.alarms.counters.total), shown.alarms.counters.waiting > 0);
    this.tabCount("queue", String(queue.length), queue.length > 0);
    this.tabCount("units", ofAll(shown.unitCounters.shown, shown.unitCounters.total));
  }

  step(by: 1 | -1): void {
    this.list.step(by);
  }

  /** To the next tab that is there. */
  turn(): void {
    const there = this.tabs.filter((tab) => !tab.hidden).map((tab) => tab.dataset.tab as Tab);
    const next = there[(there.indexOf(this.context.view.state.tab) + 1) % there.length];
    if (next) this.context.view.set({ tab: next });
  }

  tick(): void {
    this.list.tick();
  }

  private get list(): Pick<UnitList, "step" | "tick" | "select"> {
    const { tab } = this.context.view.state;
    return tab === "units" ? this.units : tab === "alarms" ? this.alarms.list : this.incidents;
  }

  private turnTo(tab: Tab): void {
    this.drawnTab = tab;
    this.incidents.clear();
    this.units.clear();
    this.alarms.list.clear();
    byId("list-scroll").scrollTop = 0;
    byId("filters").dataset.list = tab;
    show(byId("filters"), tab !== "alarms");
    show(byId("alarm-filters"), tab === "alarms");
    this.tabList.select(this.tabs.find((element) => element.dataset.tab === tab));
    const names: Record<Tab, string> = { incidents: gettext("Incidents"), alarms: gettext("Alarms"), queue: gettext("National queue"), units: gettext("Units") };
    this.body.setAttribute("aria-label", names[tab]);
  }

  private drawIncidents(shown: readonly Incident[], counters: Counters, arrived: ReadonlySet<string>): string {
    const { filters } = this.context.view.state;
    this.incidents.draw(shown, arrived, isFiltered(filters)
      ? { text: gettext("No open incident fits these filters."), act: { label: gettext("Show all"), run: () => this.context.view.set({ filters: NO_FILTERS }) } }
      : { text: gettext("No incident is open. New ones appear here by themselves."), act: { label: gettext("Enter a call"), run: this.hooks.enterCall } });
    return this.incidentFoot(counters);
  }

  private incidentFoot(counters: Counters): string {
    const shown = gettext("%(shown)s of %(total)s shown", { shown: this.incidents.drawn, total: counters.total });
    const notes = [
      counters.notOnMap > 0 ? ngettext("%(count)s not on map", "%(count)s not on map", counters.notOnMap) : "",
      counters.hiddenRinging > 0 ? ngettext("%(count)s new hidden by filters", "%(count)s new hidden by filters", counters.hiddenRinging) : "",
    ];
    return [shown, ...notes].filter(Boolean).join(" · ");
  }

  private drawQueue(queue: readonly Incident[], arrived: ReadonlySet<string>): string {
    this.incidents.draw(queue, arrived, { text: gettext("The national queue is empty. What finds no region by itself waits here to be placed.") });
    return ngettext("%(count)s waits for a region", "%(count)s wait for a region", queue.length);
  }

  private drawUnits({ units, unitCounters: { total, notOnMap } }: Shown): string {
    this.units.draw(units);
    const shown = gettext("%(shown)s of %(total)s shown", { shown: this.units.drawn, total });
    return [shown, notOnMap > 0 ? ngettext("%(count)s not on map", "%(count)s not on map", notOnMap) : ""].filter(Boolean).join(" · ");
  }

  private select(): void {
    this.list.select();
  }

  private tabCount(tab: Tab, text: string, isAlert = false): void {
    const element = this.tabs.find((candidate) => candidate.dataset.tab === tab);
    if (!element) return;
    write(slot(element, "count"), text);
    element.dataset.alert = String(isAlert);
  }

  /** All that is open in the region that is chosen. */
  private clearFilters(): void {
    const { region } = this.context.view.state.filters;
    this.context.view.set({ filters: { ...NO_FILTERS, region } });
  }

  private buildFilters(): void {
    const { view } = this.context;
    const more = slot(byId("filters"), "more");
    const chips: Record<string, () => void> = {
      all: () => this.clearFilters(),
      waiting: () => view.filter({ waiting: !view.state.filters.waiting }),
      mine: () => view.filter({ mine: !view.state.filters.mine }),
      urgent: () => view.filter({ priorities: this.isUrgent() ? [] : [1, 2] }),
      more: () => show(more, more.hidden),
    };
    for (const chip of document.querySelectorAll<HTMLElement>("[data-filter]")) {
      chip.addEventListener("click", () => { chips[chip.dataset.filter ?? ""]?.(); this.drawFilters(); });
    }
    const onInput = (id: string, apply: (value: string) => void): void => {
      const input = byId<HTMLInputElement>(id);
      input.addEventListener("input", () => apply(input.value));
    };
    onInput("filter-text", (text) => view.filter({ text }));
    onInput("filter-type", (type) => view.filter({ type }));
    onInput("filter-hours", (hours) => view.filter({ hours: Number(hours) }));
    onInput("order", (order) => view.set({ order: order as Order }));
    const { filters, order } = view.state;
    show(more, filters.text !== "" || filters.type !== "" || filters.hours > 0 || order !== "urgent");
  }

  offerAlarmTypes(): void {
    this.alarms.offerTypes();
  }

  /** The types have come: offer them. */
  offerTypes(): void {
    const select = byId<HTMLSelectElement>("filter-type");
    while (select.options.length > 1) select.remove(1);
    for (const type of this.context.types.values()) select.append(new Option(type.name, type.code));
    select.value = this.context.view.state.filters.type;
  }

  private isUrgent(): boolean {
    const { priorities } = this.context.view.state.filters;
    return priorities.length === 2 && priorities.includes(1) && priorities.includes(2);
  }

  private drawFilters(): void {
    const { filters, order } = this.context.view.state;
    const pressed: Record<string, boolean> = {
      all: !isFiltered({ ...filters, region: "" }), waiting: filters.waiting, mine: filters.mine, urgent: this.isUrgent(),
      more: filters.text !== "" || filters.type !== "" || filters.hours > 0,
    };
    const more = slot(byId("filters"), "more");
    for (const chip of document.querySelectorAll<HTMLElement>("[data-filter]")) {
      chip.setAttribute("aria-pressed", String(pressed[chip.dataset.filter ?? ""] ?? false));
      if (chip.dataset.filter === "more") chip.setAttribute("aria-expanded", String(!more.hidden));
    }
    const values: Record<string, string> = { "filter-text": filters.text, "filter-type": filters.type, "filter-hours": String(filters.hours), order };
    for (const [id, value] of Object.entries(values)) {
      const input = byId<HTMLInputElement>(id);
      if (input.value !== value) input.value = value;
    }
  }
}
