/** All cameras in scope, with what changed since laid over. */

import type { CameraChange } from "./messages";
import { rowOf, type Points } from "./points";
import type { Pyramid } from "./pyramid";

export const CAMERA_STATUSES = ["online", "degraded", "offline", "maintenance", "unknown"] as const;

/** Lay live changes over; `isOutdated` when a camera came, went or was edited, so that the columns must be loaded anew. */
export function applyChanges(cameras: Pyramid, changes: ReadonlyMap<number, CameraChange>): { turned: number; isOutdated: boolean } {
  let turned = 0;
  let isOutdated = false;
  for (const { id, isOpen, isEdited, status } of changes.values()) {
    const row = rowOf(cameras.points, id);
    if (row >= 0 !== isOpen || isEdited) isOutdated = true;
    if (row >= 0 && isOpen && turn(cameras, row, status)) turned++;
  }
  return { turned, isOutdated };
}

function turn(cameras: Pyramid, row: number, word: string): boolean {
  const { status, statuses } = cameras.points;
  const place = statuses.indexOf(word);
  const now = place < 0 ? statuses.length - 1 : place;
  if (status[row] === now) return false;
  status[row] = now;
  cameras.turned(row);
  return true;
}

/** Online and all, in one region or everywhere. */
export function health({ status, region, regions }: Points, code: string): { online: number; all: number } {
  const wanted = regions.indexOf(code);
  let online = 0;
  let all = 0;
  for (let row = 0; row < status.length; row++) {
    if (code && region[row] !== wanted) continue;
    all++;
    if (status[row] === 0) online++;
  }
  return { online, all };
}
