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
/** A flood of new ones is no siren: one ring ends before the next begins. */
const SHORTEST_PAUSE_MS = 1500;
export const SNOOZE_MS = 120_000;

export interface Ringing {
  /** What waits to be taken, most severe and oldest first, those put off left out. */
  waiting: readonly Incident[];
  /** The one priority that sounds. */
  priority: Priority | null;
  /** How many were put off, and until when the first of them is. */
  putOff: { count: number; until: number };
}

/** The last ring: when, how severe, and for which incidents. */
export interface Rung {
  at: number;
  priority: Priority;
  ids: ReadonlySet<string>;
}

export function ringing(incidents: readonly Incident[], sound: Sound, now: number): Ringing {
  const all = incidents.filter((incident) => incident.isOpen && incident.rings);
  const untils = all.map((incident) => sound.snoozed[incident.id] ?? 0).filter((until) => until > now);
  const waiting = all
    .filter((incident) => (sound.snoozed[incident.id] ?? 0) <= now)
    .sort((a, b) => a.priority - b.priority || (a.stamps.reported ?? 0) - (b.stamps.reported ?? 0));
  return { waiting, priority: waiting[0]?.priority ?? null, putOff: { count: untils.length, until: untils.length > 0 ? Math.min(...untils) : 0 } };
}

/** Is it time to play? At once for what is more severe than what rang last, or has not rung yet; else when the pause is over. */
export function mayRing(state: Ringing, sound: Sound, last: Rung | null, now: number): boolean {
  if (state.priority === null || !sound.isArmed || sound.isMuted) return false;
  if (!last || state.priority < last.priority) return true;
  const pause = now - last.at;
  return pause >= REPEAT_S[state.priority] * 1000 || (pause >= SHORTEST_PAUSE_MS && loudest(state).some((id) => !last.ids.has(id)));
}

/** The ring that sounds now. */
export function ring(state: Ringing, priority: Priority, now: number): Rung {
  return { at: now, priority, ids: new Set(loudest(state)) };
}

/** What no longer waits is forgotten, so that it rings at once when it waits again. */
export function stillWaiting(last: Rung | null, state: Ringing): Rung | null {
  if (!last || state.priority === null) return null;
  const waiting = new Set(state.waiting.map(({ id }) => id));
  return { ...last, ids: new Set([...last.ids].filter((id) => waiting.has(id))) };
}

const loudest = ({ waiting, priority }: Ringing): string[] => waiting.filter((incident) => incident.priority === priority).map(({ id }) => id);

/** What was put off until a time that has passed is forgotten. */
export function withoutOver(snoozed: Readonly<Record<string, number>>, now: number): Record<string, number> {
  return Object.fromEntries(Object.entries(snoozed).filter(([, until]) => until > now));
}

/** Put all that waits off for a while; a new incident still rings. */
export function snooze(state: Ringing, snoozed: Readonly<Record<string, number>>, now: number): Record<string, number> {
  const until = now + SNOOZE_MS;
  return { ...withoutOver(snoozed, now), ...Object.fromEntries(state.waiting.map((incident) => [incident.id, until])) };
}
