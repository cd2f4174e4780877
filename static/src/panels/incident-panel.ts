/** The panel of one incident: what it is, its next step, its steps against their targets, units, cameras, timeline. */

import { ApiError } from "../io/api";
import { may } from "../model/config";
import { rows } from "../io/portal";
import { distanceText } from "../model/geo";
import { lineOf } from "../model/history";
import { gettext, ngettext, pgettext } from "../model/i18n";
import { STAMPS, parseIncident, type Incident, type Stamp } from "../model/messages";
import { stepsOf, type Step } from "../model/moves";
import { NATIONAL } from "../model/queries";
import { shownKey } from "../model/keyboard";
import { limitOf } from "../model/targets";
import { lengthText, timerText, wholeAgeText } from "../model/time";
import { cameraKindWord, cameraStatusWord, outcomeWord, priorityWord, serviceWord, sourceWord, statusWord, stepWord, unitStatusWord } from "../model/words";
import type { Context } from "./context";
import { clone, glyph, put, show, slot, write } from "./dom";
import { Section } from "./section";
import type { Steps } from "./steps";
import { fail, toast } from "./toasts";

type Raw = Record<string, unknown>;

const stepLabels = (): Record<Step, string> => ({
  acknowledge: pgettext("action", "Acknowledge"), dispatch: pgettext("action", "Dispatch"), en_route: pgettext("action", "En route"),
  on_scene: pgettext("action", "On scene"), resolve: pgettext("action", "Resolve"), close: pgettext("action", "Close"),
});

/** The interval that runs until the next stamp of the chain. */
const INTERVAL_TO: Readonly<Partial<Record<Stamp, string>>> = {
  acknowledged: "answering", dispatched: "processing", en_route: "turnout", on_scene: "travel", resolved: "resolution",
};

export interface PanelHooks {
  close: () => void;
  centre: () => void;
  /** Cameras near the open incident, to be drawn on the map. */
  near: (cameras: readonly string[]) => void;
  placeOnMap: (incident: Incident) => void;
}

export class IncidentPanel {
  readonly element = clone("incident-panel");
  private readonly units: Section<Raw>;
  private readonly cameras: Section<Raw[]>;
  private readonly timeline: Section<Raw[]>;
  /** Ids of the units that are offered; null until they have come. */
  private offers: string[] | null = null;
  private waitsForDigit = false;
  private wantedDigit: number | null = null;
  private drawnKey = "";
  private known: Incident | null = null;
  private hasAskedAgain = true;

  constructor(private readonly context: Context, readonly id: string, private readonly steps: Steps, private readonly hooks: PanelHooks) {
    const { portal } = context;
    this.units = new Section(gettext("Nearest free units"), () => portal.nearestUnits(id), (body, near, aside) => this.drawUnits(body, near, aside));
    this.cameras = new Section(gettext("Nearest cameras"), async () => rows(await portal.nearestCameras(id)), (body, cameras, aside) => this.drawCameras(body, cameras, aside), 2);
    this.timeline = new Section(gettext("Timeline"), async () => rows(await portal.timeline(id)), (body, lines, aside) => this.drawTimeline(body, lines, aside), 3);
    slot(this.element, "units").append(this.units.element);
    slot(this.element, "cameras").append(this.cameras.element);
    slot(this.element, "timeline").append(this.timeline.element);
    slot(this.element, "close").addEventListener("click", hooks.close);
    slot(this.element, "centre").addEventListener("click", hooks.centre);
    this.buildNote();
    this.draw();
    this.loadDetail();
  }

  /** Draw what the store knows; the parts that load by themselves follow what changed. */
  draw(): void {
    const live = this.context.store.incident(this.id);
    // It has left the live screen: closed, or gone to another region. What became of it is asked for once.
    if (live) this.hasAskedAgain = false;
    else if (this.known?.isOpen && !this.hasAskedAgain) {
      this.hasAskedAgain = true;
      this.loadDetail();
    }
    const incident = live ?? this.known;
    if (!incident) return this.drawUnknown();
    this.known = incident;
    const key = `${incident.version}/${incident.status}/${incident.units.map((unit) => unit.assignment + unit.status).join()}`;
    this.drawHead(incident);
    if (key === this.drawnKey) return;
    const isFirst = this.drawnKey === "";
    this.drawnKey = key;
    this.drawActs(incident);
    this.drawAssigned(incident);
    this.timeline.refresh();
    // Without a point and a region no unit is nearer than another.
    const takesUnits = stepsOf(incident).includes("dispatch") && (incident.at !== null || incident.region !== NATIONAL);
    show(slot(this.element, "units"), takesUnits);
    if (takesUnits) this.units.refresh();
    if (isFirst) this.cameras.refresh();
  }

  get incident(): Incident | null {
    return this.known;
  }

  tick(): void {
    if (this.known) this.drawSteps(this.known);
  }

  /** `d` was pressed: the offers wait for a digit, those that are still loading too. */
  arm(isArmed: boolean): void {
    this.waitsForDigit = isArmed;
    this.wantedDigit = null;
    this.showArmed();
  }

  get isArmed(): boolean {
    return this.waitsForDigit;
  }

  /** Send the n-th unit that is offered; a digit that comes before the offers is kept for them. */
  pick(n: number): void {
    const unit = this.offers?.[n - 1];
    if (!this.offers) this.wantedDigit = n;
    else if (unit && this.known) void this.send(unit);
  }

  private showArmed(): void {
    const list = slot(this.element, "units").querySelector<HTMLElement>(".offers");
    if (!list) return;
    list.dataset.armed = String(this.waitsForDigit);
    if (!this.waitsForDigit) return;
    list.querySelector<HTMLElement>(".offer:not(:disabled)")?.focus();
    if (this.wantedDigit !== null) this.pick(this.wantedDigit);
  }

  focusNote(): void {
    slot(this.element, "note").querySelector("input")?.focus();
  }

  /** Somebody else was quicker. */
  lost(text: string): void {
    const notice = slot(this.element, "lost");
    put(notice, { "lost-title": gettext("Somebody else was quicker; nothing was overwritten."), "lost-text": text });
    show(notice, true);
    setTimeout(() => show(notice, false), 15_000);
  }

  private async send(unit: string): Promise<void> {
    this.wantedDigit = null;
    if (this.known && (await this.steps.assign(this.known, unit))) this.arm(false);
  }

  private loadDetail(): void {
    this.context.portal.incident(this.id).then(
      (raw) => this.detail(raw),
      (error: unknown) => this.drawFailed(error),
    );
  }

  private detail(raw: Raw): void {
    const description = slot(this.element, "description");
    const words = typeof raw.description === "string" ? raw.description : "";
    write(description, words);
    show(description, words !== "");
    const parsed = this.context.store.incident(this.id);
    if (parsed) return this.draw();
    // It is closed, so that the live screen does not hold it.
    this.known = parseIncident(raw);
    this.draw();
  }

  private drawUnknown(): void {
    put(this.element, { title: "…", top: "", where: "" });
  }

  private drawFailed(error: unknown): void {
    if (this.known && !(error instanceof ApiError && error.status === 404)) return fail(error);
    const title = this.known ? gettext("%(number)s is no longer in your regions", { number: this.known.number }) : gettext("This incident could not be opened");
    this.known = null;
    put(this.element, { title });
    for (const name of ["acts", "badges", "steps", "assigned", "units", "cameras", "timeline", "description"]) show(slot(this.element, name), false);
    if (!(error instanceof ApiError && error.status === 404)) fail(error);
  }

  private drawHead(incident: Incident): void {
    const type = this.context.types.get(incident.type);
    const top = [incident.number, type?.name, sourceWord(incident.source), incident.calls > 1 ? ngettext("%(count)s call", "%(count)s calls", incident.calls) : ""];
    put(this.element, {
      top: top.filter(Boolean).join(" · "), title: incident.title || type?.name || incident.number,
      where: [this.context.regionName(incident.region), this.context.districtName(incident.district), incident.address].filter(Boolean).join(", ") || gettext("No address yet"),
    });
    glyph(slot<SVGElement>(this.element, "glyph"), incident.priority, priorityWord(incident.priority));
    this.drawBadges(incident);
    this.drawSteps(incident);
  }

  private drawBadges(incident: Incident): void {
    const badges = [
      { text: `P${incident.priority} ${priorityWord(incident.priority)}`, tone: "" },
      { text: statusWord(incident.status), tone: incident.rings ? "tag--bad" : "" },
      ...(incident.isExercise ? [{ text: gettext("EXERCISE"), tone: "tag--warn" }] : []),
      ...(incident.at ? [] : [{ text: gettext("not on map"), tone: "tag--warn" }]),
      ...(incident.handler ? [{ text: gettext("handler: %(name)s", { name: incident.handler }), tone: "" }] : []),
      ...(incident.outcome ? [{ text: outcomeWord(incident.outcome), tone: "" }] : []),
    ];
    const shelf = slot(this.element, "badges");
    const wanted = badges.map((badge) => `${badge.text}${badge.tone}`).join("|");
    if (shelf.dataset.drawn === wanted) return;
    shelf.dataset.drawn = wanted;
    shelf.replaceChildren(...badges.map(({ text, tone }) => {
      const badge = clone("badge");
      badge.textContent = text;
      if (tone) badge.classList.add(tone);
      return badge;
    }));
  }

  private drawActs(incident: Incident): void {
    const labels = stepLabels();
    const shelf = slot(this.element, "acts");
    const offered = stepsOf(incident).slice(0, 3);
    const buttons = offered.map((step, i) => {
      const urgent = incident.rings && step === "acknowledge";
      return this.act(labels[step], shownKey(step), i === 0 ? (urgent ? "button--urgent" : "button--primary") : "", () => this.steps.take(step, this.known ?? incident));
    });
    shelf.replaceChildren(...buttons, ...this.otherActs(incident));
  }

  private otherActs(incident: Incident): HTMLElement[] {
    const acts: HTMLElement[] = [];
    const permissions = this.context.config.user.permissions;
    if (incident.region === NATIONAL && permissions.includes("incidents:transfer")) {
      acts.push(this.act(gettext("Place in a region"), "", "button--primary", () => this.steps.transfer(this.known ?? incident)));
    } else if (permissions.includes("incidents:transfer") && incident.isOpen) {
      acts.push(this.act(gettext("Hand over…"), "", "button--quiet", () => this.steps.transfer(this.known ?? incident)));
    }
    if (!incident.at && incident.isOpen) acts.push(this.act(gettext("Set on map"), "", "", () => this.hooks.placeOnMap(this.known ?? incident)));
    if (incident.isOpen && incident.status !== "resolved") acts.push(this.act(gettext("Cancel…"), "", "button--quiet", () => this.steps.giveUp(this.known ?? incident)));
    return acts;
  }

  private act(text: string, key: string, look: string, run: () => void): HTMLElement {
    const button = clone<HTMLButtonElement>("act");
    put(button, { text, key });
    show(slot(button, "key"), key !== "");
    if (look) button.classList.add(look);
    button.addEventListener("click", run);
    return button;
  }

  private drawSteps(incident: Incident): void {
    const shelf = slot(this.element, "steps");
    const wanted: readonly Stamp[] = STAMPS.filter((stamp) => stamp !== "closed");
    if (shelf.childElementCount === 0) shelf.append(...wanted.map(() => clone("step")));
    const now = this.context.server.now();
    const last = wanted.findLastIndex((stamp) => incident.stamps[stamp] !== undefined);
    wanted.forEach((stamp, i) => this.drawStep(shelf.children[i] as HTMLElement, incident, stamp, { isNow: i === last + 1 && incident.isOpen, from: wanted[last], now }));
  }

  private drawStep(element: HTMLElement, incident: Incident, stamp: Stamp, step: { isNow: boolean; from: Stamp | undefined; now: number }): void {
    const at = incident.stamps[stamp];
    const since = step.from === undefined ? undefined : incident.stamps[step.from];
    element.dataset.state = at !== undefined ? "done" : step.isNow ? "now" : "next";
    put(element, { name: stepWord(stamp) });
    slot(element, "name").title = stepWord(stamp);
    if (at !== undefined) {
      put(element, { at: this.context.clock.time(at) });
      element.title = this.context.clock.full(at);
      element.dataset.pace = "none";
      return;
    }
    if (!step.isNow || since === undefined) return put(element, { at: "—" });
    const limit = limitOf(this.context.types.get(incident.type), incident.priority, INTERVAL_TO[stamp] ?? "");
    const elapsed = step.now - since;
    put(element, { at: limit === null ? timerText(elapsed) : gettext("%(elapsed)s of %(limit)s", { elapsed: lengthText(elapsed / 1000), limit: lengthText(limit) }) });
    element.dataset.pace = limit === null ? "none" : elapsed > limit * 1000 ? "late" : elapsed > limit * 750 ? "near" : "good";
  }

  private drawAssigned(incident: Incident): void {
    const shelf = slot(this.element, "assigned");
    if (incident.units.length === 0) return shelf.replaceChildren();
    const section = clone("section");
    put(section, { title: gettext("Units on this"), aside: String(incident.units.length) });
    for (const assigned of incident.units) slot(section, "body").append(this.assigned(incident, assigned));
    shelf.replaceChildren(section);
  }

  private assigned(incident: Incident, assigned: Incident["units"][number]): HTMLElement {
    const element = clone("assigned");
    slot(element, "dot").dataset.status = assigned.status;
    put(element, { name: assigned.callSign, what: [serviceWord(assigned.service), unitStatusWord(assigned.status)].filter(Boolean).join(" · ") });
    const next: Record<string, string> = { assigned: "en_route", accepted: "en_route", en_route: "on_scene", on_scene: "cleared" };
    const labels: Record<string, string> = { en_route: pgettext("action", "En route"), on_scene: pgettext("action", "On scene"), cleared: pgettext("action", "Cleared") };
    const to = next[assigned.status];
    if (to) slot(element, "acts").append(this.small(labels[to] ?? to, () => void this.steps.moveAssignment(incident, assigned.assignment, to)));
    if (to && to !== "cleared") slot(element, "acts").append(this.small(pgettext("action", "Call off"), () => this.steps.standDown(incident, assigned.assignment, assigned.callSign)));
    return element;
  }

  private small(text: string, run: () => void): HTMLElement {
    const button = this.act(text, "", "button--small", run);
    return button;
  }

  private drawUnits(body: HTMLElement, near: Raw, aside: (text: string) => void): void {
    const free = rows(near).slice(0, 9);
    const leftOut = Array.isArray(near.left_out) ? (near.left_out as Raw[]) : [];
    this.offers = free.map((unit) => String(unit.id));
    aside(leftOut.length > 0 ? ngettext("%(count)s left out", "%(count)s left out", leftOut.length) : "");
    if (free.length === 0) this.nothing(body, gettext("No free unit is near."));
    const list = document.createElement("div");
    list.className = "offers";
    list.append(...free.map((unit, i) => this.offer(unit, i + 1)), ...leftOut.slice(0, 2).map((unit) => this.offer(unit, null)), ...this.aid(near));
    body.append(list);
    this.showArmed();
  }

  /** Free units across a border: what and how far, nothing else. */
  private aid(near: Raw): HTMLElement[] {
    const across = Array.isArray(near.across_border) ? (near.across_border as Raw[]) : [];
    return across.slice(0, 2).map((unit) => {
      const element = clone<HTMLButtonElement>("offer");
      put(element, { key: "–", name: serviceWord(String(unit.service)), far: distanceText(Number(unit.distance_m)), what: gettext("of a neighbouring region") });
      element.disabled = true;
      return element;
    });
  }

  /** A unit to send; without a number it is one that cannot be sent, and says why. */
  private offer(unit: Raw, n: number | null): HTMLElement {
    const element = clone<HTMLButtonElement>("offer");
    // An old position is told by the server as a reason.
    const isFresh = typeof unit.position_age_s === "number" && unit.position_age_s <= 300;
    const age = isFresh ? gettext("position %(age)s", { age: wholeAgeText(Number(unit.position_age_s) * 1000) }) : "";
    const why = [...(n === null ? [] : [age]), ...(Array.isArray(unit.reasons) ? unit.reasons.map(String) : [])].filter(Boolean).join(" · ");
    put(element, {
      key: n === null ? "–" : String(n), name: String(unit.call_sign ?? ""), far: typeof unit.distance_m === "number" ? distanceText(unit.distance_m) : "—",
      what: [serviceWord(String(unit.service ?? "")), why].filter(Boolean).join(" · "),
    });
    slot(element, "what").title = why;
    element.disabled = n === null || this.known === null || !may(this.context.config, "units:dispatch") || !stepsOf(this.known).includes("dispatch");
    element.title = gettext("Send %(unit)s", { unit: String(unit.call_sign ?? "") });
    element.addEventListener("click", () => void this.send(String(unit.id)));
    return element;
  }

  private drawCameras(body: HTMLElement, cameras: Raw[], aside: (text: string) => void): void {
    this.hooks.near(cameras.map((camera) => String(camera.id)));
    if (cameras.length === 0) return this.nothing(body, this.known?.at ? gettext("No camera is near.") : gettext("Without a point on the map no camera can be near."));
    aside(distanceText(Math.max(...cameras.map((camera) => Number(camera.distance_m) || 0))));
    const tiles = document.createElement("div");
    tiles.className = "tiles";
    tiles.append(...cameras.map((camera) => this.tile(camera)));
    body.append(tiles);
  }

  private tile(camera: Raw): HTMLElement {
    const tile = clone<HTMLButtonElement>("tile");
    put(tile, {
      kind: cameraKindWord(String(camera.kind ?? "")), state: cameraStatusWord(String(camera.status ?? "unknown")),
      name: `${String(camera.code ?? camera.name ?? "")} · ${distanceText(Number(camera.distance_m) || 0)}`,
    });
    slot(tile, "state").dataset.status = String(camera.status ?? "unknown");
    tile.title = String(camera.name ?? "");
    tile.addEventListener("click", () => this.context.view.select({ kind: "camera", id: String(camera.id) }));
    return tile;
  }

  private drawTimeline(body: HTMLElement, entries: Raw[], aside: (text: string) => void): void {
    aside(String(entries.length));
    const list = document.createElement("ol");
    list.className = "timeline";
    const lines = entries.map(lineOf).reverse();
    const now = this.context.server.now();
    for (const line of lines) {
      const item = clone("timeline-item");
      put(item, { at: line.at === null ? "" : this.context.clock.stamp(line.at, now), text: line.text, who: [line.who, line.isOffline ? gettext("kept while offline") : ""].filter(Boolean).map((word) => `· ${word}`).join(" ") });
      if (line.at !== null) slot(item, "at").title = this.context.clock.full(line.at);
      list.append(item);
    }
    body.append(list);
  }

  private nothing(body: HTMLElement, text: string): void {
    const element = document.createElement("p");
    element.className = "section__empty";
    element.textContent = text;
    body.append(element);
  }

  private buildNote(): void {
    const form = slot<HTMLFormElement>(this.element, "note");
    const input = form.querySelector("input") as HTMLInputElement;
    const name = `note:${this.id}`;
    input.value = this.context.drafts.find(name)?.text ?? "";
    input.addEventListener("input", () => this.context.drafts.keep(name, { text: input.value }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const words = input.value.trim();
      if (!words) return;
      this.context.portal.note(this.id, words).then(() => {
        input.value = "";
        this.context.drafts.forget(name);
        this.timeline.refresh();
        toast(gettext("The note is kept."), "good");
      }, fail);
    });
  }
}

