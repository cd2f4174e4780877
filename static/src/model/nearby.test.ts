import { expect, test } from "vitest";

import type { Unit } from "./messages";
import { nearestUnits } from "./nearby";

const unit = (id: string, lon: number | null, status = "available"): Unit => ({
  id, callSign: id, service: "patrol", status, region: "UZ-TK", vehicle: "", crew: "", at: lon === null ? null : [lon, 41.3], positionAt: null, heading: null, isOpen: true,
});

test("the nearest are those on duty with a position, without the unit itself, nearest first", () => {
  const units = [unit("own", 69.2), unit("far", 69.4), unit("near", 69.21), unit("home", 69.2, "off_duty"), unit("lost", null), unit("next", 69.25)];
  const near = nearestUnits(units, [69.2, 41.3], "own", 2);
  expect(near.map((one) => one.unit.id)).toEqual(["near", "next"]);
  expect(near[0]?.distanceM).toBeCloseTo(835, -1);
});
