/** When an incident that nobody took rings: the most severe alone, again and again, until somebody takes it. */

import type { Incident, Priority } from "./messages";

export interface Sound {
  /** A click has allowed the browser to play. */
  isArmed: boolean;
  isMuted: boolean;
  /** Until when an incident was put off, by id. */
  snoozed: Readonly<Record<string, number>>;
}

/** Seconds between two rings of one priority. */
export const REPEAT_S: Readonly<Record<Priority, number>> = { 1: 4, 2: 8, 3: 15, 4: 30, 5: 60 };
export const SNOOZE_MS = 120_000;

export interface Ringing {
  /** What waits to be taken, most severe and oldest first, those put off left out. */
  waiting: readonly Incident[];
  /** The one priority that sounds. */
  priority: Priority | null;
}

export function ringing(incidents: readonly Incident[], sound: Sound, now: number): Ringing {
  const waiting = incidents
    .filter((incident) => incident.isOpen && incident.rings && (sound.snoozed[incident.id] ?? 0) <= now)
    .sort((a, b) => a.priority - b.priority || (a.stamps.reported ?? 0) - (b.stamps.reported ?? 0));
  return { waiting, priority: waiting[0]?.priority ?? null };
}

/** Is it time to play? At once for something more severe than what rang last; else when its pause is over. */
export function mayRing(
  state: Ringing, sound: Sound, last: { at: number; priority: Priority } | null, now: number,
): boolean {
  if (state.priority === null || !sound.isArmed || sound.isMuted) return false;
  if (!last || state.priority < last.priority) return true;
  return now - last.at >= REPEAT_S[state.priority] * 1000;
}

/** What was put off until a time that has passed is forgotten. */
export function withoutOver(snoozed: Readonly<Record<string, number>>, now: number): Record<string, number> {
  return Object.fromEntries(Object.entries(snoozed).filter(([, until]) => until > now));
}

/** Put all that waits off for a while; a new incident still rings. */
export function snooze(state: Ringing, snoozed: Readonly<Record<string, number>>, now: number): Record<string, number> {
  const until = now + SNOOZE_MS;
  return { ...withoutOver(snoozed, now), ...Object.fromEntries(state.waiting.map((incident) => [incident.id, until])) };
}
