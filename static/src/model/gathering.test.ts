import { expect, it } from "vitest";
import { gathered, gridded, type Items } from "./gathering";

const items = (places: readonly (readonly [number, number, number])[]): Items => ({
  x: Float64Array.from(places, ([x]) => x), y: Float64Array.from(places, ([, y]) => y), weight: Uint32Array.from(places, ([, , weight]) => weight),
});

it("squares hold what lies in them, at the mean of its weights", () => {
  const found = gridded(items([[1, 1, 1], [1.5, 1, 3], [9, 9, 2], [1.2, 5, 1]]), 2);
  expect(found && [...found.parent]).toEqual([0, 0, 1, 2]);
  expect(found && [...found.weight]).toEqual([4, 2, 1]);
  expect(found?.x[0]).toBeCloseTo(1.375);
});

it("squares gathered once more are no farther apart than points gathered at once", () => {
  const places = Array.from({ length: 900 }, (_, i) => [Math.sin(i) * 9, Math.cos(i * 1.7) * 9, 1] as const);
  const squares = gridded(items(places), 0.25);
  if (!squares) throw new Error("no squares");
  const [direct, above] = [gathered(items(places), 2), gathered(squares, 2)];
  expect(above.weight.reduce((sum, one) => sum + one)).toBe(900);
  expect(Math.abs(above.x.length - direct.x.length)).toBeLessThan(direct.x.length / 4);
});

it("there is no grid over nothing, nor one of more squares than are worth it", () => {
  expect(gridded(items([]), 1)).toBeNull();
  expect(gridded(items([[0, 0, 1], [200, 200, 1]]), 0.001)).toBeNull();
});
