/** The user's words for codes; of a code that is newer than this page it is told that it has no word here. */

import type { Priority } from "./messages";
import { gettext, pgettext } from "./i18n";

const label = (words: Record<string, string>, code: string): string => words[code] ?? (code ? unknownWord(code) : "");
const unknownWord = (code: string): string => gettext("unknown (%(code)s)", { code: code.replace(/_/g, " ") });

export function priorityWord(priority: Priority): string {
  return [
    pgettext("priority", "critical"), pgettext("priority", "high"), pgettext("priority", "medium"),
    pgettext("priority", "low"), pgettext("priority", "normal"),
  ][priority - 1] as string;
}

export function statusWord(status: string): string {
  return label({
    reported: pgettext("incident status", "new"),
    acknowledged: pgettext("incident status", "acknowledged"),
    dispatched: pgettext("incident status", "dispatched"),
    en_route: pgettext("incident status", "en route"),
    on_scene: pgettext("incident status", "on scene"),
    resolved: pgettext("incident status", "resolved"),
    closed: pgettext("incident status", "closed"),
    on_hold: pgettext("incident status", "on hold"),
    cancelled: pgettext("incident status", "cancelled"),
    unfounded: pgettext("incident status", "unfounded"),
    reopened: pgettext("incident status", "reopened"),
    merged: pgettext("incident status", "merged"),
  }, status);
}

export function stepWord(stamp: string): string {
  return label({
    reported: pgettext("step", "reported"),
    acknowledged: pgettext("step", "taken"),
    dispatched: pgettext("step", "sent"),
    en_route: pgettext("step", "en route"),
    on_scene: pgettext("step", "on scene"),
    resolved: pgettext("step", "resolved"),
    closed: pgettext("step", "closed"),
  }, stamp);
}

export function unitStatusWord(status: string): string {
  return label({
    available: pgettext("unit status", "available"),
    assigned: pgettext("unit status", "assigned"),
    accepted: pgettext("unit status", "accepted"),
    en_route: pgettext("unit status", "en route"),
    on_scene: pgettext("unit status", "on scene"),
    busy: pgettext("unit status", "busy"),
    off_duty: pgettext("unit status", "off duty"),
    out_of_service: pgettext("unit status", "out of service"),
    cleared: pgettext("unit status", "cleared"),
    refused: pgettext("unit status", "refused"),
    expired: pgettext("unit status", "did not accept in time"),
    stood_down: pgettext("unit status", "called off"),
    pre_empted: pgettext("unit status", "sent to something more urgent"),
  }, status);
}

export function aidWord(status: string): string {
  return label({ asked: pgettext("aid", "asked, no answer yet"), agreed: pgettext("aid", "agreed"), refused: pgettext("aid", "refused") }, status);
}

export const SERVICES: readonly string[] = ["prevention", "patrol", "road_patrol", "guard", "national_guard", "fire", "rescue", "medical", "utilities"];

export function serviceWord(service: string): string {
  return label({
    prevention: pgettext("service", "prevention"),
    patrol: pgettext("service", "patrol"),
    road_patrol: pgettext("service", "road patrol"),
    guard: pgettext("service", "guard"),
    national_guard: pgettext("service", "National Guard"),
    fire: pgettext("service", "fire"),
    rescue: pgettext("service", "rescue"),
    medical: pgettext("service", "medical"),
    utilities: pgettext("service", "utilities"),
  }, service);
}

export function cameraStatusWord(status: string): string {
  return label({
    online: pgettext("camera status", "online"),
    degraded: pgettext("camera status", "degraded"),
    offline: pgettext("camera status", "offline"),
    maintenance: pgettext("camera status", "maintenance"),
    unknown: pgettext("camera status", "unknown"),
  }, status);
}

export function sensorStatusWord(status: string): string {
  return label({
    ok: gettext("in order"), crossed: gettext("limit crossed"), stale: gettext("silent"), maintenance: gettext("maintenance"), unknown: gettext("no reading yet"),
  }, status);
}

export function cameraKindWord(kind: string): string {
  return label({
    overview: pgettext("camera kind", "overview"),
    face: pgettext("camera kind", "face"),
    anpr: pgettext("camera kind", "plates"),
    plate: pgettext("camera kind", "plates"),
    ptz: pgettext("camera kind", "PTZ"),
  }, kind);
}

export function outageCauseWord(cause: string): string {
  return label({
    timeout: pgettext("outage", "no answer in time"),
    refused: pgettext("outage", "no connection"),
    authentication: pgettext("outage", "login refused"),
    dns: pgettext("outage", "name not found"),
    tls: pgettext("outage", "certificate refused"),
    garbage: pgettext("outage", "no proper answer"),
    reported: pgettext("outage", "reported"),
    node: pgettext("outage", "network node failed"),
  }, cause);
}

export const OUTCOMES = ["dealt_with", "report_taken", "detained", "handed_over", "nothing_found", "false_alarm"] as const;

export function outcomeWord(outcome: string): string {
  return label({
    dealt_with: pgettext("outcome", "dealt with"),
    report_taken: pgettext("outcome", "report taken"),
    detained: pgettext("outcome", "detained"),
    handed_over: pgettext("outcome", "handed over"),
    nothing_found: pgettext("outcome", "nothing found"),
    false_alarm: pgettext("outcome", "false alarm"),
  }, outcome);
}

/** A system that reports by itself is called by the name it gave itself. */
export function sourceWord(source: string): string {
  const words: Record<string, string> = {
    call: pgettext("source", "call"),
    "102": pgettext("source", "102 call"),
    "112": pgettext("source", "112 call"),
    operator: pgettext("source", "operator"),
    officer: pgettext("source", "officer"),
    button: pgettext("source", "panic button"),
    app: pgettext("source", "mobile app"),
    sensor: pgettext("source", "sensor"),
    camera: pgettext("source", "camera"),
    sos: pgettext("source", "SOS"),
    simulator: pgettext("source", "simulator"),
    api: pgettext("source", "API"),
    import: pgettext("source", "import"),
  };
  return words[source] ?? source;
}

/** A line of the timeline that the server gave no name. */
export const lineWord = (kind: string): string => (kind ? unknownWord(kind) : gettext("Entry"));

/** `Only a supervisor may …` and the like come from the server; these are for what it did not answer. */
export const unreachable = (): string => gettext("The server cannot be reached. Try again.");
export const outcomeUnknown = (): string => gettext("The server did not answer: it is not known whether this was saved. Look before you try again.");
