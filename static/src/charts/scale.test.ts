import { describe, expect, it } from "vitest";
import { boxOf, breaksOf, classOf, lengthTicks, pathOf, placed } from "./scale";

describe("classes of colour", () => {
  it("hold about as many values each", () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
    const breaks = breaksOf(values);
    expect(breaks).toEqual([2, 4, 6, 8]);
    expect(values.map((value) => classOf(value, breaks))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it("are fewer when values are equal, and still reach from the lightest to the darkest", () => {
    const breaks = breaksOf([5, 5, 5, 9]);
    expect(breaks).toEqual([5]);
    expect([classOf(5, breaks), classOf(9, breaks)]).toEqual([0, 4]);
  });

  it("are one in the middle when all values are the same", () => {
    expect(classOf(7, breaksOf([7, 7]))).toBe(2);
    expect(breaksOf([])).toEqual([]);
  });
});

describe("an axis of lengths", () => {
  it("counts in seconds, minutes and hours as people do", () => {
    expect(lengthTicks(260)).toEqual([0, 60, 120, 180, 240, 300]);
    expect(lengthTicks(7)).toEqual([0, 2, 4, 6, 8]);
    expect(lengthTicks(0)).toEqual([0, 1]);
  });
});

describe("lines", () => {
  it("break where a figure is missing", () => {
    expect(pathOf([[0, 1], [1, 2], null, [3, 4]])).toBe("M0.0 1.0L1.0 2.0M3.0 4.0h0.1");
  });

  it("lie between the least and the greatest value", () => {
    expect(placed([10, null, 20], 100, 20)).toEqual([[0, 20], null, [100, 0]]);
    expect(placed([10], 100, 20)).toEqual([[0, 10]]);
  });
});

it("knows the box of a path", () => {
  expect(boxOf("M10 20L30 25L15 60Z")).toEqual({ width: 20, height: 40 });
});
