/** When what nobody took rings, incidents and alarms alike: the most severe alone, again and again, until somebody takes it. */

import type { Alarm } from "./alarm";
import type { LonLat } from "./geo";
import type { Incident, Priority } from "./messages";

/** Something that may ring. */
export interface Ringable {
  id: string;
  priority: Priority;
  rings: boolean;
  since: number;
  /** How many it stands for. */
  count: number;
  at: LonLat | null;
}

export function ringOfIncident({ id, priority, rings, isOpen, stamps, at }: Incident): Ringable {
  return { id, priority, rings: isOpen && rings, since: stamps.reported ?? 0, count: 1, at };
}

/** Help that another region asks of one of these rings there until somebody agrees or refuses. */
export function ringOfAid({ id, priority, isOpen, status, aid, stamps, at }: Incident, isMine: (region: string) => boolean): Ringable {
  const waits = aid.filter((asked) => asked.status === "asked" && isMine(asked.region));
  return { id: `aid-${id}`, priority, rings: isOpen && status !== "resolved" && waits.length > 0, since: stamps.reported ?? 0, count: waits.length, at };
}

export function ringOfAlarm({ id, priority, rings, raisedAt, at }: Alarm): Ringable {
  return { id, priority, rings, since: raisedAt ?? 0, count: 1, at };
}

/** A flood is one sound: its alarms of one severity ring as one thing, and a new one among them is no new ring. */
export function ringOfFlood(alarms: readonly Alarm[]): Ringable[] {
  const waiting = alarms.filter(({ rings }) => rings);
  return [...new Set(waiting.map(({ priority }) => priority))].map((priority) => {
    const same = waiting.filter((alarm) => alarm.priority === priority);
    return { id: `flood-${priority}`, priority, rings: true, since: Math.min(...same.map(({ raisedAt }) => raisedAt ?? 0)), count: same.length, at: null };
  });
}

export interface Sound {
  /** A click has allowed the browser to play. */
  isArmed: boolean;
  isMuted: boolean;
  /** Until when something was put off, by id. */
  snoozed: Readonly<Record<string, number>>;
}

/** Seconds between two rings of one priority. */
export const REPEAT_S: Readonly<Record<Priority, number>> = { 1: 4, 2: 8, 3: 15, 4: 30, 5: 60 };
/** A flood of new ones is no siren: one ring ends before the next begins. */
const SHORTEST_PAUSE_MS = 1500;
export const SNOOZE_MS = 120_000;

export interface Ringing {
  /** What waits to be taken, most severe and oldest first, those put off left out. */
  waiting: readonly Ringable[];
  /** The one priority that sounds. */
  priority: Priority | null;
  /** How many were put off, and until when the first of them is. */
  putOff: { count: number; until: number };
}

/** The last ring: when, how severe, and for which of them. */
export interface Rung {
  at: number;
  priority: Priority;
  ids: ReadonlySet<string>;
}

export function ringing(things: readonly Ringable[], sound: Sound, now: number): Ringing {
  const all = things.filter(({ rings }) => rings);
  const untils = all.map(({ id }) => sound.snoozed[id] ?? 0).filter((until) => until > now);
  const waiting = all
    .filter(({ id }) => (sound.snoozed[id] ?? 0) <= now)
    .sort((a, b) => a.priority - b.priority || a.since - b.since);
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

const loudest = ({ waiting, priority }: Ringing): string[] => waiting.filter((thing) => thing.priority === priority).map(({ id }) => id);

/** What was put off until a time that has passed is forgotten. */
export function withoutOver(snoozed: Readonly<Record<string, number>>, now: number): Record<string, number> {
  return Object.fromEntries(Object.entries(snoozed).filter(([, until]) => until > now));
}

/** Put all that waits off for a while; a new one still rings. */
export function snooze(state: Ringing, snoozed: Readonly<Record<string, number>>, now: number): Record<string, number> {
  const until = now + SNOOZE_MS;
  return { ...withoutOver(snoozed, now), ...Object.fromEntries(state.waiting.map(({ id }) => [id, until])) };
}
