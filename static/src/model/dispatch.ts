/** Who can be sent, as the server ranked them; which of them are ticked; what the next send would be. */

import type { LonLat } from "./geo";
import { lonLatOf } from "./geo";
import { isRaw, kept, list, text, type Raw } from "./raw";

/** What a unit that cannot be sent is at work on. */
export interface Held {
  number: string;
  title: string;
  priority: number;
  status: string;
  canBeTaken: boolean;
}

export interface Candidate {
  id: string;
  callSign: string;
  service: string;
  status: string;
  at: LonLat | null;
  distanceM: number | null;
  ageS: number | null;
  reasons: readonly string[];
  held: Held | null;
}

export interface Need {
  service: string;
  skill: string;
  count: number;
  sent: number;
  missing: number;
  recommended: readonly string[];
}

export interface Aid {
  service: string;
  distanceM: number;
}

export interface Near {
  candidates: readonly Candidate[];
  leftOut: readonly Candidate[];
  across: readonly Aid[];
  needed: readonly Need[];
  withoutPosition: number;
  ofOtherServices: number;
}

/** Of those that cannot be sent the server tells no more. */
export const LEFT_OUT_TOLD = 20;

const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

function heldOf(raw: unknown): Held | null {
  if (!isRaw(raw)) return null;
  return { number: text(raw.number), title: text(raw.title), priority: Number(raw.priority), status: text(raw.status), canBeTaken: raw.can_be_taken === true };
}

function candidateOf(raw: unknown): Candidate | null {
  if (!isRaw(raw)) return null;
  return {
    id: text(raw.id), callSign: text(raw.call_sign), service: text(raw.service), status: text(raw.status), at: lonLatOf(raw.location),
    distanceM: numberOf(raw.distance_m), ageS: numberOf(raw.position_age_s), reasons: list(raw.reasons).map(text), held: heldOf(raw.held),
  };
}

function needOf(raw: unknown): Need | null {
  if (!isRaw(raw)) return null;
  return {
    service: text(raw.service), skill: text(raw.skill), count: Number(raw.count), sent: Number(raw.sent), missing: Number(raw.missing),
    recommended: list(raw.recommended).map(text),
  };
}

/** The answer of `incidents/{id}/nearest-units/`. */
export function parseNear(raw: Raw): Near {
  return {
    candidates: kept(list(raw.results).map(candidateOf)), leftOut: kept(list(raw.left_out).map(candidateOf)),
    across: list(raw.across_border).filter(isRaw).map((aid) => ({ service: text(aid.service), distanceM: Number(aid.distance_m) })),
    needed: kept(list(raw.needed).map(needOf)), withoutPosition: Number(raw.without_position) || 0, ofOtherServices: Number(raw.of_other_services) || 0,
  };
}

/** What is recommended for what is still needed. */
export function recommended(near: Near): ReadonlySet<string> {
  return new Set(near.needed.flatMap((need) => need.recommended));
}

/** What tells one unit from another: a reason that all of several have ranks nobody. */
export function telling(near: Near, candidate: Candidate): string[] {
  const { candidates } = near;
  const isShared = (reason: string): boolean => candidates.length > 1 && candidates.every(({ reasons }) => reasons.includes(reason));
  return candidate.reasons.filter((reason) => !isShared(reason));
}

/** The ticks after a new answer: who can no longer be sent is dropped; until somebody has ticked, the recommended set is. */
export function ticksAfter(near: Near, ticked: ReadonlySet<string>, isByHand: boolean): Set<string> {
  const wanted = isByHand ? ticked : recommended(near);
  return new Set(near.candidates.map(({ id }) => id).filter((id) => wanted.has(id)));
}

export function toggled(ticked: ReadonlySet<string>, id: string): Set<string> {
  const after = new Set(ticked);
  if (!after.delete(id)) after.add(id);
  return after;
}

/** Whom Enter sends: all that are ticked, in their order; else the one that has the focus. */
export function wouldGo(near: Near, ticked: ReadonlySet<string>, focused: string | null): Candidate[] {
  const chosen = near.candidates.filter(({ id }) => ticked.has(id));
  return chosen.length > 0 ? chosen : near.candidates.filter(({ id }) => id === focused);
}

/** What became of one unit. */
export interface SentResult {
  unit: string;
  isSent: boolean;
  detail: string;
}

/** The answer of `incidents/{id}/dispatch/`, or the refusals that a 409 of "all or none" names. */
export function parseSent(rows: unknown): SentResult[] {
  return list(rows).filter(isRaw).map((row) => ({ unit: text(row.unit), isSent: isRaw(row.assignment), detail: text(row.detail) }));
}
