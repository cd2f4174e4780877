/** Which units are near a place, of those on the live screen. */

import { distanceM, type LonLat } from "./geo";
import type { Unit } from "./messages";

export interface Near {
  unit: Unit;
  distanceM: number;
}

/** The `limit` units on duty that are nearest to a place, nearest first; all but the one named. */
export function nearestUnits(units: readonly Unit[], place: LonLat, but: string, limit: number): Near[] {
  const known: Near[] = [];
  for (const unit of units) {
    if (unit.at && unit.id !== but && unit.isOpen && unit.status !== "off_duty") known.push({ unit, distanceM: distanceM(place, unit.at) });
  }
  return known.sort((a, b) => a.distanceM - b.distanceM).slice(0, limit);
}
