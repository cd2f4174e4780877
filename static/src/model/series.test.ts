import { describe, expect, it } from "vitest";
import { around, dotsOf, moved, reach, rowsOf, zoomed, type Series } from "./series";

const series = (more: Partial<Series>): Series => ({
  symbol: "m", decimals: 2, from: "", to: "", step_s: 60, at: [0, 60_000, 90_000, 120_000], low: [1, 2, null, 3], high: [2, 4, null, 5],
  mean: [1.5, 3, null, 4], readings: [2, 2, 0, 2], outside: [0, 0, 0, 0], marks: [], thresholds: [], ...more,
});

describe("a span", () => {
  it("moves by a part of its length and keeps it", () => expect(moved({ from: 0, to: 100 }, -0.5)).toEqual({ from: -50, to: 50 }));
  it("grows and shrinks about its middle", () => expect(zoomed({ from: 0, to: 600_000 }, 0.5)).toEqual({ from: 150_000, to: 450_000 }));
  it("is never shorter than a minute", () => expect(zoomed({ from: 0, to: 60_000 }, 0.5)).toEqual({ from: 0, to: 60_000 }));
});

describe("what a chart reaches", () => {
  it("holds every value", () => {
    const [low, high] = reach(series({}));
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(5);
  });
  it("holds a limit that is near, and not one that is far", () => {
    const limit = (value: number): Series => series({ thresholds: [{ limit: value, compare: "above", level: 1 }] });
    expect(reach(limit(6))[1]).toBeGreaterThan(6);
    expect(reach(limit(600))[1]).toBeLessThan(7);
  });
  it("is something where nothing was said", () => expect(reach(series({ at: [], low: [], high: [] }))).toEqual([0, 1]));
});

it("a table has the newest first and no gaps", () => expect(rowsOf(series({})).map((row) => row.at)).toEqual([120_000, 60_000, 0]));

it("a point between two gaps is a dot, for no line reaches it", () => expect(dotsOf(series({}))).toEqual([3]));
it("few readings are dots, every one", () => expect(dotsOf(series({ step_s: 0 }))).toEqual([0, 1, 3]));

it("around what happened are the hours before it and one after it, and never what is still to come", () => {
  const hour = 3_600_000;
  expect(around(100 * hour, null, 101 * hour)).toEqual({ from: 97 * hour, to: 101 * hour });
  expect(around(100 * hour, 102 * hour, 200 * hour)).toEqual({ from: 97 * hour, to: 103 * hour });
  expect(around(100 * hour, 102 * hour, 102.5 * hour)).toEqual({ from: 97 * hour, to: 102.5 * hour });
  expect(around(100 * hour, null, 300 * hour)).toEqual({ from: 276 * hour, to: 300 * hour });
});
