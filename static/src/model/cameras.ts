/** What is known of cameras as points: the words of their health, and how many are well. */

import type { Points } from "./points";

export const CAMERA_STATUSES = ["online", "degraded", "offline", "maintenance", "unknown"] as const;

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
