/** What the feed tells of points is laid over their columns. */

import type { PointChange } from "./messages";
import { rowOf } from "./points";
import type { Pyramid } from "./pyramid";

/** Lay live changes over; `isOutdated` when one came, went or was edited, so that the columns must be loaded anew. */
export function applyChanges(known: Pyramid, changes: ReadonlyMap<number, PointChange>): { turned: number; isOutdated: boolean } {
  let turned = 0;
  let isOutdated = false;
  for (const { id, isOpen, isEdited, status } of changes.values()) {
    const row = rowOf(known.points, id);
    if (row >= 0 !== isOpen || isEdited) isOutdated = true;
    if (row >= 0 && isOpen && turn(known, row, status)) turned++;
  }
  return { turned, isOutdated };
}

function turn(known: Pyramid, row: number, word: string): boolean {
  const { status, statuses } = known.points;
  const place = statuses.indexOf(word);
  const now = place < 0 ? statuses.length - 1 : place;
  if (status[row] === now) return false;
  status[row] = now;
  known.turned(row);
  return true;
}
