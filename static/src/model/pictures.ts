/** When a camera's picture is asked for again, whether it may pass for live, and what is said beside it. */

import { gettext } from "./i18n";
import { agoText, wholeAgeText } from "./time";

/** A picture that refreshes does so this often; a little apart, so that a wall does not ask for all at once. */
export const REFRESH_MS = 5000;
const SPREAD_MS = 1500;
const LONGEST_PAUSE_MS = 60_000;
/** Older than this a picture is marked: it does not show what is happening. */
export const OLD_MS = 15_000;
/** The same picture, bit by bit, for so long: the camera sends no new one. No sensor sees the same twice. */
export const FROZEN_MS = 45_000;
/** No new frame of a stream for so long: it stands still. */
export const STALLED_MS = 5000;

/** What only an admin can mend: asking again soon is in vain. */
const LASTING: ReadonlySet<string> = new Set(["no_snapshot_address", "camera_address_not_allowed", "camera_refused", "permission_denied", "not_found"]);

/** Milliseconds until the next picture is asked for, after so many failures in a row; `chance` is 0 to 1. */
export function pauseAfter(failures: number, code: string, chance: number): number {
  if (LASTING.has(code)) return LONGEST_PAUSE_MS;
  const pause = failures === 0 ? REFRESH_MS : REFRESH_MS * 2 ** Math.min(failures - 1, 4);
  return Math.min(LONGEST_PAUSE_MS, pause + chance * SPREAD_MS);
}

/** Since when a camera has sent the very same picture. */
export class Sameness {
  private mark = "";
  private since = 0;

  /** A picture came. */
  note(mark: string, at: number): void {
    if (mark === this.mark && mark !== "") return;
    this.mark = mark;
    this.since = at;
  }

  /** Milliseconds for which the picture has not changed, once that is suspicious; else null. */
  frozenFor(now: number): number | null {
    const ms = now - this.since;
    return this.mark !== "" && ms >= FROZEN_MS ? ms : null;
  }
}

/** Watches the frames of a stream: time that runs with no new frame is no live picture. */
export class Progress {
  private frames = -1;
  private movedAt: number | null = null;

  /** So many frames have been shown. */
  note(frames: number, at: number): void {
    if (frames > 0 && frames !== this.frames) this.movedAt = at;
    this.frames = frames;
  }

  /** Has any frame been shown? */
  get hasBegun(): boolean {
    return this.movedAt !== null;
  }

  /** Milliseconds without a new frame, once these are too many; else null. */
  stalledFor(now: number): number | null {
    if (this.movedAt === null || now - this.movedAt < STALLED_MS) return null;
    return now - this.movedAt;
  }
}

export type Look =
  | { kind: "loading" }
  | { kind: "snapshot"; ageMs: number; frozenMs: number | null }
  | { kind: "connecting" }
  | { kind: "live"; behindMs: number | null }
  | { kind: "stalled"; forMs: number }
  | { kind: "failed"; ageMs: number | null };

export type Tone = "plain" | "live" | "warn" | "bad";

/** The words on a picture, and how loud they are. Only a stream that moves is called live. */
export function labelOf(look: Look): { text: string; tone: Tone } {
  switch (look.kind) {
    case "loading":
      return { text: gettext("loading…"), tone: "plain" };
    case "connecting":
      return { text: gettext("connecting…"), tone: "plain" };
    case "live":
      return { text: look.behindMs === null || look.behindMs < 1000 ? gettext("LIVE") : gettext("LIVE −%(age)s", { age: wholeAgeText(look.behindMs) }), tone: "live" };
    case "stalled":
      return { text: gettext("stands still for %(age)s", { age: wholeAgeText(look.forMs) }), tone: "bad" };
    case "failed":
      return look.ageMs === null ? { text: gettext("no picture"), tone: "bad" } : { text: gettext("picture of %(ago)s", { ago: agoText(look.ageMs) }), tone: "bad" };
    case "snapshot":
      if (look.frozenMs !== null) return { text: gettext("unchanged for %(age)s", { age: wholeAgeText(look.frozenMs) }), tone: "warn" };
      return { text: agoText(look.ageMs), tone: look.ageMs > OLD_MS ? "warn" : "plain" };
  }
}
