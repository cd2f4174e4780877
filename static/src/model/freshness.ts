/** How old what a layer shows is: since the newest word that covers it. Moments are of this machine's clock. */

import type { Frame } from "./messages";

export type Subject = "incidents" | "units" | "cameras" | "sensors";

export class Freshness {
  private readonly at: Partial<Record<Subject, number>> = {};
  private confirmedAt: number | null = null;

  /** A frame came: which layers does it tell of? */
  hear(frame: Frame, now: number): void {
    if (frame.type === "positions") this.at.units = now;
    else if (frame.type === "heartbeat") this.confirmedAt = now;
    else if (frame.type === "event" && (frame.topic === "incidents" || frame.topic === "cameras" || frame.topic === "sensors")) this.at[frame.topic] = now;
  }

  /** It was loaded whole. */
  loaded(subject: Subject, now: number): void {
    this.at[subject] = now;
  }

  /**
   * Milliseconds since what is shown was true, null before it has come. A heartbeat says that every event was sent,
   * so that it covers incidents and cameras; positions come beside the events, and only a frame of them counts.
   */
  age(subject: Subject, now: number): number | null {
    const own = this.at[subject];
    if (own === undefined) return null;
    return Math.max(0, now - (subject === "units" ? own : Math.max(own, this.confirmedAt ?? own)));
  }
}
