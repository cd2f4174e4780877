import { describe, expect, it } from "vitest";
import { mayRing, REPEAT_S, ring, ringing, snooze, SNOOZE_MS, stillWaiting, type Sound } from "./ringing";
import { anIncident } from "./testing";

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
