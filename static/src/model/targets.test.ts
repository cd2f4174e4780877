import { describe, expect, it } from "vitest";
import { limitOf, parseTypes, progress, waitingFor } from "./targets";
import { anIncident } from "./testing";

const [FIRE] = parseTypes([{
  code: "fire", name: "Fire", category: "fire", category_name: "Fires", default_priority: 2,
  targets: [{ priority: 1, interval: "total_response", limit_s: 300, share: 0.9 }, { priority: 2, interval: "total_response", limit_s: 480, share: 0.9 }],
}]);
const START = Date.parse("2026-10-01T08:00:00Z");

it("a limit is that of the priority", () => {
  expect(limitOf(FIRE, 1, "total_response")).toBe(300);
  expect(limitOf(FIRE, 2, "total_response")).toBe(480);
  expect(limitOf(FIRE, 3, "total_response")).toBeNull();
  expect(limitOf(undefined, 1, "travel")).toBeNull();
});

describe("progress against the target", () => {
  it.each([[60_000, "good"], [240_000, "near"], [300_000, "late"]])("after %d ms is %s", (ms, pace) => {
    expect(progress(anIncident({ target_s: 300 }), FIRE, START + ms).pace).toBe(pace);
  });

  it("stands still once somebody is on scene", () => {
    const arrived = anIncident({ target_s: 300, on_scene_at: "2026-10-01T08:04:30Z" });
    expect(progress(arrived, FIRE, START + 3_600_000)).toMatchObject({ elapsedMs: 270_000, pace: "good", isRunning: false });
  });

  it("is none without a target", () => {
    expect(progress(anIncident({ target_s: null, type: "x" }), undefined, START + 1000)).toMatchObject({ limitS: null, pace: "none", share: 0 });
  });
});

describe("waiting for the next stamp", () => {
  const [BURGLARY] = parseTypes([{
    code: "burglary", name: "Burglary", category: "crime", default_priority: 2,
    targets: [
      { priority: null, interval: "answering", limit_s: 10 }, { priority: null, interval: "processing", limit_s: 60 },
      { priority: null, interval: "resolution", limit_s: 3600 },
    ],
  }]);
  const minutes = (n: number): number => START + n * 60_000;

  it("measures the interval that the stamp ends, from where that begins", () => {
    const taken = anIncident({ acknowledged_at: "2026-10-01T08:02:00Z", status: "acknowledged" });
    expect(waitingFor("dispatched", taken, BURGLARY, minutes(2) + 30_000)).toEqual({ elapsedMs: 30_000, limitS: 60, pace: "good" });
  });

  it("measures resolution since the report, however late the last step was", () => {
    const there = anIncident({ acknowledged_at: "2026-10-01T08:02:00Z", on_scene_at: "2026-10-01T08:55:00Z", status: "on_scene" });
    expect(waitingFor("resolved", there, BURGLARY, minutes(61))).toEqual({ elapsedMs: 3_660_000, limitS: 3600, pace: "late" });
  });

  it("holds acknowledging against no limit where a call was answered", () => {
    expect(waitingFor("acknowledged", anIncident({ calls_count: 1 }), BURGLARY, minutes(1))).toEqual({ elapsedMs: 60_000, limitS: null, pace: "none" });
    expect(waitingFor("acknowledged", anIncident({ calls_count: 0 }), BURGLARY, minutes(1))).toMatchObject({ limitS: 10, pace: "late" });
  });

  it("counts from the report, without a limit, where the begin is not known", () => {
    expect(waitingFor("dispatched", anIncident(), BURGLARY, minutes(3))).toEqual({ elapsedMs: 180_000, limitS: null, pace: "none" });
  });
});
