/** The panel of one alarm: what it is and since when, what the source told, what to do, its sites, camera, incident, timeline. */

import { ApiError } from "../io/api";
import { rows } from "../io/portal";
import { parseAlarm, type Alarm } from "../model/alarm";
import { groupNamed, groupKey } from "../model/alarm-queries";
import { alarmStateMeaning, alarmStateWord, clearingWord, factsOf, sourceKindWord, timesWord, type Fact } from "../model/alarm-words";
import { gettext, ngettext, pgettext } from "../model/i18n";
import { shownKey } from "../model/keyboard";
import { isRaw } from "../model/raw";
import { agoText, parseAt } from "../model/time";
import { priorityWord } from "../model/words";
import type { AlarmStep, AlarmSteps } from "./alarm-steps";
import type { Context } from "./context";
import { clone, glyph, put, show, slot } from "./dom";
import { drawFacts } from "./object-panel";
import { actButton, drawBadges, emptyLine, timelineOf, type Badge } from "./parts";
import { Section } from "./section";
import { SiteSections } from "./site-sections";
import { SourceSection } from "./source-section";
import { fail } from "./toasts";

type Raw = Record<string, unknown>;

const labels = (): Record<AlarmStep, string> => ({
  acknowledge: pgettext("action", "Acknowledge"), shelve: pgettext("action", "Shelve…"), unshelve: pgettext("action", "Take off the shelf"),
  clear: pgettext("action", "Clear…"), open_incident: pgettext("action", "Open an incident"),
});
const KEYS = { acknowledge: "acknowledge", shelve: "shelve", unshelve: "shelve", clear: "clear", open_incident: "open_incident" } as const;

export interface AlarmPanelHooks {
  close: () => void;
  centre: () => void;
  near: (cameras: readonly string[]) => void;
}

export class AlarmPanel {
  readonly element = clone("alarm-panel");
  private readonly timeline: Section<Raw[]>;
  private readonly sites: SiteSections;
  private readonly source: SourceSection;
  private known: Alarm | null = null;
  /** Facts that only some may read: they come with the alarm itself, not with the feed. */
  private hidden: Readonly<Record<string, unknown>> = {};
  private drawnKey = "";
  private hasAskedAgain = true;

  constructor(private readonly context: Context, readonly id: string, private readonly steps: AlarmSteps, hooks: AlarmPanelHooks) {
    const { alarms } = context.portal;
    this.timeline = new Section(gettext("Timeline"), async () => rows(await alarms.timeline(id)), (body, lines, aside) => {
      aside(String(lines.length));
      body.append(lines.length > 0 ? timelineOf(lines, context) : emptyLine(gettext("Nothing has been written yet.")));
    });
    this.sites = new SiteSections(context, slot(this.element, "sites"), hooks.near);
    this.source = new SourceSection(context, slot(this.element, "source"));
    slot(this.element, "timeline").append(this.timeline.element);
    slot(this.element, "close").addEventListener("click", hooks.close);
    slot(this.element, "centre").addEventListener("click", hooks.centre);
    this.draw();
    this.load();
  }

  get alarm(): Alarm | null {
    return this.known;
  }

  draw(): void {
    const live = this.context.store.alarm(this.id);
    // It has left the live screen: cleared. How it ended is asked for once.
    if (live) this.hasAskedAgain = false;
    else if (this.known?.isOpen && !this.hasAskedAgain) {
      this.hasAskedAgain = true;
      this.load();
    }
    const alarm = live ?? this.known;
    if (!alarm) return put(this.element, { title: "…", top: "", where: "" });
    this.known = alarm;
    this.drawHead(alarm);
    this.drawTimes(alarm);
    const key = `${alarm.version}/${alarm.state}/${alarm.isOpen}`;
    if (key === this.drawnKey) return;
    this.drawnKey = key;
    this.drawActs(alarm);
    this.drawIncident(alarm);
    this.timeline.refresh();
    this.sites.draw(alarm.sites.map(({ id }) => id), alarm.at);
    this.source.draw(alarm);
  }

  tick(): void {
    if (this.known) this.drawTimes(this.known);
    this.source.tick();
  }

  /** Somebody else was quicker. */
  lost(text: string): void {
    const notice = slot(this.element, "lost");
    put(notice, { "lost-title": gettext("Somebody else was quicker; nothing was overwritten."), "lost-text": text });
    show(notice, true);
    setTimeout(() => show(notice, false), 15_000);
  }

  private load(): void {
    this.context.portal.alarms.alarm(this.id).then((raw) => {
      this.known = this.context.store.alarm(this.id) ?? parseAlarm(raw);
      this.hidden = isRaw(raw.private) ? raw.private : {};
      this.draw();
    }, (error: unknown) => this.failed(error));
  }

  private failed(error: unknown): void {
    if (!(error instanceof ApiError && error.status === 404)) fail(error);
    if (this.known) return;
    put(this.element, { title: gettext("This alarm could not be opened") });
    for (const name of ["acts", "badges", "facts", "sites", "source", "incident", "timeline"]) show(slot(this.element, name), false);
  }

  private drawHead(alarm: Alarm): void {
    const name = this.context.alarmTypes.get(alarm.type)?.name ?? (alarm.rule?.name || alarm.type);
    put(this.element, {
      top: [gettext("Alarm"), sourceKindWord(alarm.sourceKind), alarm.sourceCode].filter(Boolean).join(" · "), title: name,
      where: [alarm.sourceName, this.context.districtName(alarm.district), this.context.regionName(alarm.region)].filter(Boolean).join(", "),
      meaning: alarmStateMeaning(alarm.state),
    });
    this.element.dataset.state = alarm.state;
    glyph(slot<SVGElement>(this.element, "glyph"), alarm.priority, priorityWord(alarm.priority));
    drawBadges(slot(this.element, "badges"), this.badges(alarm));
  }

  private badges(alarm: Alarm): Badge[] {
    const badges: (Badge | null)[] = [
      { text: `P${alarm.priority} ${priorityWord(alarm.priority)}` },
      { text: alarmStateWord(alarm.state), tone: alarm.rings ? "tag--bad" : "", title: alarmStateMeaning(alarm.state) },
      alarm.occurrences > 1 ? { text: timesWord(alarm.occurrences) } : null,
      alarm.isChattering ? { text: gettext("chattering"), tone: "tag--warn", title: gettext("It comes and goes so often that it is held until it stays quiet.") } : null,
      alarm.escalation > 0 ? { text: gettext("escalated"), tone: "tag--warn", title: gettext("Nobody acknowledged it in time: those above were told.") } : null,
      alarm.clearing ? { text: clearingWord(alarm.clearing) } : null,
      alarm.at ? null : { text: gettext("not on map"), tone: "tag--warn" },
    ];
    return badges.filter((badge) => badge !== null);
  }

  private drawTimes(alarm: Alarm): void {
    const now = this.context.server.now();
    const { clock } = this.context;
    const at = (moment: number | null): string => (moment === null ? "" : `${clock.stamp(moment, now)} · ${agoText(now - moment)}`);
    const times: Fact[] = [
      [gettext("Raised"), at(alarm.raisedAt)],
      [gettext("Last"), alarm.lastAt === alarm.raisedAt ? "" : at(alarm.lastAt)],
      [gettext("Back to normal"), at(alarm.returnedAt)],
      [gettext("Acknowledged"), alarm.acknowledgedAt === null ? "" : [alarm.acknowledgedBy, at(alarm.acknowledgedAt)].filter(Boolean).join(" · ")],
      [gettext("Shelved until"), alarm.shelvedUntil === null ? "" : [clock.stamp(alarm.shelvedUntil, now), alarm.shelveReason].filter(Boolean).join(" · ")],
      [gettext("Cleared"), at(alarm.clearedAt)],
      [gettext("Not heard of since"), at(parseAt(String(alarm.facts.quiet_since ?? "")))],
      [gettext("Last position"), at(parseAt(String(alarm.facts.position_at ?? "")))],
      [gettext("Rule"), alarm.rule?.name ?? ""],
    ];
    drawFacts(slot(this.element, "facts"), [...factsOf({ facts: { ...alarm.facts, ...this.hidden } }), ...times]);
  }

  private drawActs(alarm: Alarm): void {
    const shelf = slot(this.element, "acts");
    const offered = this.steps.offered(alarm);
    const group = groupNamed(this.context.store.alarms(), groupKey(alarm));
    const isOneOfMany = offered.includes("acknowledge") && group !== null && group.waiting > 1;
    const wanted = [...offered, isOneOfMany ? group.waiting : ""].join();
    if (shelf.dataset.drawn === wanted) return;
    shelf.dataset.drawn = wanted;
    const words = labels();
    const look = (i: number, step: AlarmStep): string => (i > 0 ? "button--quiet" : step === "acknowledge" ? "button--urgent" : "button--primary");
    shelf.replaceChildren(...offered.map((step, i) => actButton({
      text: words[step], key: shownKey(KEYS[step]), look: look(i, step), run: () => this.steps.take(step, this.known ?? alarm),
    })));
    if (isOneOfMany) shelf.append(actButton({
      text: ngettext("All %(count)s of this kind here", "All %(count)s of this kind here", group.waiting), key: shownKey("acknowledge_group"), look: "button--quiet",
      run: () => void this.steps.acknowledgeAll(groupNamed(this.context.store.alarms(), groupKey(alarm))?.alarms ?? []),
    }));
  }

  /** What the alarm opened, one click away. */
  private drawIncident({ incident }: Alarm): void {
    const shelf = slot(this.element, "incident");
    shelf.replaceChildren();
    if (!incident) return;
    const section = clone("section");
    put(section, { title: gettext("Incident") });
    slot(section, "body").append(actButton({ text: incident.name, run: () => this.context.view.select({ kind: "incident", id: incident.id }) }));
    shelf.append(section);
  }
}
