/** The tablet's words: what each step is called on its button, and how things stand. */

import { gettext } from "../model/i18n";
import type { Status } from "./day";
import type { Entry } from "./queue";
import type { Gps } from "./whereabouts";

export function stepWord(to: Status): string {
  const words: Partial<Record<Status, string>> = {
    accepted: gettext("I accept"), en_route: gettext("I am on my way"), on_scene: gettext("I have arrived"), cleared: gettext("The work is done"),
  };
  return words[to] ?? to;
}

export function statusWord(status: Status): string {
  const words: Record<Status, string> = {
    assigned: gettext("new: waits for your answer"), accepted: gettext("accepted by you"), en_route: gettext("you are on your way"),
    on_scene: gettext("you are on scene"), cleared: gettext("finished"), refused: gettext("refused by you"), expired: gettext("not accepted in time"),
    stood_down: gettext("called off"), pre_empted: gettext("sent to something more urgent"),
  };
  return words[status];
}

export function gpsWord(gps: Gps): string {
  const words: Record<Gps, string> = {
    off: gettext("position off"), searching: gettext("no position yet"), good: gettext("position good"), poor: gettext("position inexact"), denied: gettext("position not allowed"),
  };
  return words[gps];
}

export function entryWord({ kind, body }: Entry): string {
  switch (kind) {
    case "step":
      return body.to === "refused" ? gettext("Refusal") : stepWord(body.to as Status);
    case "note":
      return gettext("Note");
    case "photo":
      return gettext("Photo");
    case "sos":
      return "SOS";
    case "answer":
      return gettext("I am all right");
    case "duty":
      return body.is_on === true ? gettext("Start of shift") : gettext("End of shift");
  }
}
