/** Objects for tests that say only what matters. */

import { parseAlarm, type Alarm } from "./alarm";
import type { EventFrame, Incident } from "./messages";
import { parseIncident } from "./messages";

let made = 0;

export function rawIncident(values: Record<string, unknown> = {}): Record<string, unknown> {
  made++;
  return {
    id: `i${made}`, number: `TK-26-${String(made).padStart(6, "0")}`, region: "UZ-TK", district: null, type: "fire", priority: 3,
    status: "reported", title: "Fire", location: { type: "Point", coordinates: [69.28, 41.31] }, address: "", source: "102",
    is_exercise: false, reported_at: "2026-10-01T08:00:00.000Z", handler: null, calls_count: 1, units: [], version: 1, open: true,
    needs_ack: true, target_s: 300, ...values,
  };
}

export function anIncident(values: Record<string, unknown> = {}): Incident {
  return parseIncident(rawIncident(values)) as Incident;
}

export function rawAlarm(values: Record<string, unknown> = {}): Record<string, unknown> {
  made++;
  return {
    id: `a${made}`, region: "UZ-TK", district: null, type: "threshold", rule: { id: "1", name: "River is high" }, priority: 3,
    state: "unacknowledged", source: `sensor:${made}`, source_kind: "sensor", source_id: String(made), source_code: `W-${made}`,
    source_name: "Bridge", location: { type: "Point", coordinates: [69.28, 41.31] }, sites: [], camera: null, sensor: String(made),
    facts: { measure: "value", value: 5.31, unit: "m", limit: 4.2, compare: "above" }, occurrences: 1, raised_at: "2026-10-01T08:00:00.000Z",
    last_at: "2026-10-01T08:00:00.000Z", returned_at: null, acknowledged_at: null, acknowledged_by: null, shelved_until: null,
    shelve_reason: "", cleared_at: null, clearing: null, escalation: 0, incident: null, is_chattering: false, needs_clearing: false,
    version: 1, open: true, ...values,
  };
}

export function anAlarm(values: Record<string, unknown> = {}): Alarm {
  return parseAlarm(rawAlarm(values)) as Alarm;
}

export function anEvent(values: Partial<EventFrame> & { seq: number }): EventFrame {
  const data = values.data as { id?: string } | null | undefined;
  return {
    type: "event", region: "UZ-TK", topic: "incidents", kind: "incident.changed", id: data?.id ?? "i1", at: "2026-10-01T08:00:01.000Z",
    data: null, ...values,
  };
}
