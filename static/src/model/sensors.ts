/** Sensors as points: the words of their status, and what their kinds are called and measured in. */

import { gettext, numberText } from "./i18n";
import { parseAt, wholeAgeText } from "./time";

export const SENSOR_STATUSES = ["ok", "crossed", "stale", "maintenance", "unknown"] as const;

export interface SensorKind {
  name: string;
  /** The unit as people write it. */
  symbol: string;
  decimals: number;
}

type Raw = Record<string, unknown>;

export function parseKinds(raw: unknown): ReadonlyMap<string, SensorKind> {
  const entries = Object.entries((raw ?? {}) as Record<string, Raw>);
  return new Map(entries.map(([code, { name, symbol, decimals }]) => [code, { name: String(name ?? code), symbol: String(symbol ?? ""), decimals: Number(decimals) || 0 }]));
}

/** A value with its unit; a kind that the page does not know leaves the UCUM code that came with the value. */
export function valueText(value: unknown, kind: SensorKind | undefined, unit: string): string {
  if (typeof value !== "number") return gettext("none yet");
  return `${numberText(value, kind?.decimals ?? 2)} ${kind ? kind.symbol : unit}`.trim();
}

/** What must be said beside a value: that the sensor is silent, and for how long, or was never heard; else nothing. */
export function doubtOf(raw: Raw, now: number): string {
  const at = parseAt(String(raw.value_at ?? ""));
  if (at === null) return gettext("never heard");
  return raw.stale === true ? gettext("silent for %(age)s: not the present", { age: wholeAgeText(Math.max(0, now - at)) }) : "";
}
