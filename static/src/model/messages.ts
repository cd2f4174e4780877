/** What the server sends, read once at the edge into plain typed values; whatever is not understood is null. */

import { parseAlarm, type Alarm } from "./alarm";
import { lonLatOf, type LonLat } from "./geo";
import { codeOf, isRaw, kept, list, nameOf, text, type Raw } from "./raw";
import { parseAt } from "./time";

export { nameOf } from "./raw";

export type Priority = 1 | 2 | 3 | 4 | 5;
export const PRIORITIES: readonly Priority[] = [1, 2, 3, 4, 5];

export const STAMPS = ["reported", "acknowledged", "dispatched", "en_route", "on_scene", "resolved", "closed"] as const;
export type Stamp = (typeof STAMPS)[number];

/** A unit as an incident's list item names it. */
export interface AssignedUnit {
  assignment: string;
  unit: string;
  callSign: string;
  service: string;
  status: string;
}

/** Help that was asked of another region. */
export interface AidAsked {
  id: string;
  region: string;
  service: string;
  /** `asked`, `agreed` or `refused`. */
  status: string;
}

export interface Incident {
  id: string;
  number: string;
  region: string;
  district: string;
  type: string;
  priority: Priority;
  status: string;
  title: string;
  at: LonLat | null;
  address: string;
  source: string;
  isExercise: boolean;
  isOpen: boolean;
  /** Asks for attention again although acknowledged: the handler is gone, or no unit is left. */
  rings: boolean;
  stamps: Readonly<Partial<Record<Stamp, number>>>;
  handler: string;
  handlerId: string;
  calls: number;
  /** Limit of total response in seconds, as the server reckons it. */
  targetS: number | null;
  units: readonly AssignedUnit[];
  aid: readonly AidAsked[];
  outcome: string;
  version: number;
}

export interface Unit {
  id: string;
  callSign: string;
  service: string;
  status: string;
  region: string;
  vehicle: string;
  crew: string;
  at: LonLat | null;
  positionAt: number | null;
  heading: number | null;
  isOpen: boolean;
}

/** The health of one camera, the status of one sensor, as a live event tells it. */
export interface PointChange {
  id: number;
  region: string;
  status: string;
  isOpen: boolean;
  /** More than its status is another: its place, kind or view. */
  isEdited: boolean;
}

export interface Snapshot {
  epoch: Readonly<Record<string, string>>;
  seq: Readonly<Record<string, number>>;
  incidents: readonly Incident[];
  units: readonly Unit[];
  alarms: readonly Alarm[];
}

export interface EventFrame {
  type: "event";
  region: string;
  seq: number;
  topic: string;
  kind: string;
  id: string;
  at: string;
  data: unknown;
}

export interface PositionsFrame {
  type: "positions";
  region: string;
  at: number | null;
  ids: readonly string[];
  lon: readonly number[];
  lat: readonly number[];
  heading: readonly (number | null)[];
  /** Seconds before `at` at which the device took each position; null where it is not told. */
  ageS: readonly (number | null)[];
}

export type Frame =
  | EventFrame
  | PositionsFrame
  | { type: "welcome"; seq: Record<string, number>; epoch: Record<string, string>; serverTime: string; troubles: readonly string[] }
  | { type: "heartbeat"; seq: Record<string, number>; serverTime: string; troubles: readonly string[] }
  | { type: "resync"; code: string }
  | { type: "other"; name: string };

function priorityOf(value: unknown): Priority {
  const number = Math.round(Number(value));
  return number >= 1 && number <= 5 ? (number as Priority) : 5;
}

function stampsOf(raw: Raw): Partial<Record<Stamp, number>> {
  const stamps: Partial<Record<Stamp, number>> = {};
  for (const stamp of STAMPS) {
    const at = parseAt(text(raw[`${stamp}_at`]));
    if (at !== null) stamps[stamp] = at;
  }
  return stamps;
}

function assignedUnit(raw: unknown): AssignedUnit | null {
  if (!isRaw(raw)) return null;
  return {
    assignment: text(raw.assignment), unit: text(raw.id), callSign: text(raw.call_sign), service: text(raw.service), status: text(raw.status),
  };
}

function aidAsked(raw: unknown): AidAsked | null {
  if (!isRaw(raw)) return null;
  return { id: text(raw.id), region: text(raw.region), service: text(raw.service), status: text(raw.status) };
}

const ENDED: ReadonlySet<string> = new Set(["closed", "cancelled", "unfounded", "merged"]);

export function parseIncident(raw: unknown): Incident | null {
  if (!isRaw(raw) || !text(raw.id)) return null;
  const status = text(raw.status);
  return {
    id: text(raw.id),
    number: text(raw.number),
    region: codeOf(raw.region),
    district: codeOf(raw.district),
    type: codeOf(raw.type),
    priority: priorityOf(raw.priority),
    status,
    title: text(raw.title),
    at: lonLatOf(raw.location),
    address: text(raw.address),
    source: text(raw.source),
    isExercise: raw.is_exercise === true,
    isOpen: typeof raw.open === "boolean" ? raw.open : !ENDED.has(status),
    rings: raw.needs_ack === true,
    stamps: stampsOf(raw),
    handler: nameOf(raw.handler),
    handlerId: isRaw(raw.handler) ? text(raw.handler.id) : "",
    calls: Number(raw.calls_count) || 0,
    targetS: typeof raw.target_s === "number" ? raw.target_s : null,
    units: kept(list(raw.units).map(assignedUnit)),
    aid: kept(list(raw.aid).map(aidAsked)),
    outcome: text(raw.outcome),
    version: Number(raw.version) || 0,
  };
}

export function parseUnit(raw: unknown): Unit | null {
  if (!isRaw(raw) || !text(raw.id)) return null;
  return {
    id: text(raw.id),
    callSign: text(raw.call_sign),
    service: text(raw.service),
    status: text(raw.status),
    region: codeOf(raw.region),
    vehicle: text(raw.vehicle),
    crew: list(raw.crew).map(nameOf).filter(Boolean).join(", "),
    at: lonLatOf(raw.location),
    positionAt: parseAt(text(raw.position_at)),
    heading: typeof raw.heading === "number" && raw.heading >= 0 ? raw.heading : null,
    isOpen: raw.open !== false,
  };
}

export function parsePointChange(raw: unknown, kind: string): PointChange | null {
  if (!isRaw(raw)) return null;
  const id = Number(raw.id);
  return Number.isInteger(id) ? { id, region: codeOf(raw.region), status: text(raw.status), isOpen: raw.open !== false, isEdited: kind.endsWith(".changed") } : null;
}

function numbersByRegion(raw: unknown): Record<string, number> {
  const entries = isRaw(raw) ? Object.entries(raw) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"));
}

/** What both a welcome and a heartbeat tell. */
function told(raw: Raw): { serverTime: string; troubles: readonly string[] } {
  return { serverTime: text(raw.server_time), troubles: Array.isArray(raw.troubles) ? raw.troubles.map(text) : [] };
}

function textsByRegion(raw: unknown): Record<string, string> {
  return isRaw(raw) ? Object.fromEntries(Object.entries(raw).map(([region, value]) => [region, text(value)])) : {};
}

export function parseSnapshot(raw: unknown): Snapshot | null {
  if (!isRaw(raw) || !isRaw(raw.seq)) return null;
  return {
    epoch: textsByRegion(raw.epoch),
    seq: numbersByRegion(raw.seq),
    incidents: kept(list(raw.incidents).map(parseIncident)),
    units: kept(list(raw.units).map(parseUnit)),
    alarms: kept(list(raw.alarms).map(parseAlarm)),
  };
}

function positions(raw: Raw): PositionsFrame {
  const numbers = (value: unknown): number[] => list(value).map(Number);
  return {
    type: "positions",
    region: text(raw.region),
    at: parseAt(text(raw.at)),
    ids: list(raw.ids).map(text),
    lon: numbers(raw.lon),
    lat: numbers(raw.lat),
    heading: list(raw.heading).map((value) => (typeof value === "number" && value >= 0 ? value : null)),
    ageS: list(raw.age_s).map((value) => (typeof value === "number" && value >= 0 ? value : null)),
  };
}

/** One frame of the socket, or null for what is no frame at all. */
export function parseFrame(body: string): Frame | null {
  let raw: unknown;
  try {
    raw = JSON.parse(body);
  } catch {
    return null;
  }
  if (!isRaw(raw)) return null;
  switch (raw.type) {
    case "event":
      if (typeof raw.seq !== "number" || !text(raw.region)) return null;
      return {
        type: "event", region: text(raw.region), seq: raw.seq, topic: text(raw.topic), kind: text(raw.kind),
        id: text(raw.id), at: text(raw.at), data: raw.data ?? null,
      };
    case "positions":
      return positions(raw);
    case "welcome":
      return { type: "welcome", seq: numbersByRegion(raw.seq), epoch: textsByRegion(raw.epoch), ...told(raw) };
    case "heartbeat":
      return { type: "heartbeat", seq: numbersByRegion(raw.seq), ...told(raw) };
    case "resync":
      return { type: "resync", code: text(raw.code) };
    default:
      return { type: "other", name: text(raw.type) };
  }
}
