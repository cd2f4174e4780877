import { describe, expect, it } from "vitest";
import { ageOf, LOST_MS, Motion, OLD_MS, TRAIL_MS } from "./motion";

const at = (x: number): { x: number; y: number } => ({ x: x / 1000, y: 0 });

describe("a unit between two positions", () => {
  it("glides for as long as it took to the new one, and stands there", () => {
    const motion = new Motion(at(0), 0, 0);
    expect(motion.isMoving(0)).toBe(false);
    motion.hear(at(10), 5000, 5000);
    expect(motion.where(5000).x).toBe(0);
    expect(motion.where(7500).x).toBeCloseTo(0.005);
    expect(motion.isMoving(9999)).toBe(true);
    expect(motion.where(60_000)).toEqual(at(10));
    expect(motion.isMoving(10_000)).toBe(false);
  });

  it("goes on from where its mark is when the next position comes early", () => {
    const motion = new Motion(at(0), 0, 0);
    motion.hear(at(10), 4000, 4000);
    motion.hear(at(20), 6000, 6000);
    expect(motion.where(6000).x).toBeCloseTo(0.005);
    expect(motion.where(8000).x).toBeCloseTo(0.02);
  });

  it("never takes longer than six seconds nor less than what the eye follows", () => {
    const motion = new Motion(at(0), 0, 0);
    motion.hear(at(10), 600_000, 600_000);
    expect(motion.isMoving(606_000)).toBe(false);
    motion.hear(at(11), 606_010, 606_010);
    expect(motion.isMoving(606_800)).toBe(true);
  });

  it("appears where it is after a jump that nobody drives", () => {
    const motion = new Motion(at(0), 0, 0);
    motion.hear(at(500), 5000, 5000);
    expect(motion.where(5000)).toEqual(at(500));
  });

  it("does not go back to an older position", () => {
    const motion = new Motion(at(10), 5000, 5000);
    motion.hear(at(0), 6000, 4000);
    expect(motion.where(99_000)).toEqual(at(10));
  });
});

describe("the way a unit has come", () => {
  it("is the places where it was, and forgets what is old", () => {
    const motion = new Motion(at(0), 0, 0);
    motion.hear(at(1), 1000, 1000);
    motion.hear(at(1), 2000, 2000);
    motion.hear(at(2), 3000, 3000);
    expect(motion.trail(3000).map(({ at: when }) => when)).toEqual([0, 1000, 3000]);
    expect(motion.trail(TRAIL_MS + 1500).map(({ at: when }) => when)).toEqual([3000]);
  });

  it("has an end, however long it is watched", () => {
    const motion = new Motion(at(0), 0, 0);
    for (let n = 1; n < 1000; n++) motion.hear(at(n), n, n);
    expect(motion.trail(1000).length).toBe(180);
  });
});

it("a position fades in two steps", () => {
  expect([ageOf(null, 1), ageOf(0, OLD_MS), ageOf(0, OLD_MS + 1), ageOf(0, LOST_MS + 1)]).toEqual(["fresh", "fresh", "old", "lost"]);
});
