import { describe, expect, it } from "vitest";
import { build } from "./building";
import { CAMERA_STATUSES, health } from "./cameras";
import type { PointChange } from "./messages";
import { applyChanges } from "./point-changes";
import { Pyramid } from "./pyramid";

const RAW = {
  statuses: CAMERA_STATUSES, kinds: ["overview", "ptz"], regions: ["UZ-TK", "UZ-SA"], ids: [1, 2, 3, 9],
  lon: [6_928_000, 1, 1, -230_000], lat: [4_131_000, 0, 1, -170_000], status: [0, 2, 0, 0], kind: [0, 1, 0, 0], region: [0, 0, 0, 1],
};

function cameras(): Pyramid {
  const { points, levels } = build(RAW, CAMERA_STATUSES);
  return new Pyramid(points, levels);
}

function change(id: number, status: string, rest: Partial<PointChange> = {}): Map<number, PointChange> {
  return new Map([[id, { id, region: "UZ-TK", status, isOpen: true, isEdited: false, ...rest }]]);
}

describe("cameras", () => {
  it("count health by region", () => {
    const { points } = cameras();
    expect(health(points, "")).toEqual({ online: 3, all: 4 });
    expect(health(points, "UZ-TK")).toEqual({ online: 2, all: 3 });
    expect(health(points, "UZ-XX")).toEqual({ online: 0, all: 0 });
  });

  it("take live changes, and ask to be loaded anew when one came, went or was edited", () => {
    const all = cameras();
    expect(applyChanges(all, change(1, "offline"))).toEqual({ turned: 1, isOutdated: false });
    expect(health(all.points, "").online).toBe(2);
    expect([...all.shown().byStatus]).toEqual([2, 0, 2, 0, 0]);
    expect(applyChanges(all, change(1, "offline"))).toEqual({ turned: 0, isOutdated: false });
    expect(applyChanges(all, change(77, "online")).isOutdated).toBe(true);
    expect(applyChanges(all, change(1, "offline", { isOpen: false })).isOutdated).toBe(true);
    expect(applyChanges(all, change(77, "offline", { isOpen: false })).isOutdated).toBe(false);
    expect(applyChanges(all, change(1, "offline", { isEdited: true })).isOutdated).toBe(true);
  });
});
