import { describe, expect, it } from "vitest";
import { applyChanges, health, parseColumns } from "./cameras";
import { gather, turn, WORLD, type CameraColumns, type Cluster, type Part } from "./clusters";
import type { CameraChange } from "./messages";

const COLUMNS = {
  version: "1", statuses: ["online", "degraded", "offline", "maintenance", "unknown"], kinds: ["overview", "ptz"], regions: ["UZ-TK", "UZ-SA"],
  ids: [1, 2, 3, 9], lon: [6_928_000, 1, 1, -230_000], lat: [4_131_000, 0, 1, -170_000], status: [0, 2, 0, 0], kind: [0, 1, 0, 0],
  region: [0, 0, 0, 1], cones: { ids: [1, 3], azimuth: [90, 0], fov_deg: [60, 90], range_m: [50, 40] },
};

function change(id: number, status: string, isOpen = true): Map<number, CameraChange> {
  return new Map([[id, { id, region: "UZ-TK", status, isOpen }]]);
}

function clusters(columns: CameraColumns, zoom: number, aloneFrom: number, part?: Part): readonly Cluster[] {
  return gather(columns, zoom, aloneFrom, part).clusters;
}

describe("columns of cameras", () => {
  it("become places, words and cones", () => {
    const cameras = parseColumns(COLUMNS);
    expect(cameras.lon[1]).toBeCloseTo(69.28001, 5);
    expect(cameras.columns.kind).toEqual(["overview", "ptz", "overview", "overview"]);
    expect(cameras.cones.get(1)).toEqual({ azimuth: 90, fov: 60, rangeM: 50 });
    expect(cameras.cones.has(2)).toBe(false);
  });

  it("count health by region", () => {
    expect(health(parseColumns(COLUMNS), "")).toEqual({ online: 3, all: 4 });
    expect(health(parseColumns(COLUMNS), "UZ-TK")).toEqual({ online: 2, all: 3 });
  });

  it("take live changes, and ask to be loaded anew when a camera came or went", () => {
    const cameras = parseColumns(COLUMNS);
    expect(applyChanges(cameras, change(1, "offline"))).toEqual({ turns: [{ index: 0, from: 0, to: 2 }], isUnknown: false });
    expect(health(cameras, "").online).toBe(2);
    expect(applyChanges(cameras, change(1, "offline"))).toEqual({ turns: [], isUnknown: false });
    expect(applyChanges(cameras, change(77, "online")).isUnknown).toBe(true);
    expect(applyChanges(cameras, change(1, "offline", false)).isUnknown).toBe(true);
    expect(applyChanges(cameras, change(77, "offline", false)).isUnknown).toBe(false);
  });

  it("of an empty scope are empty", () => {
    expect(parseColumns({}).columns.ids).toEqual([]);
  });
});

describe("clusters", () => {
  it("lose no camera at any zoom, and hide no failure", () => {
    const { columns } = parseColumns(COLUMNS);
    for (let zoom = 4; zoom <= 18; zoom++) {
      const found = clusters(columns, zoom, 15);
      expect(found.reduce((sum, cluster) => sum + cluster.count, 0)).toBe(4);
      expect(found.reduce((sum, cluster) => sum + (cluster.byStatus[2] ?? 0), 0)).toBe(1);
    }
  });

  it("gather what is near and leave what is far", () => {
    const found = clusters(parseColumns(COLUMNS).columns, 10, 15);
    expect(found.map((cluster) => cluster.count).sort()).toEqual([1, 3]);
  });

  it("of a part of the world are those of its cameras alone", () => {
    const { columns } = parseColumns(COLUMNS);
    const east = clusters(columns, 10, 15, { ...WORLD, west: columns.x[0] as number });
    expect(east.reduce((sum, cluster) => sum + cluster.count, 0)).toBe(3);
  });

  it("are single cameras at street zoom", () => {
    expect(clusters(parseColumns(COLUMNS).columns, 16, 15).every((cluster) => cluster.only >= 0)).toBe(true);
  });

  it("count a camera whose health changed as if gathered anew", () => {
    for (const zoom of [5, 10, 16]) {
      const cameras = parseColumns(COLUMNS);
      const kept = gather(cameras.columns, zoom, 15);
      for (const { index, from, to } of applyChanges(cameras, change(3, "degraded")).turns) turn(kept, index, from, to);
      const counts = (all: readonly Cluster[]): unknown => all.map(({ byStatus, count }) => [count, ...byStatus]);
      expect(counts(kept.clusters)).toEqual(counts(clusters(cameras.columns, zoom, 15)));
    }
  });
});
