/** Incident types with their targets, and how far a running incident is from its own. */

import type { Incident, Priority, Stamp } from "./messages";

export interface Target {
  interval: string;
  /** null: for every priority of the type. */
  priority: Priority | null;
  limitS: number;
}

export interface IncidentType {
  code: string;
  name: string;
  category: string;
  defaultPriority: Priority;
  targets: readonly Target[];
}

type Raw = Record<string, unknown>;

function parseTarget(raw: unknown): Target | null {
  if (typeof raw !== "object" || raw === null) return null;
  const { interval, priority, limit_s: limit, seconds } = raw as Raw;
  const limitS = Number(limit ?? seconds);
  if (typeof interval !== "string" || !(limitS > 0)) return null;
  return { interval, limitS, priority: priority === null || priority === undefined ? null : (Number(priority) as Priority) };
}

export function parseTypes(raw: unknown): IncidentType[] {
  const rows: unknown[] = Array.isArray(raw) ? raw : ((raw as { results?: unknown[] } | null)?.results ?? []);
  return rows.map((row) => {
    const { code, name, category, category_name: categoryName, default_priority: priority, targets } = row as Raw;
    return {
      code: String(code), name: String(name ?? code), category: String(categoryName ?? category ?? ""),
      defaultPriority: (Number(priority) || 3) as Priority,
      targets: (Array.isArray(targets) ? targets : []).map(parseTarget).filter((target) => target !== null),
    };
  });
}

/** The limit in seconds of one interval, the one for this priority before the one for all. */
export function limitOf(type: IncidentType | undefined, priority: Priority, interval: string): number | null {
  const fitting = (type?.targets ?? []).filter((target) => target.interval === interval);
  const own = fitting.find((target) => target.priority === priority) ?? fitting.find((target) => target.priority === null);
  return own?.limitS ?? null;
}

export type Pace = "none" | "good" | "near" | "late";

export interface Progress {
  /** Time since the report, running until somebody is on scene or it is resolved. */
  elapsedMs: number;
  limitS: number | null;
  /** 0 to 1 of the limit. */
  share: number;
  pace: Pace;
  isRunning: boolean;
}

/** The interval that ends with a stamp, and where it begins; see the report of response times. */
const INTERVAL_TO: Readonly<Partial<Record<Stamp, { name: string; from: Stamp }>>> = {
  acknowledged: { name: "answering", from: "reported" }, dispatched: { name: "processing", from: "acknowledged" },
  en_route: { name: "turnout", from: "dispatched" }, on_scene: { name: "travel", from: "en_route" }, resolved: { name: "resolution", from: "reported" },
};

/** How long a stamp is waited for, against the limit of the interval that it ends. Without that interval's begin: since the report. */
export function waitingFor(stamp: Stamp, incident: Incident, type: IncidentType | undefined, now: number): Omit<Progress, "share" | "isRunning"> {
  const interval = INTERVAL_TO[stamp];
  const start = interval && incident.stamps[interval.from];
  // Calls are answered one by one: with a call the incident has no interval of answering.
  const isMeasured = start !== undefined && !(interval?.name === "answering" && incident.calls > 0);
  const limitS = isMeasured && interval ? limitOf(type, incident.priority, interval.name) : null;
  const elapsedMs = Math.max(0, now - (start ?? incident.stamps.reported ?? now));
  const share = limitS === null ? 0 : elapsedMs / (limitS * 1000);
  return { elapsedMs, limitS, pace: limitS === null ? "none" : share >= 1 ? "late" : share >= 0.75 ? "near" : "good" };
}

/** Total response against its target: reported to on scene. */
export function progress(incident: Incident, type: IncidentType | undefined, now: number): Progress {
  const start = incident.stamps.reported ?? now;
  const stop = incident.stamps.on_scene ?? incident.stamps.resolved;
  const elapsedMs = Math.max(0, (stop ?? now) - start);
  const limitS = incident.targetS ?? limitOf(type, incident.priority, "total_response");
  const share = limitS ? elapsedMs / (limitS * 1000) : 0;
  const pace: Pace = limitS === null ? "none" : share >= 1 ? "late" : share >= 0.75 && stop === undefined ? "near" : "good";
  return { elapsedMs, limitS, share: Math.min(1, share), pace, isRunning: stop === undefined };
}
