/**
 * A flood of alarms (ISA-18.2, EEMUA 191): it begins when more than 10 came within 10 minutes, and is over when fewer
 * than 5 did. Counted is what was raised, whatever has become of it since.
 */

import type { Alarm } from "./alarm";
import { MINUTE_MS } from "./time";

export const FLOOD_WINDOW_MS = 10 * MINUTE_MS;
const MORE_THAN = 10;
const FEWER_THAN = 5;

export interface Flood {
  isOn: boolean;
  /** Raised within the last 10 minutes. */
  count: number;
  since: number | null;
}

export const CALM: Flood = { isOn: false, count: 0, since: null };

/** How it stands now, after how it stood before. */
export function flooded(before: Flood, count: number, now: number): Flood {
  const isOn = before.isOn ? count >= FEWER_THAN : count > MORE_THAN;
  return { isOn, count, since: isOn ? (before.since ?? now) : null };
}

/** Remembers what was raised in the window: an alarm that is cleared at once was one all the same. */
export class FloodWatch {
  private readonly raised = new Map<string, number>();
  private state: Flood = CALM;

  get flood(): Flood {
    return this.state;
  }

  /** Another question (a region is chosen, a snapshot has come): what was counted belongs to the old one. */
  forget(): void {
    this.raised.clear();
    this.state = CALM;
  }

  /** These alarms are there now. Answers whether the flood began or ended. */
  look(alarms: readonly Alarm[], now: number): boolean {
    for (const { id, raisedAt } of alarms) if (raisedAt !== null && now - raisedAt < FLOOD_WINDOW_MS) this.raised.set(id, raisedAt);
    for (const [id, at] of this.raised) if (now - at >= FLOOD_WINDOW_MS) this.raised.delete(id);
    const before = this.state;
    this.state = flooded(before, this.raised.size, now);
    return before.isOn !== this.state.isOn;
  }
}
