import { expect, it } from "vitest";
import { compare } from "./sorting";
import { stepOf } from "./heat";

it("sorts numbers as numbers and leaves empty cells at the end, whichever way", () => {
  const cells = ["10", "", "9", "100"];
  expect([...cells].sort((a, b) => compare(a, b, "ascending"))).toEqual(["9", "10", "100", ""]);
  expect([...cells].sort((a, b) => compare(a, b, "descending"))).toEqual(["100", "10", "9", ""]);
});

it("gives the most the darkest step and none the lightest", () => {
  expect([0, 1, 50, 99, 100].map((count) => stepOf(count, 100))).toEqual([0, 0, 2, 4, 4]);
  expect(stepOf(0, 0)).toBe(0);
});
