/** The questions that list, map and counters ask of the alarms: one answer for all of them; and their groups. */

import { isAside, type Alarm } from "./alarm";
import { score } from "./folding";
import { PRIORITIES, type Priority } from "./messages";
import { HOUR_MS } from "./time";
import type { AlarmFilters, Order } from "./view";

export interface AlarmQuestion {
  filters: AlarmFilters;
  region: string;
  order: Order;
  now: number;
}

function isOfKind(alarm: Alarm, show: AlarmFilters["show"]): boolean {
  switch (show) {
    case "standing": return !isAside(alarm);
    case "waiting": return alarm.rings;
    case "aside": return isAside(alarm);
    case "all": return true;
  }
}

export function fits(alarm: Alarm, { filters, region, now }: Omit<AlarmQuestion, "order">): boolean {
  const { priorities, type, hours, text } = filters;
  if (region && alarm.region !== region) return false;
  if (!isOfKind(alarm, filters.show)) return false;
  if (priorities.length > 0 && !priorities.includes(alarm.priority)) return false;
  if (type && alarm.type !== type) return false;
  if (hours > 0 && now - (alarm.raisedAt ?? now) > hours * HOUR_MS) return false;
  return !text || score(text, wordsOf(alarm)) > 0;
}

export function wordsOf(alarm: Alarm): string {
  return [alarm.sourceCode, alarm.sourceName, alarm.type, alarm.rule?.name ?? "", ...alarm.sites.map(({ name }) => name)].join(" ");
}

const raised = (alarm: Alarm): number => alarm.raisedAt ?? 0;

const ORDERS: Readonly<Record<Order, (a: Alarm, b: Alarm) => number>> = {
  // What nobody has acknowledged stands on top; of two the more severe, then the newer.
  urgent: (a, b) => Number(b.rings) - Number(a.rings) || a.priority - b.priority || raised(b) - raised(a),
  newest: (a, b) => raised(b) - raised(a),
  oldest: (a, b) => raised(a) - raised(b),
};

export function orderedAlarms(alarms: readonly Alarm[], order: Order): Alarm[] {
  return [...alarms].sort((a, b) => ORDERS[order](a, b) || a.id.localeCompare(b.id));
}

export function selectedAlarms(alarms: readonly Alarm[], question: AlarmQuestion): Alarm[] {
  return orderedAlarms(alarms.filter((alarm) => fits(alarm, question)), question.order);
}

export interface AlarmCounters {
  byPriority: Readonly<Record<Priority, number>>;
  shown: number;
  /** Open in all regions, filtered or not. */
  total: number;
  notOnMap: number;
  /** Shelved, suppressed, out of service: not shown among what stands. */
  aside: number;
  waiting: number;
  /** Waits to be acknowledged, but is not shown: a filter must not hide it without a word. */
  hiddenWaiting: number;
}

export function alarmCounters(shown: readonly Alarm[], all: readonly Alarm[]): AlarmCounters {
  const seen = new Set(shown.map(({ id }) => id));
  const byPriority = Object.fromEntries(PRIORITIES.map((priority) => [priority, 0])) as Record<Priority, number>;
  for (const { priority } of shown) byPriority[priority]++;
  const hidden = all.filter(({ id }) => !seen.has(id));
  return {
    byPriority, shown: shown.length, total: all.length, notOnMap: shown.filter(({ at }) => at === null).length,
    aside: hidden.filter(isAside).length, waiting: shown.filter(({ rings }) => rings).length,
    hiddenWaiting: hidden.filter(({ rings }) => rings).length,
  };
}

/** Alarms of one type at one place: a protected site, else the district, else the region. */
export interface AlarmGroup {
  key: string;
  type: string;
  place: { kind: "site" | "district" | "region"; id: string; name: string };
  alarms: readonly Alarm[];
  priority: Priority;
  waiting: number;
  newestAt: number;
}

function placeOf({ sites, district, region }: Alarm): AlarmGroup["place"] {
  const [site] = sites;
  if (site) return { kind: "site", ...site };
  return district ? { kind: "district", id: district, name: "" } : { kind: "region", id: region, name: "" };
}

export function groupKey(alarm: Alarm): string {
  const { kind, id } = placeOf(alarm);
  return `${alarm.type}@${kind}-${id}`;
}

function groupOf(key: string, alarms: readonly Alarm[]): AlarmGroup {
  const [first] = alarms as [Alarm, ...Alarm[]];
  return {
    key, type: first.type, place: placeOf(first), alarms, priority: Math.min(...alarms.map(({ priority }) => priority)) as Priority,
    waiting: alarms.filter(({ rings }) => rings).length, newestAt: Math.max(...alarms.map(raised)),
  };
}

/** The alarms in their order, gathered by type and place; a group stands where its first alarm would. */
export function grouped(alarms: readonly Alarm[]): AlarmGroup[] {
  const byKey = new Map<string, Alarm[]>();
  for (const alarm of alarms) {
    const key = groupKey(alarm);
    const group = byKey.get(key);
    if (group) group.push(alarm);
    else byKey.set(key, [alarm]);
  }
  return [...byKey].map(([key, members]) => groupOf(key, members));
}

/** The group of this key among the open alarms, if there is any. */
export function groupNamed(alarms: readonly Alarm[], key: string): AlarmGroup | null {
  const members = orderedAlarms(alarms.filter((alarm) => groupKey(alarm) === key), "urgent");
  return members.length > 0 ? groupOf(key, members) : null;
}
