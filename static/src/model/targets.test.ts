import { describe, expect, it } from "vitest";
import { limitOf, parseTypes, progress } from "./targets";
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
