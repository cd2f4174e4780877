import { expect, it } from "vitest";
import { closed, contents, crossing, isInside } from "./area";
import { build } from "./building";
import type { LonLat } from "./geo";
import { Pyramid } from "./pyramid";

const STATUSES = ["online", "offline"];
const SQUARE: LonLat[] = [[69, 41], [70, 41], [70, 42], [69, 42]];
/** A square with a bay cut in from the north. */
const HORSESHOE: LonLat[] = [[69, 41], [70, 41], [70, 42], [69.7, 42], [69.7, 41.3], [69.3, 41.3], [69.3, 42], [69, 42]];

function cameras(places: readonly LonLat[]): Pyramid {
  const delta = (axis: 0 | 1): number[] => places.map((at, i) => Math.round(at[axis] * 1e5) - Math.round((places[i - 1]?.[axis] ?? 0) * 1e5));
  const { points, levels } = build({
    statuses: STATUSES, kinds: ["ptz"], regions: ["UZ-TK"], ids: places.map((_, i) => i), lon: delta(0), lat: delta(1),
    status: places.map((_, i) => i % 2), kind: places.map(() => 0), region: places.map(() => 0),
  }, STATUSES);
  return new Pyramid(points, levels);
}

it("what is drawn by two corners is a rectangle, whichever comes first", () => {
  for (const corners of [[[69, 41], [70, 42]], [[70, 41], [69, 42]]] as LonLat[][]) {
    expect(isInside(closed(corners), [69.5, 41.5])).toBe(true);
    expect(isInside(closed(corners), [69.5, 42.1])).toBe(false);
  }
  expect(closed(SQUARE)).toBe(SQUARE);
});

it("a bay is outside though the area lies around it", () => {
  expect([[69.5, 41.2], [69.1, 41.9], [69.9, 41.9]].map((at) => isInside(HORSESHOE, at as unknown as LonLat))).toEqual([true, true, true]);
  expect([[69.5, 41.9], [69.5, 42.5], [68.9, 41.5]].map((at) => isInside(HORSESHOE, at as unknown as LonLat))).toEqual([false, false, false]);
});

it("an area holds the cameras that one by one lie in it, and of a filter those that it shows", () => {
  const places = Array.from({ length: 3000 }, (_, i): LonLat => [68.8 + ((i * 7919) % 1400) / 1000, 40.8 + ((i * 104_729) % 1399) / 1000]);
  const pyramid = cameras(places);
  const found = (): number[] => contents(HORSESHOE, { cameras: pyramid, sensors: null }, [], []).cameras.map((row) => pyramid.points.ids[row] as number).sort((a, b) => a - b);
  const inside = places.flatMap((at, i) => (isInside(HORSESHOE, at) ? [i] : []));
  expect(inside.length).toBeGreaterThan(500);
  expect(found()).toEqual(inside);
  pyramid.show({ statuses: new Set([1]), kinds: null });
  expect(found()).toEqual(inside.filter((i) => i % 2 === 1));
});

it("what has no point is in no area", () => {
  const incident = { at: null } as never;
  expect(contents(SQUARE, { cameras: null, sensors: null }, [{ at: [69.5, 41.5] } as never], [incident])).toMatchObject({ cameras: [], units: [{}], incidents: [] });
});

it("a table has the lines and columns that something is in, and all of it", () => {
  const table = crossing([["offline", "ptz"], ["offline", "ptz"], ["online", "face"]], ["online", "degraded", "offline"], ["face", "plate", "ptz"]);
  expect([table.lines, table.columns, table.all]).toEqual([["online", "offline"], ["face", "ptz"], 3]);
  expect([table.count("offline", "ptz"), table.count("online", "ptz")]).toEqual([2, 0]);
});
