import { describe, expect, it } from "vitest";
import { mayRing, REPEAT_S, ringing, snooze, SNOOZE_MS, type Sound } from "./ringing";
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
  const state = ringing([anIncident({ priority: 2 })], ARMED, NOW);

  it("repeats after its pause, not before", () => {
    const last = { at: NOW, priority: 2 as const };
    expect(mayRing(state, ARMED, last, NOW + REPEAT_S[2] * 1000 - 1)).toBe(false);
    expect(mayRing(state, ARMED, last, NOW + REPEAT_S[2] * 1000)).toBe(true);
  });

  it("rings at once for something more severe", () => {
    expect(mayRing(state, ARMED, { at: NOW, priority: 3 }, NOW + 1)).toBe(true);
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
});
