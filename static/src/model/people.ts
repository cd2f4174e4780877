/** The people whom an incident may be handed to, and how a choice of them reads. */

import { gettext, ngettext, pgettext } from "./i18n";

export interface Person {
  id: number;
  name: string;
  role: string;
  open: number;
  isPresent: boolean;
}

export interface Choice {
  value: string;
  label: string;
}

/** The choice that gives an incident to nobody: it rings in the queue. */
export const QUEUE = "queue";

export function parsePeople(raw: readonly Record<string, unknown>[]): Person[] {
  return raw.map((person) => ({
    id: Number(person.id), name: String(person.name ?? ""), role: String(person.role_name ?? ""),
    open: Number(person.open_incidents) || 0, isPresent: person.is_present === true,
  }));
}

/** Who is present first, then the least busy; the queue comes last. */
export function choicesOf(people: readonly Person[]): Choice[] {
  const sorted = [...people].sort((a, b) => Number(b.isPresent) - Number(a.isPresent) || a.open - b.open || a.name.localeCompare(b.name));
  return [...sorted.map((person) => ({ value: String(person.id), label: told(person) })), { value: QUEUE, label: gettext("The queue: it rings") }];
}

/** The id of a chosen person; null is the queue. */
export function chosen(value: string): number | null {
  return value === QUEUE ? null : Number(value);
}

function told({ name, role, open, isPresent }: Person): string {
  const busy = ngettext("holds %(count)s", "holds %(count)s", open);
  return [name, role, busy, isPresent ? pgettext("person", "present") : pgettext("person", "not present")].join(" · ");
}
