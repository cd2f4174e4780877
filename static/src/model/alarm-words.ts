/** The user's words for what an alarm is: its state, its source, what was measured, how it was cleared. */

import type { Alarm, AlarmState } from "./alarm";
import { gettext, ngettext, numberText, pgettext } from "./i18n";
import type { Priority } from "./messages";
import { cameraStatusWord, serviceWord } from "./words";

const say = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code.replace(/_/g, " ");

export function alarmStateWord(state: string): string {
  return say({
    unacknowledged: pgettext("alarm state", "not acknowledged"),
    acknowledged: pgettext("alarm state", "acknowledged"),
    returned: pgettext("alarm state", "over, not acknowledged"),
    shelved: pgettext("alarm state", "shelved"),
    suppressed: pgettext("alarm state", "suppressed"),
    out_of_service: pgettext("alarm state", "out of service"),
    cleared: pgettext("alarm state", "cleared"),
  }, state);
}

/** What the state means, for whoever meets it for the first time. */
export function alarmStateMeaning(state: AlarmState): string {
  return {
    unacknowledged: gettext("It goes on, and nobody has acknowledged it yet."),
    acknowledged: gettext("It goes on; somebody has acknowledged it."),
    returned: gettext("The source is back to normal, but nobody has acknowledged it."),
    shelved: gettext("Put by until the time that is given; it comes back by itself."),
    suppressed: gettext("A rule keeps it silent while its cause lasts."),
    out_of_service: gettext("The source is under maintenance."),
    cleared: gettext("It is over."),
  }[state];
}

/** One letter for a canvas or a narrow column: colour and shape are never alone. */
export function priorityLetter(priority: Priority): string {
  return [
    pgettext("priority letter", "C"), pgettext("priority letter", "H"), pgettext("priority letter", "M"),
    pgettext("priority letter", "L"), pgettext("priority letter", "N"),
  ][priority - 1] as string;
}

export const CLEARINGS = ["true", "false", "test", "unknown"] as const;

export function clearingWord(clearing: string): string {
  return say({
    true: pgettext("alarm clearing", "true alarm"),
    false: pgettext("alarm clearing", "false alarm"),
    test: pgettext("alarm clearing", "test"),
    unknown: pgettext("alarm clearing", "not known"),
  }, clearing);
}

export function sourceKindWord(kind: string): string {
  return say({
    sensor: pgettext("alarm source", "sensor"),
    camera: pgettext("alarm source", "camera"),
    node: pgettext("alarm source", "network node"),
    plate: pgettext("alarm source", "number plate"),
    detection: pgettext("alarm source", "detection"),
    unit: pgettext("alarm source", "unit"),
    system: pgettext("alarm source", "system"),
  }, kind);
}

function measureWord(measure: string): string {
  return say({
    value: pgettext("measure", "Value"),
    rate: pgettext("measure", "Rate of change"),
    absence: pgettext("measure", "Silent for"),
  }, measure);
}

/** UCUM codes as they are written for people. */
const UNITS: Readonly<Record<string, string>> = { Cel: "°C", "ug/m3": "µg/m³", "uSv/h": "µSv/h", "[ppm]": "ppm", "[pH]": "pH", "m/s2": "m/s²", "1": "" };

const amount = (value: unknown): string =>
  typeof value === "number" && Number.isFinite(value) ? numberText(value, Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 2 : 1) : "";

/** `5.31 m`, or nothing for what is no number. */
export function withUnit(value: unknown, unit: unknown): string {
  const code = typeof unit === "string" ? unit : "";
  const number = amount(value);
  return number && [number, UNITS[code] ?? code].filter(Boolean).join(" ");
}

export type Fact = [name: string, value: string];

/** What the source told when it raised the alarm: value, unit and limit, object seen, what has failed. */
export function factsOf({ facts }: Pick<Alarm, "facts">): Fact[] {
  const { measure, value, unit, limit, compare, peak } = facts;
  const text = (name: string): string => (typeof facts[name] === "string" ? (facts[name] as string) : "");
  const limitText = withUnit(limit, unit);
  const shown: Fact[] = [
    [measureWord(typeof measure === "string" ? measure : "value"), withUnit(value, measure === "absence" ? "s" : unit)],
    [gettext("Limit"), limitText && (compare === "below" ? gettext("below %(limit)s", { limit: limitText }) : compare === "above" ? gettext("above %(limit)s", { limit: limitText }) : limitText)],
    [gettext("Peak"), peak === value ? "" : withUnit(peak, unit)],
    [gettext("Seen"), [text("label"), text("sub_label")].filter(Boolean).join(" · ")],
    [gettext("Certainty"), typeof facts.score === "number" ? `${Math.round(facts.score * 100)} %` : ""],
    [gettext("Number plate"), text("plate")],
    [gettext("Why it is sought"), text("watch_reason")],
    [gettext("Cause"), text("cause")],
    [gettext("Cameras touched"), typeof facts.cameras_count === "number" ? numberText(facts.cameras_count) : ""],
    [gettext("Service"), text("service") && serviceWord(text("service"))],
    [gettext("Incident"), text("number")],
    [gettext("Camera status"), text("status") && cameraStatusWord(text("status"))],
  ];
  return shown.filter(([, said]) => said !== "");
}

/** The line under an alarm's name in a list. */
export function briefOf(alarm: Pick<Alarm, "facts">): string {
  const { value, unit, limit, compare, measure } = alarm.facts;
  const said = withUnit(value, measure === "absence" ? "s" : unit);
  const limitText = withUnit(limit, unit);
  if (said && limitText) return `${said} ${compare === "below" ? "<" : ">"} ${limitText}`;
  const facts = factsOf(alarm);
  return facts.length > 0 ? facts.slice(0, 2).map(([, fact]) => fact).join(" · ") : "";
}

export function timesWord(occurrences: number): string {
  return occurrences > 1 ? ngettext("%(count)s time", "%(count)s times", occurrences) : "";
}

