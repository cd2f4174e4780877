/** What a wall display shows in turn, and whether what it shows may still be believed. */

import { isRaw, list, text } from "./raw";
import { MINUTE_MS, SECOND_MS } from "./time";

export interface Turn {
  slug: string;
  name: string;
  /** What stands after the `?` of the console's address. */
  query: string;
  seconds: number;
}

/** Codes of the feed in the reader's language: a display may ask for no more. */
export interface Names {
  types: Readonly<Record<string, string>>;
  alarmTypes: Readonly<Record<string, string>>;
  districts: Readonly<Record<string, string>>;
}

/** A view stands at least so long, whatever the page was told. */
const SHORTEST_S = 10;
/** Two heartbeats and a bit: what is older is called old in big letters. */
export const OLD_MS = 40 * SECOND_MS;
/** A connection that is down for a moment comes back before anybody could read of it. */
export const PATIENCE_MS = 5 * SECOND_MS;
/** A panel that shows the same pixels for years keeps them: all moves by these few, a step a minute. */
const SHIFTS: readonly (readonly [number, number])[] = [[0, 0], [2, 0], [2, 2], [0, 2]];

export function parseTurns(raw: unknown): Turn[] {
  return list(isRaw(raw) ? raw.turns : []).filter(isRaw).map((turn) => ({
    slug: text(turn.slug), name: text(turn.name), query: text(turn.query), seconds: Math.max(SHORTEST_S, Number(turn.seconds) || 0),
  }));
}

export function parseNames(raw: unknown): Names {
  const names = isRaw(raw) && isRaw(raw.names) ? raw.names : {};
  const words = (value: unknown): Record<string, string> =>
    Object.fromEntries(Object.entries(isRaw(value) ? value : {}).map(([code, name]) => [code, String(name)]));
  return { types: words(names.types), alarmTypes: words(names.alarm_types), districts: words(names.districts) };
}

/** Which turn it is `ms` after the first began, and which part of it has passed; round and round. */
export function turnAt(turns: readonly Turn[], ms: number): { index: number; share: number } {
  const whole = turns.reduce((sum, { seconds }) => sum + seconds, 0) * SECOND_MS;
  if (turns.length < 2 || whole <= 0) return { index: 0, share: 0 };
  let left = ms % whole;
  for (const [index, { seconds }] of turns.entries()) {
    if (left < seconds * SECOND_MS) return { index, share: left / (seconds * SECOND_MS) };
    left -= seconds * SECOND_MS;
  }
  return { index: 0, share: 0 };
}

/** Pixels by which everything is moved at this moment. */
export function shiftAt(ms: number): readonly [number, number] {
  return SHIFTS[Math.floor(ms / MINUTE_MS) % SHIFTS.length] as readonly [number, number];
}

export type Trust = "good" | "loading" | "old" | "signed_out" | "shut_out";

/** May the screen be believed? `ageMs` is how old its data are (null: none yet), `downMs` how long the connection is down. */
export function trustIn(state: string, ageMs: number | null, downMs: number): Trust {
  if (state === "signed_out") return "signed_out";
  if (state === "rights_changed") return "shut_out";
  if (ageMs === null) return downMs > PATIENCE_MS ? "old" : "loading";
  return ageMs > OLD_MS || (state !== "live" && downMs > PATIENCE_MS) ? "old" : "good";
}
