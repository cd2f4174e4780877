/** A line of an incident's timeline in words: the server names it, here it gets its values. */

import { gettext } from "./i18n";
import { nameOf, type Priority } from "./messages";
import { parseAt } from "./time";
import { lineWord, outcomeWord, priorityWord, unitStatusWord } from "./words";

export interface Line {
  at: number | null;
  text: string;
  who: string;
  isOffline: boolean;
}

type Raw = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");
const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);

/** A kept value as people read it: a point as coordinates, a thing by its name. */
function shown(value: unknown): string {
  if (!isRaw(value)) return text(value);
  const { coordinates } = value;
  if (Array.isArray(coordinates)) return [...(coordinates as number[])].reverse().map((n) => n.toFixed(5)).join(", ");
  return nameOf(value) || text(value.number) || text(value.title);
}

function unitLine(kind: string, raw: Raw): string {
  const unit = isRaw(raw.new) ? text(raw.new.call_sign) : "";
  return `${unit} · ${unitStatusWord(kind.slice("unit_".length))}`;
}

function change(raw: Raw): string {
  const [before, after] = raw.field === "priority"
    ? [raw.old, raw.new].map((value) => priorityWord(Number(value) as Priority)) : [shown(raw.old), shown(raw.new)];
  if (raw.field === "outcome") return outcomeWord(after ?? "");
  if (!after) return "";
  return before ? gettext("%(old)s → %(new)s", { old: before, new: after }) : after;
}

/** One entry of `incidents/{id}/timeline/`. */
export function lineOf(raw: Raw): Line {
  const kind = text(raw.kind);
  const isUnit = kind.startsWith("unit_");
  const name = isUnit ? unitLine(kind, raw) : text(raw.name) || lineWord(kind);
  const parts = [name, isUnit ? "" : change(raw), text(raw.note), text(raw.reason)];
  return {
    at: parseAt(text(raw.at)), text: [...new Set(parts.filter(Boolean))].join(" · "), who: nameOf(raw.by), isOffline: raw.is_offline === true,
  };
}
