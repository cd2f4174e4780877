/** What the server calls a trouble, in words for whoever watches the screen. */

import { gettext } from "./i18n";

/** By code, else by its first word: `mqtt_silent`, `mqtt_away` and `mqtt_refused` mean one thing to an operator. */
function words(): Readonly<Record<string, string>> {
  return {
    alarms_behind: gettext("Alarms come late: more is happening than can be read at once."),
    alarms: gettext("Alarms have stopped: what happens now raises none. Tell an administrator."),
    mqtt_quiet: gettext("Nothing has come from the cameras and sensors on MQTT for a long time."),
    mqtt: gettext("Nothing comes from the cameras and sensors on MQTT: what they show may be old."),
    positions: gettext("Positions of units are being turned away: markers may be old."),
  };
}

/** What these codes mean, each sentence once. */
export function troublesTold(codes: readonly string[]): string {
  const known = words();
  const told = codes.map((code) => known[code] ?? known[code.split("_", 1)[0] ?? ""] ?? gettext("A part of the portal has stopped: what is shown may be old."));
  return [...new Set(told)].join(" ");
}
