/** An alarm as the server sends it (ISA-18.2), and what its state means for whoever is on watch. */

import { lonLatOf, type LonLat } from "./geo";
import type { Priority } from "./messages";
import { codeOf, isRaw, kept, list, nameOf, text, type Raw } from "./raw";
import { parseAt } from "./time";

export const ALARM_STATES = ["unacknowledged", "acknowledged", "returned", "shelved", "suppressed", "out_of_service", "cleared"] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

export interface Named {
  id: string;
  name: string;
}

export interface Alarm {
  id: string;
  region: string;
  district: string;
  type: string;
  rule: Named | null;
  priority: Priority;
  state: AlarmState;
  source: string;
  sourceKind: string;
  sourceId: string;
  sourceCode: string;
  sourceName: string;
  at: LonLat | null;
  sites: readonly Named[];
  camera: string;
  sensor: string;
  facts: Readonly<Record<string, unknown>>;
  occurrences: number;
  raisedAt: number | null;
  lastAt: number | null;
  returnedAt: number | null;
  acknowledgedAt: number | null;
  acknowledgedBy: string;
  shelvedUntil: number | null;
  shelveReason: string;
  clearedAt: number | null;
  clearing: string;
  escalation: number;
  incident: Named | null;
  isChattering: boolean;
  /** The source sends no return: a person clears it. */
  needsClearing: boolean;
  version: number;
  isOpen: boolean;
  /** Nobody has acknowledged it yet: it asks for attention. */
  rings: boolean;
}

const WAITING: ReadonlySet<AlarmState> = new Set(["unacknowledged", "returned"]);
const ASIDE: ReadonlySet<AlarmState> = new Set(["shelved", "suppressed", "out_of_service"]);

/** Put by for a while: it neither rings nor stands in the list of what is to be worked on. */
export const isAside = ({ state }: Alarm): boolean => ASIDE.has(state);

function stateOf(value: unknown): AlarmState {
  // A state newer than this page: it stands in the list and rings, until the page is loaded anew.
  return ALARM_STATES.find((state) => state === value) ?? "unacknowledged";
}

function priorityOf(value: unknown): Priority {
  const number = Math.round(Number(value));
  return number >= 1 && number <= 5 ? (number as Priority) : 5;
}

function namedOf(value: unknown, name: string = "name"): Named | null {
  if (!isRaw(value) || !text(value.id)) return null;
  return { id: text(value.id), name: text(value[name]) || text(value.id) };
}

const stamp = (raw: Raw, name: string): number | null => parseAt(text(raw[name]));

export function parseAlarm(raw: unknown): Alarm | null {
  if (!isRaw(raw) || !text(raw.id)) return null;
  const state = stateOf(raw.state);
  const isOpen = typeof raw.open === "boolean" ? raw.open : state !== "cleared";
  return {
    id: text(raw.id), region: codeOf(raw.region), district: codeOf(raw.district), type: codeOf(raw.type), rule: namedOf(raw.rule),
    priority: priorityOf(raw.priority), state,
    source: text(raw.source), sourceKind: text(raw.source_kind), sourceId: text(raw.source_id), sourceCode: text(raw.source_code),
    sourceName: text(raw.source_name), at: lonLatOf(raw.location), sites: kept(list(raw.sites).map((site) => namedOf(site))),
    camera: codeOf(raw.camera), sensor: codeOf(raw.sensor), facts: isRaw(raw.facts) ? raw.facts : {},
    occurrences: Number(raw.occurrences) || 1,
    raisedAt: stamp(raw, "raised_at"), lastAt: stamp(raw, "last_at"), returnedAt: stamp(raw, "returned_at"),
    acknowledgedAt: stamp(raw, "acknowledged_at"), acknowledgedBy: nameOf(raw.acknowledged_by),
    shelvedUntil: stamp(raw, "shelved_until"), shelveReason: text(raw.shelve_reason),
    clearedAt: stamp(raw, "cleared_at"), clearing: text(raw.clearing), escalation: Number(raw.escalation) || 0,
    incident: namedOf(raw.incident, "number"), isChattering: raw.is_chattering === true, needsClearing: raw.needs_clearing === true,
    version: Number(raw.version) || 0, isOpen, rings: isOpen && WAITING.has(state),
  };
}

export interface AlarmType {
  code: string;
  name: string;
  category: string;
  defaultPriority: Priority;
  /** A call for help and the like: it is never put by. */
  isNeverShelved: boolean;
  shelveHours: number;
}

/** The rows of `alarm-types/`. */
export function parseAlarmTypes(raw: unknown): AlarmType[] {
  const rows = Array.isArray(raw) ? (raw as unknown[]) : list((raw as Raw | null)?.results);
  return rows.filter(isRaw).map((row) => ({
    code: text(row.code), name: text(row.name) || text(row.code), category: text(row.category_name) || text(row.category),
    defaultPriority: priorityOf(row.default_priority ?? 3), isNeverShelved: row.never_shelved === true, shelveHours: Number(row.shelve_hours) || 24,
  }));
}
