/** Tells screen readers what changed: incidents that came, and how the connection stands. Never what only ticks. */

import type { LiveState } from "../io/live";
import type { Alarm } from "../model/alarm";
import { Arrivals, type News } from "../model/arrivals";
import { gettext, ngettext } from "../model/i18n";
import type { Incident } from "../model/messages";
import { priorityWord } from "../model/words";
import { say, toast } from "./toasts";

/** More than so many at once are one sentence. */
const EACH = 3;

export class Announcer {
  private readonly arrivals = new Arrivals();
  private wasDown = false;

  incidents(all: readonly Incident[], arrived: ReadonlySet<string>, isReset: boolean): void {
    const news = this.arrivals.take(all, arrived, isReset);
    if (news.incidents.length === 0) return;
    const urgency = news.incidents[0]?.priority === 1 ? "now" : "politely";
    if (news.isLate) {
      // A notice is read out by itself.
      return toast(late(news), urgency === "now" ? "warn" : "plain");
    }
    if (news.incidents.length > EACH) say(many(news), urgency);
    else for (const incident of news.incidents) say(one(incident), incident.priority === 1 ? "now" : "politely");
  }

  /** Alarms that an event brought; in a flood the bar alone speaks. */
  alarms(arrived: readonly Alarm[], nameOf: (alarm: Alarm) => string, isFlood: boolean): void {
    const ringing = arrived.filter(({ rings }) => rings).sort((a, b) => a.priority - b.priority);
    if (isFlood || ringing.length === 0) return;
    const words = ringing.slice(0, EACH).map((alarm) => `${priorityWord(alarm.priority)}: ${nameOf(alarm)}`).join("; ");
    say([ngettext("%(count)s new alarm", "%(count)s new alarms", ringing.length), words].join(". "), ringing[0]?.priority === 1 ? "now" : "politely");
  }

  connection(state: LiveState): void {
    if (state === "live" && this.wasDown) say(gettext("The screen is live again."));
    if (state === "down" && !this.wasDown) say(gettext("The live connection is down."), "now");
    if (state === "signed_out") say(gettext("Your session has ended: the screen no longer changes. Sign in again."), "now");
    if (state === "rights_changed") say(gettext("Your rights were changed. The page loads again."), "now");
    this.wasDown = state === "down" || (this.wasDown && state === "connecting");
  }
}

function one(incident: Incident): string {
  return gettext("New incident, %(priority)s: %(title)s", { priority: priorityWord(incident.priority), title: incident.title });
}

function many({ incidents }: News): string {
  return [ngettext("%(count)s new incident", "%(count)s new incidents", incidents.length), mostSevere(incidents)].join(". ");
}

function late({ incidents }: News): string {
  const count = ngettext("%(count)s incident came while the screen was not live", "%(count)s incidents came while the screen was not live", incidents.length);
  return [count, mostSevere(incidents)].join(". ");
}

function mostSevere(incidents: readonly Incident[]): string {
  return incidents.slice(0, EACH).map((incident) => `${priorityWord(incident.priority)}: ${incident.title}`).join("; ");
}
