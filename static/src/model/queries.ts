/** The questions that list, map and counters ask of the store: one answer for all of them. */

import { distanceM, type LonLat } from "./geo";
import { score } from "./folding";
import { PRIORITIES, type Incident, type Priority, type Unit } from "./messages";
import { HOUR_MS } from "./time";
import type { Filters, Order, ViewState } from "./view";
import { serviceWord } from "./words";

/** The national queue: what has found no region yet. */
export const NATIONAL = "UZ";
const FREE: ReadonlySet<string> = new Set(["available"]);
const OFF: ReadonlySet<string> = new Set(["off_duty", "out_of_service"]);

export interface Asker {
  userId: string;
  now: number;
}

export function matches(incident: Incident, filters: Filters, asker: Asker): boolean {
  const { priorities, type, region, hours } = filters;
  if (priorities.length > 0 && !priorities.includes(incident.priority)) return false;
  if (type && incident.type !== type) return false;
  if (region && incident.region !== region) return false;
  if (filters.mine && incident.handlerId !== asker.userId) return false;
  if (filters.waiting && !incident.rings) return false;
  if (hours > 0 && asker.now - (incident.stamps.reported ?? asker.now) > hours * HOUR_MS) return false;
  if (!filters.text) return true;
  const words = [incident.title, incident.number, incident.address, incident.district, ...incident.units.map((unit) => unit.callSign)];
  return score(filters.text, words.join(" ")) > 0;
}

const isResolved = (incident: Incident): boolean => incident.status === "resolved";
const reported = (incident: Incident): number => incident.stamps.reported ?? 0;

const ORDERS: Readonly<Record<Order, (a: Incident, b: Incident) => number>> = {
  // What rings stands on top, what only waits to be closed at the foot; within these by priority, then newest.
  urgent: (a, b) =>
    Number(b.rings) - Number(a.rings) || Number(isResolved(a)) - Number(isResolved(b)) || a.priority - b.priority || reported(b) - reported(a),
  newest: (a, b) => reported(b) - reported(a),
  oldest: (a, b) => reported(a) - reported(b),
};

export function ordered(incidents: readonly Incident[], order: Order): Incident[] {
  return [...incidents].sort((a, b) => ORDERS[order](a, b) || a.id.localeCompare(b.id));
}

export function selected(incidents: readonly Incident[], filters: Filters, order: Order, asker: Asker): Incident[] {
  return ordered(incidents.filter((incident) => matches(incident, filters, asker)), order);
}

export function inQueue(incidents: readonly Incident[]): Incident[] {
  return ordered(incidents.filter((incident) => incident.region === NATIONAL), "urgent");
}

export interface Counters {
  byPriority: Readonly<Record<Priority, number>>;
  shown: number;
  total: number;
  notOnMap: number;
  /** What rings, but is not shown: a filter must not hide it without a word. */
  hiddenRinging: number;
}

/** The shown by priority, of how many; how many of them have no point. */
export function counters(shown: readonly Incident[], all: readonly Incident[]): Counters {
  const seen = new Set(shown.map((incident) => incident.id));
  const byPriority = Object.fromEntries(
    PRIORITIES.map((priority) => [priority, shown.filter((incident) => incident.priority === priority).length]),
  ) as Record<Priority, number>;
  return {
    byPriority, shown: shown.length, total: all.length, notOnMap: shown.filter((incident) => incident.at === null).length,
    hiddenRinging: all.filter((incident) => incident.rings && !seen.has(incident.id)).length,
  };
}

const byName = new Intl.Collator(undefined, { numeric: true });

/** The units on duty that list, layer and counters show: the free ones first, then by call sign. */
export function selectedUnits(units: readonly Unit[], { filters, tab }: Pick<ViewState, "filters" | "tab">): Unit[] {
  const { region } = filters;
  // Words typed over the list of incidents are about incidents.
  const text = tab === "units" ? filters.text : "";
  return units
    .filter((unit) => !isOffDuty(unit) && (!region || unit.region === region))
    .filter((unit) => !text || score(text, `${unit.callSign} ${serviceWord(unit.service)} ${unit.crew}`) > 0)
    .sort((a, b) => Number(isFree(b)) - Number(isFree(a)) || byName.compare(a.callSign, b.callSign));
}

export interface UnitCounters {
  shown: number;
  free: number;
  /** On duty in all regions, filtered or not. */
  total: number;
  notOnMap: number;
}

export function unitCounters(shown: readonly Unit[], all: readonly Unit[]): UnitCounters {
  return {
    shown: shown.length, free: shown.filter(isFree).length, total: all.filter((unit) => !isOffDuty(unit)).length,
    notOnMap: shown.filter((unit) => unit.at === null).length,
  };
}

export const isFree = (unit: Unit): boolean => FREE.has(unit.status);
export const isOffDuty = (unit: Unit): boolean => OFF.has(unit.status);

export interface Near {
  incident: Incident;
  distanceM: number | null;
}

/**
 * Open incidents to which a call from here may belong, nearest first: all within 500 m, and those of the same type
 * within 2 km.
 */
export function nearBy(incidents: readonly Incident[], at: LonLat, type: string): Near[] {
  return incidents
    .filter((incident) => incident.at !== null)
    .map((incident) => ({ incident, distanceM: distanceM(at, incident.at as LonLat) }))
    .filter((near) => near.distanceM <= (near.incident.type === type ? 2000 : 500))
    .sort((a, b) => a.distanceM - b.distanceM);
}
