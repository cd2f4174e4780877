/** What an operator does about alarms, by key or by mouse: each is one request; what the server answers is shown at once. */

import { ApiError } from "../io/api";
import { isAside, parseAlarm, type Alarm } from "../model/alarm";
import { alarmStateWord, CLEARINGS, clearingWord } from "../model/alarm-words";
import { may, owns } from "../model/config";
import { gettext, ngettext } from "../model/i18n";
import { HOUR_MS, MINUTE_MS } from "../model/time";
import type { Ask } from "./ask";
import type { Context } from "./context";
import { fail, failureText, toast } from "./toasts";

export type AlarmStep = "acknowledge" | "shelve" | "unshelve" | "clear" | "open_incident";

const SHELVINGS_MS = [15 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 24 * HOUR_MS];
/** The server takes so many in one request. */
const AT_ONCE = 1000;
/** Of what was refused in a group so many are asked for anew; the feed tells of the others. */
const FEW = 20;

export class AlarmSteps {
  private readonly busy = new Set<string>();

  constructor(
    private readonly context: Context,
    private readonly ask: Ask,
    /** Somebody else was quicker: say so at the alarm. */
    private readonly lost: (alarm: Alarm, text: string) => void,
  ) {}

  /** The steps to offer now, the expected one first. */
  offered(alarm: Alarm): readonly AlarmStep[] {
    const { config } = this.context;
    if (!alarm.isOpen || !owns(config, alarm.region) || !may(config, "alarms:handle")) return [];
    const shelves = may(config, "alarms:shelve");
    const steps: [AlarmStep, boolean][] = [
      ["acknowledge", alarm.rings],
      ["unshelve", alarm.state === "shelved" && shelves],
      ["clear", alarm.needsClearing && !isAside(alarm)],
      ["open_incident", alarm.incident === null && may(config, "incidents:write")],
      ["shelve", !isAside(alarm) && shelves && !this.isNeverShelved(alarm)],
    ];
    return steps.filter(([, isOffered]) => isOffered).map(([step]) => step);
  }

  /** Take one step, or say why it cannot be taken now. */
  take(step: AlarmStep, alarm: Alarm): void {
    const { config } = this.context;
    if (!may(config, "alarms:handle")) return toast(gettext("Your role reads only."), "warn");
    if ((step === "shelve" || step === "unshelve") && !may(config, "alarms:shelve")) return toast(gettext("Only a supervisor shelves alarms."), "warn");
    if (!this.offered(alarm).includes(step)) return toast(this.whyNot(step, alarm), "warn");
    const takes: Record<AlarmStep, () => void> = {
      acknowledge: () => void this.once(alarm, () => this.context.portal.alarms.acknowledge(alarm.id, alarm.version)),
      shelve: () => this.shelve(alarm),
      unshelve: () => void this.once(alarm, () => this.context.portal.alarms.unshelve(alarm.id)),
      clear: () => this.clear(alarm),
      open_incident: () => void this.openIncident(alarm),
    };
    takes[step]();
  }

  /** All of these that wait, at once; what another has taken meanwhile is told, not overwritten. */
  async acknowledgeAll(alarms: readonly Alarm[]): Promise<void> {
    if (!may(this.context.config, "alarms:handle")) return toast(gettext("Your role reads only."), "warn");
    const waiting = alarms.filter((alarm) => alarm.rings && owns(this.context.config, alarm.region) && !this.busy.has(alarm.id));
    if (waiting.length === 0) return toast(gettext("Nothing here waits to be acknowledged."));
    for (const { id } of waiting) this.busy.add(id);
    try {
      for (let from = 0; from < waiting.length; from += AT_ONCE) await this.sendAll(waiting.slice(from, from + AT_ONCE));
    } catch (error) {
      fail(error);
    } finally {
      for (const { id } of waiting) this.busy.delete(id);
    }
  }

  private async sendAll(alarms: readonly Alarm[]): Promise<void> {
    const { acknowledged, refused } = await this.context.portal.alarms.acknowledgeAll(alarms.map(({ id }) => id));
    for (const raw of acknowledged) this.accept(raw);
    this.context.store.flush();
    if (acknowledged.length > 0) toast(ngettext("%(count)s alarm acknowledged.", "%(count)s alarms acknowledged.", acknowledged.length), "good");
    const [first] = refused;
    if (!first) return;
    toast([ngettext("%(count)s not acknowledged", "%(count)s not acknowledged", refused.length), first.detail].join(": "), "warn");
    await Promise.all(refused.slice(0, FEW).map(({ id }) => this.refresh(id)));
  }

  private shelve(alarm: Alarm): void {
    const { server, clock } = this.context;
    this.ask.open({
      name: `shelve:${alarm.id}`, title: gettext("Shelve this alarm"), text: gettext("It neither rings nor stands in the list until then; it comes back by itself."),
      go: gettext("Shelve"),
      select: {
        label: gettext("Until"),
        options: SHELVINGS_MS.filter((ms) => ms <= (this.context.alarmTypes.get(alarm.type)?.shelveHours ?? 24) * HOUR_MS).map((ms) => ({ value: String(ms), label: `${lasting(ms)} · ${clock.stamp(server.now() + ms, server.now())}` })),
      },
      note: { label: gettext("Reason"), isNeeded: true },
    }, async ({ select, note }) => {
      const until = new Date(server.now() + Number(select)).toISOString();
      await this.send(alarm, () => this.context.portal.alarms.shelve(alarm.id, { reason: note, until }));
    });
  }

  private clear(alarm: Alarm): void {
    this.ask.open({
      name: `clear:${alarm.id}`, title: gettext("What was this alarm?"), go: gettext("Clear it"),
      choices: CLEARINGS.map((clearing) => ({ value: clearing, label: clearingWord(clearing) })),
      note: { label: gettext("Note"), isNeeded: false },
    }, async ({ choice, note }) => {
      await this.send(alarm, () => this.context.portal.alarms.clear(alarm.id, choice, note));
    });
  }

  /** Opens one at once where the rule says of what kind, else asks for the kind. */
  private async openIncident(alarm: Alarm): Promise<void> {
    if (this.busy.has(alarm.id)) return;
    this.busy.add(alarm.id);
    try {
      await this.sendIncident(alarm, "");
    } catch (error) {
      if (error instanceof ApiError && error.body.code === "incident_type_needed") this.askKind(alarm);
      else if (!(error instanceof ApiError && error.isConflict)) fail(error);
    } finally {
      this.busy.delete(alarm.id);
    }
  }

  private askKind(alarm: Alarm): void {
    const options = [...this.context.types.values()].map(({ code, name }) => ({ value: code, label: name }));
    this.ask.open({
      name: `incident:${alarm.id}`, title: gettext("What kind of incident is it?"), go: gettext("Open an incident"), select: { label: gettext("Type"), options },
    }, async ({ select }) => this.sendIncident(alarm, select));
  }

  private async sendIncident(alarm: Alarm, type: string): Promise<void> {
    await this.send(alarm, async () => {
      const { alarm: answer, incident } = await this.context.portal.alarms.openIncident(alarm.id, type);
      const show = (): void => this.context.view.select({ kind: "incident", id: incident.id });
      toast(gettext("Incident %(number)s is open.", { number: incident.number }), "good", { label: gettext("Show it"), run: show });
      return answer;
    });
  }

  private isNeverShelved(alarm: Alarm): boolean {
    return this.context.alarmTypes.get(alarm.type)?.isNeverShelved ?? false;
  }

  /** One request at a time for an alarm; a key pressed twice is sent once. */
  private async once(alarm: Alarm, work: () => Promise<unknown>): Promise<void> {
    if (this.busy.has(alarm.id)) return;
    this.busy.add(alarm.id);
    try {
      await this.send(alarm, work);
    } catch (error) {
      if (!(error instanceof ApiError && error.isConflict)) fail(error);
    } finally {
      this.busy.delete(alarm.id);
    }
  }

  /** Sends, and shows the answer; a lost race is told at the alarm, and thrown on to a dialog that waits. */
  private async send(alarm: Alarm, work: () => Promise<unknown>): Promise<void> {
    try {
      this.accept(await work());
      this.context.store.flush();
    } catch (error) {
      if (error instanceof ApiError && error.isConflict) {
        this.lost(alarm, failureText(error));
        void this.refresh(alarm.id);
      }
      throw error;
    }
  }

  private async refresh(id: string): Promise<void> {
    const answer = await this.context.portal.alarms.alarm(id).catch(() => null);
    this.accept(answer);
    this.context.store.flush();
  }

  private accept(answer: unknown): void {
    const alarm = parseAlarm(answer);
    if (alarm) this.context.store.acceptAlarm(alarm);
  }

  private whyNot(step: AlarmStep, alarm: Alarm): string {
    if (!owns(this.context.config, alarm.region)) return gettext("This alarm is another region's.");
    if (step === "clear" && !alarm.needsClearing) return gettext("It clears by itself when the source is back to normal.");
    if (step === "shelve" && this.isNeverShelved(alarm)) return gettext("Alarms of this type are never put by.");
    if (step === "open_incident" && alarm.incident) return gettext("It has opened incident %(number)s already.", { number: alarm.incident.name });
    return gettext("This alarm is “%(state)s”: that does not follow from there.", { state: alarmStateWord(alarm.state) });
  }
}

/** How long, in words: 15 min, 2 h. */
function lasting(ms: number): string {
  return ms < HOUR_MS ? ngettext("%(count)s minute", "%(count)s minutes", ms / MINUTE_MS) : ngettext("%(count)s hour", "%(count)s hours", ms / HOUR_MS);
}
