import { describe, expect, it } from "vitest";
import { FROZEN_MS, labelOf, pauseAfter, Progress, REFRESH_MS, Sameness, STALLED_MS } from "./pictures";

describe("a picture that refreshes", () => {
  it("is asked for every few seconds, and ever more seldom while it fails", () => {
    expect(pauseAfter(0, "", 0)).toBe(REFRESH_MS);
    expect([1, 2, 3, 9].map((failures) => pauseAfter(failures, "camera_too_slow", 0))).toEqual([5000, 10_000, 20_000, 60_000]);
    expect(pauseAfter(0, "", 1)).toBeGreaterThan(REFRESH_MS);
  });

  it("is asked for once a minute when only an admin can mend what is wrong", () => {
    expect(pauseAfter(1, "no_snapshot_address", 0)).toBe(60_000);
  });

  it("is called unchanged when the very same bytes come for long", () => {
    const same = new Sameness();
    same.note('"a"', 0);
    same.note('"a"', FROZEN_MS);
    expect(same.frozenFor(FROZEN_MS - 1)).toBeNull();
    expect(same.frozenFor(FROZEN_MS)).toBe(FROZEN_MS);
    same.note('"b"', FROZEN_MS + 5);
    expect(same.frozenFor(FROZEN_MS + 10)).toBeNull();
  });

  it("without a mark is never called unchanged", () => {
    const same = new Sameness();
    same.note("", 0);
    expect(same.frozenFor(10 * FROZEN_MS)).toBeNull();
  });
});

describe("a stream", () => {
  it("stands still when no new frame comes, whatever its clock says", () => {
    const progress = new Progress();
    expect(progress.stalledFor(60_000)).toBeNull();
    progress.note(0, 0);
    expect(progress.hasBegun).toBe(false);
    progress.note(25, 1000);
    progress.note(25, 2000);
    expect(progress.hasBegun).toBe(true);
    expect(progress.stalledFor(1000 + STALLED_MS - 1)).toBeNull();
    expect(progress.stalledFor(1000 + STALLED_MS)).toBe(STALLED_MS);
    progress.note(26, 9000);
    expect(progress.stalledFor(9001)).toBeNull();
  });
});

describe("the words on a picture", () => {
  it("call nothing live but a stream that moves", () => {
    const words = [
      labelOf({ kind: "snapshot", ageMs: 500, frozenMs: null }), labelOf({ kind: "stalled", forMs: 7000 }), labelOf({ kind: "failed", ageMs: 40_000 }),
      labelOf({ kind: "connecting" }), labelOf({ kind: "loading" }), labelOf({ kind: "snapshot", ageMs: 500, frozenMs: 60_000 }),
    ];
    for (const { text, tone } of words) {
      expect(text).not.toContain("LIVE");
      expect(tone).not.toBe("live");
    }
    expect(labelOf({ kind: "live", behindMs: 3200 })).toEqual({ text: "LIVE −3 s", tone: "live" });
    expect(labelOf({ kind: "live", behindMs: null }).text).toBe("LIVE");
  });

  it("mark what is old, unchanged or standing still", () => {
    expect(labelOf({ kind: "snapshot", ageMs: 4000, frozenMs: null })).toEqual({ text: "4 s ago", tone: "plain" });
    expect(labelOf({ kind: "snapshot", ageMs: 40_000, frozenMs: null }).tone).toBe("warn");
    expect(labelOf({ kind: "snapshot", ageMs: 1000, frozenMs: 60_000 })).toEqual({ text: "unchanged for 60 s", tone: "warn" });
    expect(labelOf({ kind: "stalled", forMs: 7000 })).toEqual({ text: "stands still for 7 s", tone: "bad" });
    expect(labelOf({ kind: "failed", ageMs: null }).text).toBe("no picture");
  });
});
