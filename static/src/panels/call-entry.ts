/** Call entry: what, where, how urgent; what is open near by to attach to. It survives a reload and an ended session. */

import { newKey } from "../io/api";
import { CallSender } from "../io/call-sender";
import type { Draft } from "../io/drafts";
import { newSending, type Place, type PointSource, type Sending, type Written } from "../model/call";
import { distanceText, type LonLat } from "../model/geo";
import { fold, score } from "../model/folding";
import { gettext } from "../model/i18n";
import { parseIncident, PRIORITIES, type Priority } from "../model/messages";
import { nearBy, type Near } from "../model/queries";
import type { IncidentType } from "../model/targets";
import { timerText } from "../model/time";
import { priorityWord, statusWord } from "../model/words";
import type { Ask } from "./ask";
import { CallWhere, type WhereHooks } from "./call-where";
import { Combo, type Found } from "./combo";
import type { Context } from "./context";
import { byId, clone, glyph, put, show, slot } from "./dom";
import { CALLS, KeptCalls } from "./kept-calls";
import { fail, failureText, toast } from "./toasts";

const FIELDS = ["number", "channel", "type_text", "place_text", "address", "title", "description", "region"] as const;
const NEAR = 6;
const DEFAULT_PRIORITY: Priority = 3;

export type CallHooks = Omit<WhereHooks, "changed">;

export class CallEntry {
  private readonly root = byId("call");
  private readonly form = byId<HTMLFormElement>("call-form");
  private readonly where: CallWhere;
  private readonly keptCalls: KeptCalls;
  private sender: CallSender;
  private type = "";
  /** All that is near by is shown. */
  private isNearAll = false;
  /** What had the focus before the form took it. */
  private cameFrom: HTMLElement | null = null;

  constructor(private readonly context: Context, private readonly ask: Ask, hooks: CallHooks) {
    this.buildPriorities();
    this.sender = this.sending(newSending(0, ""));
    this.where = new CallWhere(context, { ...hooks, changed: () => { this.keep(); this.drawNear(); } });
    this.keptCalls = new KeptCalls(context, {
      fresh: () => this.begin(), goOn: (name, draft) => this.goOn(name, draft),
      end: (name, draft) => { this.goOn(name, draft); this.noIncident(); },
    });
    new Combo<string>(byId("call-type"), byId("call-types"), (text) => this.typesFor(text), (option) => this.setType(option.value));
    this.buildRegions();
    this.listen();
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  get isPlacing(): boolean {
    return this.where.isPlacing;
  }

  /** The call that was on the screen before a reload is there again; those put aside wait until they are asked for. */
  resume(): void {
    const found = this.context.drafts.all(CALLS).find(([, draft]) => draft.is_open === "1");
    if (found) this.goOn(...found);
  }

  open(): void {
    if (this.isOpen) return this.focus();
    // The clock of a new call runs from here, however long somebody chooses.
    this.sender = this.sending(newSending(this.context.server.now(), newKey()));
    this.cameFrom = document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : null;
    show(this.root, true);
    this.showForm(false);
    if (!this.keptCalls.offer()) this.begin();
    this.tick();
  }

  /** Away from the screen; what was typed is kept until it is sent or discarded. */
  close(): void {
    if (this.isForm && !this.isEmpty) {
      this.keep(false);
      toast(gettext("The call is put aside. Entering a call offers to continue it."));
    }
    this.leave();
  }

  /** Esc: what was begun last ends first. */
  escape(): void {
    if (this.isPlacing) this.where.setPlacing(false);
    else this.close();
  }

  /** A click on the map that was asked for. */
  setOnMap(at: LonLat): void {
    this.where.setOnMap(at);
  }

  tick(): void {
    if (this.isOpen) put(this.root, { timer: timerText(this.context.server.now() - this.sender.sending.openedAt) });
  }

  drawNear(): void {
    if (!this.isOpen) return;
    const { place } = this.where;
    const near = place ? nearBy(this.context.store.incidents(), place.at, this.type) : [];
    const shown = this.isNearAll ? near : near.slice(0, NEAR);
    show(slot(this.root, "near"), near.length > 0);
    put(this.root, { "near-count": shown.length < near.length ? gettext("%(shown)s of %(total)s", { shown: shown.length, total: near.length }) : "" });
    show(slot(this.root, "near-all"), shown.length < near.length);
    slot(this.root, "near-list").replaceChildren(...shown.map((one) => this.nearItem(one)));
  }

  private get isForm(): boolean {
    return this.isOpen && !this.form.hidden;
  }

  private get name(): string {
    return CALLS + this.sender.sending.key;
  }

  private listen(): void {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); void this.save(); });
    this.form.addEventListener("input", () => { this.keep(); this.drawNear(); });
    this.root.addEventListener("keydown", (event) => {
      if (this.isForm && event.code === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void this.save(); }
    });
    byId("call-type").addEventListener("change", () => this.settleType());
    slot(this.root, "close").addEventListener("click", () => this.close());
    slot(this.root, "discard").addEventListener("click", () => this.discard());
    slot(this.root, "other").addEventListener("click", () => this.noIncident());
    slot(this.root, "near-all").addEventListener("click", () => { this.isNearAll = true; this.drawNear(); });
  }

  private showForm(isShown: boolean): void {
    for (const element of [this.form, slot(this.root, "foot"), slot(this.root, "discard")]) show(element, isShown);
  }

  private focus(): void {
    if (this.isForm) this.field("number").focus();
    else this.keptCalls.offer();
  }

  /** The empty form of the call that was opened. */
  private begin(): void {
    this.clear();
    this.use();
  }

  private goOn(name: string, draft: Draft): void {
    this.clear();
    for (const field of FIELDS) if (draft[field] !== undefined) this.field(field).value = draft[field];
    this.type = draft.type ?? "";
    this.setPriority((Number(draft.priority) || DEFAULT_PRIORITY) as Priority);
    this.sender = this.sending(sendingOf(name, draft, this.context.server.now()));
    this.use(placeOf(draft));
  }

  private use(place: Place | null = null): void {
    this.keptCalls.close();
    show(this.root, true);
    this.showForm(true);
    this.where.set(place);
    this.where.show(true);
    this.tick();
    this.focus();
  }

  /** The form's own state; the call that is being sent is another matter. */
  private clear(): void {
    this.form.reset();
    this.type = "";
    this.isNearAll = false;
    this.setPriority(DEFAULT_PRIORITY);
    this.error("type", "");
    show(slot(this.root, "error"), false);
  }

  private leave(): void {
    const { activeElement } = document;
    // Keys are no longer typed into a form that is gone; they go where they went before.
    if (activeElement instanceof HTMLElement && this.root.contains(activeElement)) activeElement.blur();
    this.cameFrom?.focus({ preventScroll: true });
    this.cameFrom = null;
    show(this.root, false);
    this.keptCalls.close();
    this.where.show(false);
  }

  private discard(): void {
    const draft = this.draft(false);
    if (draft.call) return this.noIncident();
    const { name, isEmpty } = this;
    this.leave();
    if (!isEmpty) this.keptCalls.discard(name, draft);
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  private nearItem({ incident, distanceM }: Near): HTMLElement {
    const item = clone("near");
    glyph(slot<SVGElement>(item, "glyph"), incident.priority, priorityWord(incident.priority));
    const age = timerText(this.context.server.now() - (incident.stamps.reported ?? this.context.server.now()));
    put(item, { title: incident.title, text: [incident.number, distanceM === null ? "" : distanceText(distanceM), statusWord(incident.status), age].filter(Boolean).join(" · ") });
    slot(item, "attach").addEventListener("click", () => void this.attach(incident.id));
    return item;
  }

  private buildPriorities(): void {
    slot(this.root, "priorities").append(...PRIORITIES.map((priority) => {
      const item = clone("priority");
      (item.querySelector("input") as HTMLInputElement).value = String(priority);
      glyph(slot<SVGElement>(item, "glyph"), priority, "");
      put(item, { word: priorityWord(priority) });
      return item;
    }));
  }

  private buildRegions(): void {
    const { regions } = this.context.config;
    const select = byId<HTMLSelectElement>("call-region");
    select.append(new window.Option(gettext("by the point on the map"), ""));
    for (const region of regions) select.append(new window.Option(region.name, region.code));
    show(slot(this.root, "region-field"), regions.length > 1);
  }

  private typesFor(text: string): Found<string> {
    const known = this.context.types.get(this.type);
    const wanted = known && fold(known.name) === fold(text) ? "" : text;
    const options = [...this.context.types.values()]
      .map((type) => ({ type, points: score(wanted, `${type.name} ${type.category}`) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points)
      .map(({ type }) => ({ text: type.name, more: type.category, value: type.code }));
    return options.length > 0 ? { options } : { options, note: gettext("No type of incident is called so.") };
  }

  private setType(code: string): void {
    const type = this.context.types.get(code);
    if (!type) return;
    this.take(type);
    byId("call-place").focus();
  }

  private take(type: IncidentType): void {
    this.type = type.code;
    this.field("type_text").value = type.name;
    this.setPriority(type.defaultPriority);
    this.error("type", "");
    this.keep();
    this.drawNear();
  }

  /** The words in the field and the type that is sent are the same. */
  private settleType(): void {
    const text = fold(this.field("type_text").value);
    const known = this.context.types.get(this.type);
    if (known && fold(known.name) === text) return;
    const named = [...this.context.types.values()].find((type) => fold(type.name) === text);
    if (named) return this.take(named);
    this.type = "";
    this.keep();
    this.drawNear();
  }

  private setPriority(priority: Priority): void {
    const input = this.form.querySelector<HTMLInputElement>(`input[name=priority][value="${priority}"]`);
    if (input) input.checked = true;
  }

  private get values(): Record<string, string> {
    return Object.fromEntries([...new FormData(this.form)].map(([name, value]) => [name, String(value)]));
  }

  private get isEmpty(): boolean {
    const { number, type_text: type, place_text: place, address, title, description } = this.values;
    return ![number, type, place, address, title, description, this.sender.sending.call].some(Boolean) && !this.where.place;
  }

  private draft(isOpen: boolean): Draft {
    const { place } = this.where;
    const { openedAt, source, facts, call } = this.sender.sending;
    return {
      ...this.values, type: this.type, at: place ? place.at.join(",") : "", place_name: place?.name ?? "", place_source: place?.source ?? "",
      opened_at: String(openedAt), source, facts: facts ? JSON.stringify(facts) : "", call, is_open: isOpen ? "1" : "",
    };
  }

  private keep(isOpen = true): void {
    if (!this.isForm) return;
    if (this.isEmpty) this.context.drafts.forget(this.name);
    else this.context.drafts.keep(this.name, this.draft(isOpen));
  }

  private error(field: string, text: string): void {
    const element = this.form.querySelector<HTMLElement>(`[data-error="${field}"]`);
    if (!element) return;
    element.textContent = text;
    show(element, text !== "");
  }

  private sending(sending: Sending): CallSender {
    return new CallSender(this.context.portal, sending, () => this.keep());
  }

  private get written(): Written {
    const { number = "", channel = "", title = "", description = "", address = "", region = "", priority } = this.values;
    return {
      number, channel, title, description, address, region, type: this.type, place: this.where.place,
      priority: (Number(priority) || DEFAULT_PRIORITY) as Priority,
    };
  }

  private async save(): Promise<void> {
    if (!this.type) {
      this.error("type", gettext("Choose what is happening."));
      return byId("call-type").focus();
    }
    const name = this.context.types.get(this.type)?.name ?? "";
    await this.send(async () => {
      const incident = await this.sender.report(this.written, name);
      this.done(incident, this.told(incident, (number) => gettext("%(number)s is reported.", { number }), gettext("The incident is reported.")));
    });
  }

  private async attach(incident: string): Promise<void> {
    await this.send(async () => this.belongs(await this.sender.attach(this.written, incident)));
  }

  private noIncident(): void {
    this.ask.open({
      name: "call-ended", title: gettext("What was the call?"), go: gettext("Keep the call"),
      choices: [
        { value: "information", label: gettext("information") }, { value: "silent", label: gettext("silent: call back") },
        { value: "prank", label: gettext("prank") }, { value: "test", label: gettext("test") },
      ],
    }, async ({ choice }) => {
      const incident = await this.sender.end(this.written, choice);
      if (incident) this.belongs(incident);
      else this.done("", gettext("The call is kept."));
    });
  }

  private belongs(incident: string): void {
    this.done(incident, this.told(incident, (number) => gettext("The call belongs to %(number)s now.", { number }), gettext("The call belongs to an incident now.")));
  }

  /** The number where the live feed was as quick as the answer. */
  private told(incident: string, named: (number: string) => string, nameless: string): string {
    const number = this.context.store.incident(incident)?.number;
    return number ? named(number) : nameless;
  }

  /** The call is in the books: say so first, then show what it became. */
  private done(incident: string, told: string): void {
    this.context.drafts.forget(this.name);
    this.leave();
    toast(told, "good");
    if (!incident) return;
    this.context.view.select({ kind: "incident", id: incident });
    void this.context.portal.incident(incident).then((raw) => {
      const parsed = parseIncident(raw);
      if (!parsed) return;
      this.context.store.acceptIncident(parsed);
      this.context.store.flush();
    }, fail);
  }

  private async send(work: () => Promise<void>): Promise<void> {
    const save = slot(this.root, "save");
    if (save.getAttribute("aria-busy") === "true") return;
    save.setAttribute("aria-busy", "true");
    show(slot(this.root, "error"), false);
    try {
      await work();
    } catch (error) {
      const notice = slot(this.root, "error");
      notice.textContent = failureText(error);
      show(notice, true);
    } finally {
      save.removeAttribute("aria-busy");
    }
  }
}

function sendingOf(name: string, draft: Draft, now: number): Sending {
  return {
    key: name.slice(CALLS.length), openedAt: Number(draft.opened_at) || now, source: draft.source ?? "", call: draft.call ?? "",
    facts: draft.facts ? (JSON.parse(draft.facts) as Sending["facts"]) : null,
  };
}

function placeOf(draft: Draft): Place | null {
  const [lon, lat] = (draft.at ?? "").split(",").map(Number);
  if (!draft.at || lon === undefined || lat === undefined) return null;
  return { at: [lon, lat], name: draft.place_name ?? "", source: (draft.place_source ?? "said") as PointSource };
}
