/** A line of an incident's timeline in words. */

import { gettext } from "./i18n";
import { outcomeWord, priorityWord, statusWord } from "./words";
import { nameOf, type Priority } from "./messages";
import { parseAt } from "./time";

export interface Line {
  at: number | null;
  text: string;
  who: string;
}

type Raw = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

function changed(raw: Raw): string {
  const values = { field: text(raw.field).replace(/_/g, " "), old: shown(raw.old), new: shown(raw.new) };
  if (raw.field === "priority") {
    return gettext("priority from %(old)s to %(new)s", { old: priorityWord(Number(raw.old) as Priority), new: priorityWord(Number(raw.new) as Priority) });
  }
  return values.old ? gettext("%(field)s changed from “%(old)s” to “%(new)s”", values) : gettext("%(field)s set: %(new)s", values);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  const { coordinates } = value as { coordinates?: unknown };
  if (Array.isArray(coordinates)) return [...(coordinates as number[])].reverse().map((n) => n.toFixed(5)).join(", ");
  return nameOf(value) || Object.values(value).filter((part) => typeof part !== "object").join(" ");
}

function what(raw: Raw): string {
  const kind = text(raw.kind);
  const unit = shown(raw.new) || shown(raw.old);
  const told: Record<string, () => string> = {
    reported: () => gettext("reported"),
    moved: () => gettext("status: %(status)s", { status: statusWord(text(raw.to_status)) }),
    noted: () => "",
    changed: () => changed(raw),
    corrected: () => gettext("%(field)s corrected from %(old)s to %(new)s", { field: text(raw.field).replace(/_/g, " "), old: shown(raw.old) || "—", new: shown(raw.new) || "—" }),
    transferred: () => gettext("handed over from %(old)s to %(new)s", { old: shown(raw.old), new: shown(raw.new) }),
    merged: () => gettext("merged"),
    attached: () => gettext("file added: %(name)s", { name: shown(raw.new) }),
    call_attached: () => gettext("call attached"),
    call_added: () => gettext("call attached"),
    handed_over: () => gettext("handler: %(name)s", { name: shown(raw.new) || "—" }),
    taken: () => gettext("taken over"),
    linked: () => gettext("linked"),
    unit_assigned: () => gettext("unit %(unit)s assigned", { unit }),
    unit_accepted: () => gettext("unit %(unit)s accepted", { unit }),
    unit_en_route: () => gettext("unit %(unit)s on its way", { unit }),
    unit_on_scene: () => gettext("unit %(unit)s on scene", { unit }),
    unit_cleared: () => gettext("unit %(unit)s cleared", { unit }),
    unit_refused: () => gettext("unit %(unit)s refused", { unit }),
    unit_expired: () => gettext("unit %(unit)s did not accept in time", { unit }),
    unit_stood_down: () => gettext("unit %(unit)s called off", { unit }),
    unit_pre_empted: () => gettext("unit %(unit)s sent to something more urgent", { unit }),
  };
  return (told[kind] ?? (() => kind.replace(/_/g, " ")))();
}

/** One entry of `incidents/{id}/timeline/`; a server that words it itself is believed. */
export function lineOf(raw: Raw): Line {
  const outcome = raw.field === "outcome" || text(raw.outcome) ? outcomeWord(text(raw.outcome) || shown(raw.new)) : "";
  const parts = [text(raw.text) || what(raw), outcome, text(raw.note) || text(raw.body), text(raw.reason)];
  return {
    at: parseAt(text(raw.at)),
    text: [...new Set(parts.filter(Boolean))].join(" · ") || gettext("note"),
    who: text(raw.by_name) || nameOf(raw.by) || nameOf(raw.actor),
  };
}
