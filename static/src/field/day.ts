/** What the tablet knows of the day: read once at the edge, with the steps that are still on their way laid over it. */

import { lonLatOf, type LonLat } from "../model/geo";
import { isRaw, list, text, type Raw } from "../model/raw";
import { parseAt } from "../model/time";

export type Status = "assigned" | "accepted" | "en_route" | "on_scene" | "cleared" | "refused" | "expired" | "stood_down" | "pre_empted";

export interface Assignment {
  id: string;
  status: Status;
  number: string;
  typeName: string;
  priority: number;
  title: string;
  description: string;
  address: string;
  at: LonLat | null;
  isExercise: boolean;
  stamps: Readonly<Partial<Record<Status, number>>>;
  reason: string;
}

export interface Check {
  id: string;
  dueAt: number | null;
}

/** The shift that runs, else the plan that comes next. */
export interface Shift {
  callSign: string;
  from: number | null;
  to: number | null;
  beganAt: number | null;
}

export interface Day {
  seq: number;
  serverTime: string;
  userId: number;
  userName: string;
  badge: string;
  mahalla: string;
  callSign: string;
  unitStatus: string;
  isOnDuty: boolean;
  assignments: readonly Assignment[];
  sosSince: number | null;
  check: Check | null;
  shift: Shift | null;
}

const ACTIVE: ReadonlySet<string> = new Set(["assigned", "accepted", "en_route", "on_scene"]);
export const isActive = ({ status }: { status: Status }): boolean => ACTIVE.has(status);

/** The one big button: what comes after a status; null where nothing is left to do. */
export function nextStep(status: Status): Status | null {
  const after: Partial<Record<Status, Status>> = { assigned: "accepted", accepted: "en_route", en_route: "on_scene", on_scene: "cleared" };
  return after[status] ?? null;
}

/** Who has arrived does not refuse any more. */
export const mayRefuse = (status: Status): boolean => status === "assigned" || status === "accepted" || status === "en_route";

const STAMPS: readonly Status[] = ["assigned", "accepted", "en_route", "on_scene", "cleared"];

function assignmentOf(raw: unknown): Assignment | null {
  if (!isRaw(raw) || !isRaw(raw.incident)) return null;
  const { incident } = raw;
  const stamps: Partial<Record<Status, number>> = {};
  for (const stamp of STAMPS) {
    const at = parseAt(text(raw[`${stamp}_at`]));
    if (at !== null) stamps[stamp] = at;
  }
  return {
    id: text(raw.id), status: text(raw.status) as Status, number: text(incident.number), typeName: text(incident.type_name),
    priority: Number(incident.priority) || 5, title: text(incident.title), description: text(incident.description),
    address: text(incident.address), at: lonLatOf(incident.location), isExercise: incident.is_exercise === true, stamps, reason: text(raw.reason),
  };
}

function shiftOf(raw: unknown): Shift | null {
  if (!isRaw(raw)) return null;
  return { callSign: text(raw.call_sign), from: parseAt(text(raw.planned_from)), to: parseAt(text(raw.planned_to)), beganAt: parseAt(text(raw.began_at)) };
}

export function parseDay(raw: unknown): Day | null {
  if (!isRaw(raw) || !isRaw(raw.user) || !isRaw(raw.unit)) return null;
  const person: Raw = isRaw(raw.inspector) ? raw.inspector : {};
  return {
    seq: Number(raw.seq) || 0, serverTime: text(raw.server_time), userId: Number(raw.user.id), userName: text(raw.user.name),
    badge: text(person.badge), mahalla: text(person.mahalla), callSign: text(raw.unit.call_sign), unitStatus: text(raw.unit.status),
    isOnDuty: raw.unit.is_on_duty === true, assignments: list(raw.assignments).flatMap((one) => assignmentOf(one) ?? []),
    sosSince: isRaw(raw.sos) ? parseAt(text(raw.sos.raised_at)) : null,
    shift: shiftOf(raw.shift),
    check: isRaw(raw.check) ? { id: text(raw.check.id), dueAt: parseAt(text(raw.check.due_at)) } : null,
  };
}

/** A step that the server has not confirmed yet. */
export interface PendingStep {
  assignment: string;
  to: Status;
  at: number;
}

/** The day as the officer means it: steps on their way are taken as done, and so is a beginning or an end of duty (`duty`). */
export function laidOver(day: Day, pending: readonly PendingStep[], duty: boolean | null = null): Day {
  const assignments = day.assignments.map((one) => pending.filter(({ assignment }) => assignment === one.id).reduce(
    (now, step) => ({ ...now, status: step.to, stamps: { ...now.stamps, [step.to]: step.at } }), one,
  ));
  return { ...day, assignments, isOnDuty: duty ?? day.isOnDuty };
}

/** What is news since the last look, for sound and vibration. */
export function newsOf(before: Day | null, now: Day): "assigned" | "ended" | null {
  const known = new Map((before?.assignments ?? []).map((one) => [one.id, one.status]));
  if (now.assignments.some((one) => one.status === "assigned" && !known.has(one.id))) return "assigned";
  const told = new Set<Status>(["stood_down", "pre_empted", "expired"]);
  return now.assignments.some((one) => told.has(one.status) && known.has(one.id) && known.get(one.id) !== one.status) ? "ended" : null;
}
