/** Objects for tests that say only what matters. */

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

export function anEvent(values: Partial<EventFrame> & { seq: number }): EventFrame {
  const data = values.data as { id?: string } | null | undefined;
  return {
    type: "event", region: "UZ-TK", topic: "incidents", kind: "incident.changed", id: data?.id ?? "i1", at: "2026-10-01T08:00:01.000Z",
    data: null, ...values,
  };
}
