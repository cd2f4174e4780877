import { describe, expect, it } from "vitest";
import { mayRing, REPEAT_S, ring, ringing, ringOfAlarm, ringOfFlood, ringOfIncident, snooze, SNOOZE_MS, stillWaiting, type Sound } from "./ringing";
import { anAlarm, anIncident as incidentOf } from "./testing";

const anIncident = (values: Record<string, unknown> = {}) => ringOfIncident(incidentOf(values));

const ARMED: Sound = { isArmed: true, isMuted: false, snoozed: {} };
const NOW = 1_000_000;

describe("what rings", () => {
  it("is the highest severity that nobody took, and only that", () => {
    const state = ringing([anIncident({ priority: 4 }), anIncident({ priority: 2 }), anIncident({ priority: 1, needs_ack: false })], ARMED, NOW);
    expect(state.priority).toBe(2);
    expect(state.waiting.map((incident) => incident.priority)).toEqual([2, 4]);
  });

  it("is nothing once all are taken", () => {
    expect(ringing([anIncident({ needs_ack: false })], ARMED, NOW).priority).toBeNull();
  });

  it("is what its handler's screen has left, although it was acknowledged", () => {
    expect(ringing([anIncident({ status: "acknowledged", needs_ack: true, priority: 1 })], ARMED, NOW).priority).toBe(1);
  });
});

describe("how it rings", () => {
  const first = anIncident({ priority: 2 });
  const state = ringing([first], ARMED, NOW);
  const last = ring(state, 2, NOW);

  it("repeats after its pause, not before", () => {
    expect(mayRing(state, ARMED, last, NOW + REPEAT_S[2] * 1000 - 1)).toBe(false);
    expect(mayRing(state, ARMED, last, NOW + REPEAT_S[2] * 1000)).toBe(true);
  });

  it("rings at once for something more severe", () => {
    expect(mayRing(state, ARMED, { ...last, priority: 3 }, NOW + 1)).toBe(true);
  });

  it("rings at once for a new incident of the same severity, but is no siren when many come", () => {
    const both = ringing([first, anIncident({ priority: 2 })], ARMED, NOW);
    expect(mayRing(both, ARMED, last, NOW + 1500)).toBe(true);
    expect(mayRing(both, ARMED, last, NOW + 500)).toBe(false);
    expect(mayRing(both, ARMED, ring(both, 2, NOW), NOW + 1500)).toBe(false);
  });

  it("does not ring at once for a new one that is less severe", () => {
    expect(mayRing(ringing([first, anIncident({ priority: 4 })], ARMED, NOW), ARMED, last, NOW + 1500)).toBe(false);
  });

  it("rings at once for an incident that waits again", () => {
    const taken = stillWaiting(last, ringing([anIncident({ priority: 2 })], ARMED, NOW));
    expect(mayRing(state, ARMED, taken, NOW + 1500)).toBe(true);
  });

  it("is silent while muted, and before somebody armed it", () => {
    expect(mayRing(state, { ...ARMED, isMuted: true }, null, NOW)).toBe(false);
    expect(mayRing(state, { ...ARMED, isArmed: false }, null, NOW)).toBe(false);
  });
});

describe("putting off", () => {
  const old = anIncident({ priority: 1 });
  const snoozed = snooze(ringing([old], ARMED, NOW), {}, NOW);

  it("silences what waits for two minutes, and then it rings again", () => {
    expect(ringing([old], { ...ARMED, snoozed }, NOW + SNOOZE_MS - 1).priority).toBeNull();
    expect(ringing([old], { ...ARMED, snoozed }, NOW + SNOOZE_MS).priority).toBe(1);
  });

  it("does not silence an incident that comes meanwhile", () => {
    expect(ringing([old, anIncident({ priority: 5 })], { ...ARMED, snoozed }, NOW + 1).priority).toBe(5);
  });

  it("leaves a trace: how many were put off, and until when", () => {
    const later = anIncident({ priority: 3 });
    const state = ringing([old, later, anIncident({ priority: 2 })], { ...ARMED, snoozed: { ...snoozed, [later.id]: NOW + 5000 } }, NOW);
    expect(state.putOff).toEqual({ count: 2, until: NOW + 5000 });
    expect(ringing([old], ARMED, NOW).putOff.count).toBe(0);
  });
});

describe("alarms", () => {
  it("ring beside incidents, the most severe of both", () => {
    const state = ringing([anIncident({ priority: 2 }), ringOfAlarm(anAlarm({ priority: 1 }))], ARMED, NOW);
    expect(state.priority).toBe(1);
  });

  it("are silent when acknowledged, shelved, suppressed or out of service, not when they returned unseen", () => {
    const rings = (state: string) => ringing([ringOfAlarm(anAlarm({ state }))], ARMED, NOW).priority !== null;
    expect(["unacknowledged", "returned"].map(rings)).toEqual([true, true]);
    expect(["acknowledged", "shelved", "suppressed", "out_of_service", "cleared"].map(rings)).toEqual([false, false, false, false, false]);
  });

  it("of a flood are one sound: one more of the same severity does not ring at once, one more severe does", () => {
    const many = Array.from({ length: 12 }, () => anAlarm({ priority: 3 }));
    const first = ringing(ringOfFlood(many), ARMED, NOW);
    expect(first.waiting.map(({ id, count }) => [id, count])).toEqual([["flood-3", 12]]);
    const last = ring(first, 3, NOW);
    const more = ringing(ringOfFlood([...many, anAlarm({ priority: 3 })]), ARMED, NOW);
    expect(mayRing(more, ARMED, last, NOW + 2000)).toBe(false);
    const worse = ringing(ringOfFlood([...many, anAlarm({ priority: 1 })]), ARMED, NOW);
    expect(mayRing(worse, ARMED, last, NOW + 1)).toBe(true);
  });
});
