import { describe, expect, it } from "vitest";
import { build, buffersOf, builtOf, conesOf } from "./building";
import { worldX, worldY } from "./geo";
import { ALONE_FROM, reachAt, ZOOMS } from "./levels";
import { parsePoints, placeOf, rowOf, statusOf } from "./points";
import { Pyramid, type Filter, type Part } from "./pyramid";

const STATUSES = ["online", "degraded", "offline", "maintenance", "unknown"];
const WORLD: Part = { west: 0, north: 0, east: 256, south: 256 };

/** Numbers that look like chance, the same in each run (mulberry32). */
function chance(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Truth {
  id: number;
  x: number;
  y: number;
  status: number;
  kind: number;
}

/** Cities with dense middles, some points on one spot, ids in no order. */
function country(count: number, seed: number): { raw: object; truth: Truth[] } {
  const next = chance(seed);
  const cities = Array.from({ length: 12 }, () => [57 + next() * 15, 37.5 + next() * 7]);
  const rows = Array.from({ length: count }, (_, i) => {
    const city = cities[Math.floor(next() * 12)] as number[];
    const far = next() ** 3 * 0.4;
    const angle = next() * 7;
    const lonlat = i % 50 === 1 ? [6_924_000, 4_131_000] : [
      Math.round(((city[0] as number) + Math.cos(angle) * far) * 1e5), Math.round(((city[1] as number) + Math.sin(angle) * far) * 1e5),
    ];
    return { id: ((i * 7919) % 1_000_003) + 1, lon: lonlat[0] as number, lat: lonlat[1] as number, status: next() < 0.9 ? 0 : Math.floor(next() * 5), kind: Math.floor(next() * 4) };
  });
  const delta = (name: "lon" | "lat"): number[] => rows.map((row, i) => row[name] - (rows[i - 1]?.[name] ?? 0));
  const raw = {
    version: "v", statuses: STATUSES, kinds: ["overview", "face", "plate", "ptz"], regions: ["UZ-TK"], ids: rows.map(({ id }) => id),
    lon: delta("lon"), lat: delta("lat"), status: rows.map(({ status }) => status), kind: rows.map(({ kind }) => kind), region: rows.map(() => 0),
  };
  return { raw, truth: rows.map(({ lon, lat, ...row }) => ({ ...row, x: worldX(lon / 1e5), y: worldY(lat / 1e5) })) };
}

function made(count: number, seed: number): { pyramid: Pyramid; truth: Truth[] } {
  const { raw, truth } = country(count, seed);
  const { points, levels } = build(raw, STATUSES);
  return { pyramid: new Pyramid(points, levels), truth };
}

const passes = ({ statuses, kinds }: Filter, { status, kind }: Truth): boolean => (statuses?.has(status) ?? true) && (kinds?.has(kind) ?? true);

function tally(truth: readonly Truth[], filter: Filter): number[] {
  return STATUSES.map((_, status) => truth.filter((row) => row.status === status && passes(filter, row)).length);
}

function told(pyramid: Pyramid, zoom: number, part = WORLD): number[] {
  return STATUSES.map((_, status) => pyramid.within(zoom, part).reduce((sum, { byStatus }) => sum + (byStatus[status] ?? 0), 0));
}

const FILTERS: Filter[] = [
  { statuses: null, kinds: null }, { statuses: new Set([2]), kinds: null }, { statuses: new Set([1, 2, 4]), kinds: new Set([0, 3]) },
  { statuses: null, kinds: new Set([1]) }, { statuses: new Set(), kinds: null },
];

describe("the pyramid", () => {
  it.each([1, 2, 3])("counts at every zoom and under every filter what one by one counts (seed %i)", (seed) => {
    const { pyramid, truth } = made(3000, seed);
    for (const filter of FILTERS) {
      pyramid.show(filter);
      for (const zoom of ZOOMS) expect(told(pyramid, zoom)).toEqual(tally(truth, filter));
      expect([...pyramid.shown().byStatus]).toEqual(tally(truth, filter));
    }
  });

  it("counts what turns, under a filter too, wherever it was counted before", () => {
    const { pyramid, truth } = made(2000, 4);
    const next = chance(9);
    for (let round = 0; round < 40; round++) {
      const filter = FILTERS[round % FILTERS.length] as Filter;
      if (round % 7 === 0) pyramid.show(filter);
      const shown = FILTERS[(round - (round % 7)) % FILTERS.length] as Filter;
      const zoom = ZOOMS[Math.floor(next() * ZOOMS.length)] as number;
      told(pyramid, zoom);
      const camera = truth[Math.floor(next() * truth.length)] as Truth;
      camera.status = Math.floor(next() * 5);
      const row = rowOf(pyramid.points, camera.id);
      pyramid.points.status[row] = camera.status;
      pyramid.turned(row);
      expect(told(pyramid, zoom)).toEqual(tally(truth, shown));
    }
  });

  it("finds in a part of the world all that is there and nothing twice", () => {
    const { pyramid, truth } = made(3000, 5);
    const next = chance(11);
    for (let round = 0; round < 60; round++) {
      const [x, y] = [worldX(57 + next() * 15), worldY(37.5 + next() * 7)];
      const size = next() ** 3 * 4;
      const part = { west: x - size, east: x + size, north: y - size, south: y + size };
      const inside = truth.filter((row) => row.x >= part.west && row.x <= part.east && row.y >= part.north && row.y <= part.south);
      const rows = pyramid.rowsWithin(part);
      expect(rows.map((row) => pyramid.points.ids[row]).sort()).toEqual(inside.map(({ id }) => id).sort());
    }
  });

  it("has each point under one cluster, and none far from it", () => {
    const { pyramid } = made(2000, 6);
    for (const zoom of ZOOMS) {
      const clusters = pyramid.within(zoom, WORLD);
      const rows = clusters.flatMap((cluster) => pyramid.rowsOf(cluster));
      expect(new Set(rows).size).toBe(2000);
      expect(rows.length).toBe(2000);
      for (const cluster of clusters) {
        const { west, east } = pyramid.boxOf(cluster);
        // Each step moves a middle by less than its reach; all steps together by less than twice that.
        expect((east - west) * 2 ** zoom).toBeLessThan(reachAt(zoom) * 4 + (zoom < ALONE_FROM ? reachAt(zoom) * 4 : 0));
      }
    }
  });

  it("keeps together at every zoom what shares one spot, and each of them can be named", () => {
    const { pyramid, truth } = made(1000, 7);
    const [x, y] = [worldX(69.24), worldY(41.31)];
    const here = truth.filter((row) => Math.abs(row.x - x) < 1e-9 && Math.abs(row.y - y) < 1e-9).map(({ id }) => id).sort();
    const near = { west: x - 1e-6, east: x + 1e-6, north: y - 1e-6, south: y + 1e-6 };
    const [cluster, ...others] = pyramid.within(19, near);
    expect(others).toEqual([]);
    expect(pyramid.rowsOf(cluster as NonNullable<typeof cluster>).map((row) => pyramid.points.ids[row]).sort()).toEqual(here);
    expect(here.length).toBeGreaterThan(10);
  });

  it("shows the one that is left of a cluster where it stands", () => {
    const { pyramid, truth } = made(500, 8);
    const lone = truth.find(({ status }) => status === 2) as Truth;
    for (const row of truth) if (row.status === 2 && row !== lone) pyramid.points.status[rowOf(pyramid.points, row.id)] = 0;
    pyramid.show({ statuses: new Set([2]), kinds: null });
    for (const zoom of ZOOMS) {
      const [only, ...others] = pyramid.within(zoom, WORLD);
      expect(others).toEqual([]);
      expect([only?.count, only?.x, only?.y]).toEqual([1, lone.x, lone.y]);
      expect(pyramid.points.ids[only?.only ?? -1]).toBe(lone.id);
    }
  });

  it("made of one zoom alone counts there, and near it, the same", () => {
    const { raw, truth } = country(2000, 10);
    for (const zoom of [4, 9.5, 15, 17, 19]) {
      const { points, levels } = builtOf(parsePoints(raw, STATUSES), zoom);
      const pyramid = new Pyramid(points, levels);
      expect(levels.length).toBe(1);
      for (const filter of FILTERS) {
        pyramid.show(filter);
        for (const other of [zoom, zoom + 1]) expect(told(pyramid, other)).toEqual(tally(truth, filter));
      }
    }
  });

  it("of nothing is empty", () => {
    const { points, levels } = build({}, STATUSES);
    const pyramid = new Pyramid(points, levels);
    expect([pyramid.all, pyramid.within(10, WORLD), pyramid.shown().count]).toEqual([0, [], 0]);
    expect(new Pyramid().within(5, WORLD)).toEqual([]);
  });
});

describe("points", () => {
  it("come back by their id with place and status", () => {
    const { pyramid: { points }, truth } = made(300, 12);
    for (const { id, status, x } of truth) {
      expect(statusOf(points, rowOf(points, id))).toBe(STATUSES[status]);
      expect(worldX(placeOf(points, id)?.[0] ?? 0)).toBeCloseTo(x, 9);
    }
    expect([rowOf(points, -5), rowOf(points, 5e9), placeOf(points, 0.5)]).toEqual([-1, -1, null]);
  });

  it("take the page's order of words, whatever the server's is", () => {
    const raw = { statuses: ["unknown", "new word", "online"], kinds: ["ptz"], ids: [4, 2, 9], lon: [0, 1, 1], lat: [0, 0, 0], status: [2, 0, 1], kind: [0, 0, 0] };
    const { points } = build(raw, STATUSES);
    expect([4, 2, 9].map((id) => statusOf(points, rowOf(points, id)))).toEqual(["online", "unknown", "unknown"]);
  });

  it("get their cones by id, those that are gone are left out", () => {
    const { points } = build({ ids: [7, 3], lon: [0, 5], lat: [0, 5], status: [0, 0], kind: [0, 0], statuses: STATUSES }, STATUSES);
    const cones = conesOf({ ids: [3, 99], azimuth: [90, 1], fov_deg: [null, 2], range_m: [80, 3] }, points);
    const of = (id: number): unknown[] => [cones.azimuth, cones.fov, cones.rangeM].map((column) => column[rowOf(points, id)]);
    expect([of(3), of(7)]).toEqual([[90, 60, 80], [-1, 0, 0]]);
  });

  it("cross to another thread whole", () => {
    const built = build(country(20, 1).raw, STATUSES);
    const views = [built.points.ids, built.points.x, built.points.byId, built.levels[0]?.starts];
    for (const view of views) expect(buffersOf(built)).toContain(view?.buffer);
    expect(new Set(buffersOf(built)).size).toBe(buffersOf(built).length);
  });
});
