/** The panel of one incident: what it is, its next step, its steps against their targets, units, cameras, timeline. */

import { ApiError } from "../io/api";
import { rows } from "../io/portal";
import { distanceText, type LonLat } from "../model/geo";
import { lineOf } from "../model/history";
import { owns } from "../model/config";
import { playbackAddress } from "../model/film";
import { gettext, ngettext, pgettext } from "../model/i18n";
import { STAMPS, parseIncident, type Incident, type Stamp } from "../model/messages";
import { movable, stepsOf, type Step } from "../model/moves";
import { NATIONAL } from "../model/queries";
import { shownKey } from "../model/keyboard";
import { sitesAt } from "../model/sites";
import { waitingFor } from "../model/targets";
import { lengthText, timerText } from "../model/time";
import { aidWord, cameraKindWord, cameraStatusWord, outcomeWord, priorityWord, serviceWord, sourceWord, statusWord, stepWord, unitStatusWord } from "../model/words";
import { seesPictures, wallNear } from "./camera-picture";
import type { Context } from "./context";
import { clone, glyph, put, show, slot, write } from "./dom";
import { Offers } from "./offers";
import { PictureView } from "./picture";
import { Section } from "./section";
import { SiteSections } from "./site-sections";
import type { Steps } from "./steps";
import { fail, toast } from "./toasts";

type Raw = Record<string, unknown>;

const stepLabels = (): Record<Step, string> => ({
  acknowledge: pgettext("action", "Acknowledge"), dispatch: pgettext("action", "Dispatch"), en_route: pgettext("action", "En route"),
  on_scene: pgettext("action", "On scene"), resolve: pgettext("action", "Resolve"), close: pgettext("action", "Close"),
});

export interface PanelHooks {
  close: () => void;
  centre: () => void;
  /** Cameras near the open incident, to be drawn on the map. */
  near: (cameras: readonly string[]) => void;
  placeOnMap: (incident: Incident) => void;
}

export class IncidentPanel {
  readonly element = clone("incident-panel");
  private readonly offers: Offers;
  private readonly cameras: Section<Raw[]>;
  private readonly timeline: Section<Raw[]>;
  private readonly sites: SiteSections;
  private drawnKey = "";
  private drawnPlace = "";
  private known: Incident | null = null;
  private hasAskedAgain = true;

  constructor(private readonly context: Context, readonly id: string, private readonly steps: Steps, private readonly hooks: PanelHooks) {
    const { portal } = context;
    this.offers = new Offers(context, id, () => this.known, async (unit) => this.known !== null && steps.assign(this.known, unit));
    this.cameras = new Section(gettext("Nearest cameras"), async () => rows(await portal.nearestCameras(id)), (body, cameras, aside) => this.drawCameras(body, cameras, aside), 2);
    this.timeline = new Section(gettext("Timeline"), async () => rows(await portal.timeline(id)), (body, lines, aside) => this.drawTimeline(body, lines, aside), 3);
    // The nearest cameras are marked on the map already.
    this.sites = new SiteSections(context, slot(this.element, "sites"), () => undefined);
    slot(this.element, "units").append(this.offers.section.element);
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
    const key = `${incident.version}/${incident.status}/${incident.units.map((unit) => unit.assignment + unit.status).join()}/${incident.aid.map((asked) => asked.id + asked.status).join()}`;
    this.drawHead(incident);
    this.sites.draw(incident.at ? sitesAt([...this.context.sites.values()], incident.at).map(({ id }) => id) : [], incident.at);
    if (key === this.drawnKey) return;
    this.drawnKey = key;
    this.drawActs(incident);
    this.drawAssigned(incident);
    this.timeline.refresh();
    // Without a point and a region no unit is nearer than another.
    const takesUnits = stepsOf(incident).includes("dispatch") && (incident.at !== null || incident.region !== NATIONAL);
    show(slot(this.element, "units"), takesUnits);
    if (takesUnits) this.offers.refresh();
    const place = String(incident.at);
    if (place !== this.drawnPlace) this.cameras.refresh();
    this.drawnPlace = place;
  }

  get incident(): Incident | null {
    return this.known;
  }

  tick(): void {
    if (this.known) this.drawSteps(this.known);
    this.offers.tick();
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
    for (const name of ["acts", "badges", "steps", "assigned", "units", "cameras", "sites", "timeline", "description"]) show(slot(this.element, name), false);
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
      ...(owns(this.context.config, incident.region) ? [] : [{ text: gettext("shared by %(region)s", { region: this.context.regionName(incident.region) }), tone: "" }]),
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
    const isOwn = owns(this.context.config, incident.region);
    const offered = stepsOf(incident).filter((step) => isOwn || step === "dispatch").slice(0, 3);
    // A button stays while it means the same: a click that is half done, or the focus, is not lost to a new version.
    const wanted = [...offered, incident.rings, incident.region, incident.at === null, incident.isOpen, incident.handlerId !== "", incident.status === "resolved"].join();
    if (shelf.dataset.drawn === wanted) return;
    shelf.dataset.drawn = wanted;
    const buttons = offered.map((step, i) => {
      const urgent = incident.rings && step === "acknowledge";
      return this.act(labels[step], shownKey(step), i === 0 ? (urgent ? "button--urgent" : "button--primary") : "", () => this.steps.take(step, this.known ?? incident));
    });
    shelf.replaceChildren(...buttons, ...(isOwn ? this.otherActs(incident) : []));
  }

  private otherActs(incident: Incident): HTMLElement[] {
    const acts: HTMLElement[] = [];
    const permissions = this.context.config.user.permissions;
    if (incident.region === NATIONAL && permissions.includes("incidents:transfer")) {
      acts.push(this.act(gettext("Place in a region"), "", "button--primary", () => this.steps.transfer(this.known ?? incident)));
    } else if (permissions.includes("incidents:transfer") && incident.isOpen) {
      acts.push(this.act(gettext("To another region…"), "", "button--quiet", () => this.steps.transfer(this.known ?? incident)));
    }
    const isMine = incident.handlerId === this.context.config.user.id;
    if (incident.isOpen && incident.handlerId !== "" && (isMine ? permissions.includes("incidents:write") : permissions.includes("incidents:supervise"))) {
      acts.push(this.act(gettext("Hand over…"), "", "button--quiet", () => void this.steps.handOver(this.known ?? incident)));
    }
    const { reported } = incident.stamps;
    if (reported !== undefined && permissions.includes("tracks:read")) {
      const past = document.createElement("a");
      past.className = "button button--quiet";
      past.href = playbackAddress(incident.region, reported, { at: incident.at });
      past.target = "_blank";
      past.textContent = gettext("Play back around this incident");
      acts.push(past);
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
    wanted.forEach((stamp, i) => this.drawStep(shelf.children[i] as HTMLElement, incident, stamp, i === last + 1 && incident.isOpen ? now : null));
  }

  /** One stamp; with `now` it is the one that is waited for. */
  private drawStep(element: HTMLElement, incident: Incident, stamp: Stamp, now: number | null): void {
    const at = incident.stamps[stamp];
    element.dataset.state = at !== undefined ? "done" : now !== null ? "now" : "next";
    put(element, { name: stepWord(stamp) });
    slot(element, "name").title = stepWord(stamp);
    if (at !== undefined) {
      put(element, { at: this.context.clock.time(at) });
      element.title = this.context.clock.full(at);
      element.dataset.pace = "none";
      return;
    }
    if (now === null) return put(element, { at: "—" });
    const { elapsedMs, limitS, pace } = waitingFor(stamp, incident, this.context.types.get(incident.type), now);
    put(element, { at: limitS === null ? timerText(elapsedMs) : gettext("%(elapsed)s of %(limit)s", { elapsed: lengthText(elapsedMs / 1000), limit: lengthText(limitS) }) });
    element.dataset.pace = pace;
  }

  private drawAssigned(incident: Incident): void {
    const shelf = slot(this.element, "assigned");
    shelf.replaceChildren(...this.unitsOn(incident), ...this.aidOf(incident));
  }

  private unitsOn(incident: Incident): HTMLElement[] {
    if (incident.units.length === 0) return [];
    const section = clone("section");
    put(section, { title: gettext("Units on this"), aside: String(incident.units.length) });
    for (const assigned of incident.units) slot(section, "body").append(this.assigned(incident, assigned));
    if (movable(incident, "on_scene").length > 1 && owns(this.context.config, incident.region)) {
      const off = this.small(gettext("Call all off…"), () => this.steps.standDownAll(this.known ?? incident));
      off.classList.add("button--quiet");
      slot(section, "body").append(off);
    }
    return [section];
  }

  /** Help that was asked across a border; who was asked answers here. */
  private aidOf(incident: Incident): HTMLElement[] {
    if (incident.aid.length === 0) return [];
    const section = clone("section");
    put(section, { title: gettext("Help across the border") });
    slot(section, "body").append(...incident.aid.map((asked) => this.aid(incident, asked)));
    return [section];
  }

  private aid(incident: Incident, asked: Incident["aid"][number]): HTMLElement {
    const element = clone("assigned");
    show(slot(element, "dot"), false);
    const service = asked.service ? serviceWord(asked.service) : gettext("any service");
    put(element, { name: this.context.regionName(asked.region), what: [service, aidWord(asked.status)].join(" · ") });
    if (asked.status === "asked" && incident.isOpen && owns(this.context.config, asked.region)) {
      const acts = slot(element, "acts");
      acts.append(this.small(pgettext("action", "Agree"), () => void this.steps.agreeToAid(incident, asked.id)));
      acts.append(this.small(pgettext("action", "Refuse…"), () => this.steps.refuseAid(incident, asked.id)));
    }
    return element;
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
    if (to) slot(element, "acts").append(this.small(pgettext("action", "Elsewhere…"), () => this.steps.reassign(incident, assigned.assignment, assigned.callSign)));
    return element;
  }

  private small(text: string, run: () => void): HTMLElement {
    return this.act(text, "", "button--small", run);
  }

  private drawCameras(body: HTMLElement, cameras: Raw[], aside: (text: string) => void): void {
    // Another incident may be open by the time of the answer.
    if (this.element.isConnected) this.hooks.near(cameras.map((camera) => String(camera.id)));
    if (cameras.length === 0) return this.nothing(body, this.known?.at ? gettext("No camera is near.") : gettext("Without a point on the map no camera can be near."));
    aside(distanceText(Math.max(...cameras.map((camera) => Number(camera.distance_m) || 0))));
    const tiles = document.createElement("div");
    tiles.className = "tiles";
    tiles.append(...cameras.map((camera) => this.tile(camera)));
    body.append(tiles);
    const at = this.known?.at;
    if (at && seesPictures(this.context)) body.append(this.wallLink(at));
  }

  private wallLink(at: LonLat): HTMLElement {
    const link = clone<HTMLAnchorElement>("wall-link");
    link.href = wallNear(at);
    return link;
  }

  private tile(camera: Raw): HTMLElement {
    const tile = clone<HTMLButtonElement>("tile");
    put(tile, {
      kind: cameraKindWord(String(camera.kind ?? "")), state: cameraStatusWord(String(camera.status ?? "unknown")),
      name: `${String(camera.code ?? camera.name ?? "")} · ${distanceText(Number(camera.distance_m) || 0)}`,
    });
    slot(tile, "state").dataset.status = String(camera.status ?? "unknown");
    tile.title = String(camera.name ?? "");
    if (seesPictures(this.context)) {
      const picture = new PictureView(this.context.portal, String(camera.id), String(camera.code ?? ""));
      picture.element.classList.add("picture--small");
      slot(tile, "picture").replaceChildren(picture.element);
    }
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

