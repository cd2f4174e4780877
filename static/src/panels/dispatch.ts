/** The dispatch window: who can be sent to the open incident, ranked with reasons; several at once, by keyboard. */

import { ApiError } from "../io/api";
import { AtMostEvery } from "../io/pace";
import { LEFT_OUT_TOLD, parseNear, parseSent, recommended, telling, ticksAfter, toggled, wouldGo, type Aid, type Candidate, type Near, type Need } from "../model/dispatch";
import { distanceText } from "../model/geo";
import { gettext, ngettext } from "../model/i18n";
import { parseIncident, type Incident } from "../model/messages";
import type { Changes } from "../model/store";
import { wholeAgeText } from "../model/time";
import { SERVICES, priorityWord, serviceWord } from "../model/words";
import type { Ask } from "./ask";
import type { Context } from "./context";
import { byId, clone, put, reconcile, show, slot } from "./dom";
import { fail, failureText, toast } from "./toasts";

const LIMIT = 15;
/** Ask anew after a change at most so often, and in any case after this. */
const FOLLOW_MS = 1500;
const FRESH_MS = 10_000;
/** A position older than this is told by the server as a reason. */
const YOUNG_S = 300;

/** What the map shows of the choice. */
export interface Drawn {
  id: string;
  isTicked: boolean;
  text: string;
}

export interface DispatchHooks {
  /** Lines from the incident to these units; null: none. */
  lines: (candidates: readonly Drawn[] | null) => void;
  /** What lies under the window must not be reached while it is open. */
  cover: (isCovered: boolean) => void;
}

export class DispatchPanel {
  private readonly root = byId("dispatch");
  private readonly list = slot(this.root, "list");
  private readonly service = byId<HTMLSelectElement>("dispatch-service");
  private readonly all = byId<HTMLInputElement>("dispatch-all");
  private readonly known = new Map<string, HTMLElement>();
  private readonly follow = new AtMostEvery(FOLLOW_MS, () => void this.load());
  private incidentId: string | null = null;
  private near: Near | null = null;
  private ticked: Set<string> = new Set();
  private isByHand = false;
  private focused: string | null = null;
  private askedAt = 0;
  private turn = 0;
  private isSending = false;
  /** A digit that came before the candidates. */
  private wanted: number | null = null;

  constructor(private readonly context: Context, private readonly ask: Ask, private readonly hooks: DispatchHooks) {
    this.service.append(new Option(gettext("any service"), ""), ...SERVICES.map((service) => new Option(serviceWord(service), service)));
    this.service.addEventListener("change", () => { this.isByHand = false; void this.load(); });
    this.root.addEventListener("keydown", (event) => this.pressed(event));
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("focusin", ({ target }) => this.focusOn(target));
    slot(this.root, "close").addEventListener("click", () => this.close());
    slot(this.root, "send").addEventListener("click", () => this.go());
  }

  get isOpen(): boolean {
    return this.incidentId !== null;
  }

  /** Open for an incident; opened again for the same one, the first unit has the focus again. */
  open(incident: Incident): void {
    if (this.incidentId !== incident.id) this.begin(incident);
    show(this.root, true);
    this.hooks.cover(true);
    this.focusFirst();
  }

  close(): void {
    if (!this.isOpen) return;
    this.incidentId = this.near = this.wanted = null;
    this.turn++;
    show(this.root, false);
    this.hooks.cover(false);
    this.hooks.lines(null);
    // Not onto a button: an Enter too many must not take the next step.
    byId("list").focus({ preventScroll: true });
  }

  /** Something else was selected. */
  follows(selectedId: string | null): void {
    if (this.isOpen && selectedId !== this.incidentId) this.close();
  }

  /** Units or the incident changed: what is offered is asked for anew, the ticks stay. */
  changed({ topics, incidents }: Changes): void {
    if (!this.isOpen) return;
    if (topics.has("units") || topics.has("reset") || (this.incidentId !== null && incidents.has(this.incidentId))) this.follow.ask();
  }

  tick(): void {
    if (this.isOpen && Date.now() - this.askedAt > FRESH_MS) void this.load();
  }

  /** Send the n-th unit alone; a digit that comes before the candidates is kept for them. */
  pick(n: number): void {
    if (!this.near) this.wanted = n;
    const candidate = this.near?.candidates[n - 1];
    if (candidate) void this.send([candidate]);
  }

  private begin(incident: Incident): void {
    this.incidentId = incident.id;
    [this.near, this.ticked, this.isByHand, this.focused, this.wanted] = [null, new Set(), false, null, null];
    this.service.value = "";
    this.all.checked = false;
    this.known.clear();
    this.list.replaceChildren(...Array.from({ length: 4 }, () => clone("skeleton")));
    for (const name of ["needs", "notice", "note", "fold", "aid", "empty"]) show(slot(this.root, name), false);
    put(this.root, { incident: `${incident.number} · P${incident.priority} ${priorityWord(incident.priority)} · ${incident.title}`, "send-text": gettext("Send") });
    void this.load();
  }

  private async load(): Promise<void> {
    const [turn, id] = [++this.turn, this.incidentId];
    if (id === null) return;
    this.askedAt = Date.now();
    this.list.setAttribute("aria-busy", "true");
    try {
      const near = parseNear(await this.context.portal.nearestUnits(id, LIMIT, this.service.value));
      if (turn === this.turn) this.take(near);
    } catch (error) {
      if (turn === this.turn) this.notice([`${gettext("Could not be loaded.")} ${failureText(error)}`]);
    }
  }

  private take(near: Near): void {
    const hadFocus = this.list.contains(document.activeElement);
    const isFirst = this.near === null;
    this.near = near;
    this.ticked = ticksAfter(near, this.ticked, this.isByHand);
    if (isFirst) this.list.replaceChildren();
    this.draw();
    if (hadFocus || isFirst) this.focusFirst();
    const { wanted } = this;
    this.wanted = null;
    if (wanted !== null) this.pick(wanted);
  }

  // --- drawing ------------------------------------------------------------------------------------------------

  private draw(): void {
    const { near } = this;
    if (!near) return;
    this.list.setAttribute("aria-busy", "false");
    reconcile(this.list, near.candidates, ({ id }) => id, ({ id }) => this.row(id), this.known, (element, candidate) => this.fill(element, candidate, near));
    this.drawNeeds(near.needed);
    this.drawEmpty(near);
    this.drawLeftOut(near.leftOut);
    this.drawAid(near.across);
    this.drawChoice();
  }

  private row(id: string): HTMLElement {
    const element = clone("candidate");
    element.dataset.unit = id;
    return element;
  }

  private fill(element: HTMLElement, candidate: Candidate, near: Near): void {
    const n = near.candidates.indexOf(candidate) + 1;
    const isYoung = candidate.ageS !== null && candidate.ageS <= YOUNG_S;
    const age = isYoung ? gettext("position %(age)s", { age: wholeAgeText((candidate.ageS ?? 0) * 1000) }) : "";
    put(element, {
      name: candidate.callSign, far: farText(candidate), key: n <= 9 ? String(n) : "",
      what: [serviceWord(candidate.service), age, ...telling(near, candidate)].filter(Boolean).join(" · "),
    });
    slot(element, "dot").dataset.status = candidate.status;
    show(slot(element, "key"), n <= 9);
    show(slot(element, "recommended"), recommended(near).has(candidate.id));
  }

  private drawNeeds(needed: readonly Need[]): void {
    const shelf = slot(this.root, "needs");
    show(shelf, needed.length > 0);
    shelf.replaceChildren(...needed.map((need) => {
      const element = clone("need");
      const open = need.count - need.sent;
      element.dataset.state = open <= 0 ? "done" : need.missing > 0 ? "short" : "open";
      const state = need.missing > 0 ? ngettext("%(count)s not found", "%(count)s not found", need.missing) : gettext("%(sent)s of %(count)s sent", { sent: need.sent, count: need.count });
      put(element, { text: [`${need.count} × ${serviceWord(need.service)}`, need.skill].filter(Boolean).join(" · "), state });
      return element;
    }));
  }

  private drawEmpty(near: Near): void {
    show(slot(this.root, "empty"), near.candidates.length === 0);
    put(this.root, { empty: gettext("No unit can be sent now. Below is who was left out, and why.") });
    const notes = [
      near.withoutPosition > 0 ? ngettext("%(count)s free unit has no position", "%(count)s free units have no position", near.withoutPosition) : "",
      near.ofOtherServices > 0 ? ngettext("%(count)s free unit of another service", "%(count)s free units of other services", near.ofOtherServices) : "",
    ].filter(Boolean);
    show(slot(this.root, "note"), notes.length > 0);
    put(this.root, { note: notes.join(" · ") });
  }

  private drawLeftOut(leftOut: readonly Candidate[]): void {
    const fold = slot<HTMLDetailsElement>(this.root, "fold");
    show(fold, leftOut.length > 0);
    const count = String(leftOut.length);
    put(this.root, {
      "fold-title": leftOut.length >= LEFT_OUT_TOLD ? gettext("Left out: the nearest %(count)s, and why", { count }) : ngettext("Left out: %(count)s, and why", "Left out: %(count)s, and why", leftOut.length),
    });
    // A button that has the focus is not taken from under the hand.
    if (!fold.contains(document.activeElement) || document.activeElement?.tagName === "SUMMARY") slot(this.root, "left-out").replaceChildren(...leftOut.map((unit) => this.leftOut(unit)));
  }

  private leftOut(unit: Candidate): HTMLElement {
    const element = clone("left-out");
    const { held } = unit;
    const why = [serviceWord(unit.service), ...unit.reasons, held?.title, held ? `P${held.priority}` : ""];
    put(element, { name: unit.callSign, far: farText(unit), why: why.filter(Boolean).join(" · ") });
    slot(element, "dot").dataset.status = unit.status;
    const take = slot<HTMLButtonElement>(element, "take");
    show(take, held?.canBeTaken ?? false);
    take.textContent = gettext("Take…");
    take.title = gettext("Take %(unit)s from %(number)s", { unit: unit.callSign, number: held?.number ?? "" });
    take.addEventListener("click", () => this.preEmpt(unit));
    return element;
  }

  private drawAid(across: readonly Aid[]): void {
    show(slot(this.root, "aid"), across.length > 0);
    slot(this.root, "aid-list").replaceChildren(...across.map((aid) => {
      const element = clone("left-out");
      put(element, { name: serviceWord(aid.service), far: distanceText(aid.distanceM), why: gettext("a free unit of a neighbouring region") });
      show(slot(element, "dot"), false);
      const button = slot<HTMLButtonElement>(element, "take");
      show(button, true);
      button.textContent = gettext("Ask for help");
      button.addEventListener("click", () => void this.askForAid(aid, button));
      return element;
    }));
  }

  private drawChoice(): void {
    const { near } = this;
    if (!near) return;
    for (const [id, element] of this.known) {
      element.setAttribute("aria-selected", String(this.ticked.has(id)));
      element.tabIndex = id === this.focused ? 0 : -1;
    }
    const going = wouldGo(near, this.ticked, this.focused);
    const [first] = going;
    const text = going.length > 1 ? ngettext("Send %(count)s unit", "Send %(count)s units", going.length) : gettext("Send %(unit)s", { unit: first?.callSign ?? "" });
    put(this.root, { "send-text": first ? text : gettext("Send") });
    slot<HTMLButtonElement>(this.root, "send").disabled = !first || this.isSending;
    this.hooks.lines(near.candidates.map((candidate) => ({ id: candidate.id, isTicked: going.includes(candidate), text: farText(candidate) })));
  }

  private notice(lines: readonly string[]): void {
    const notice = slot(this.root, "notice");
    show(notice, lines.length > 0);
    notice.replaceChildren(...lines.map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }));
  }

  // --- choosing -----------------------------------------------------------------------------------------------

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isField = event.target instanceof HTMLSelectElement || (event.target instanceof HTMLElement && event.target.matches("input, summary, button"));
    const run = this.keyOf(event, isField);
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }

  /** Keys go by their place on the keyboard; a field, a button or the fold keeps its own. */
  private keyOf({ code, shiftKey, repeat }: KeyboardEvent, isField: boolean): (() => void) | null {
    if (code === "Escape") return () => this.close();
    if (isField || shiftKey) return null;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
    if (digit) return repeat ? null : () => this.pick(Number(digit));
    const keys: Record<string, () => void> = {
      ArrowDown: () => this.step(1), KeyJ: () => this.step(1), ArrowUp: () => this.step(-1), KeyK: () => this.step(-1),
      Space: () => { if (this.focused) this.toggle(this.focused); },
    };
    if (code === "Enter" || code === "NumpadEnter") return repeat ? null : () => this.go();
    return keys[code] ?? null;
  }

  private step(by: number): void {
    const ids = this.near?.candidates.map(({ id }) => id) ?? [];
    const at = this.focused === null ? -1 : ids.indexOf(this.focused);
    const id = ids[Math.max(0, Math.min(ids.length - 1, at + by))];
    if (id) this.known.get(id)?.focus();
  }

  /** The unit that has the focus keeps it; else the first one gets it, or the list while it loads. */
  private focusFirst(): void {
    const [first] = this.near?.candidates ?? [];
    const kept = this.focused !== null && this.known.has(this.focused) ? this.focused : first?.id;
    const row = kept === undefined ? undefined : this.known.get(kept);
    (row ?? this.list).focus({ preventScroll: row === undefined });
  }

  private focusOn(target: EventTarget | null): void {
    const id = target instanceof HTMLElement ? target.dataset.unit : undefined;
    if (id === undefined) return;
    this.focused = id;
    this.drawChoice();
  }

  private clicked({ target }: Event): void {
    const row = target instanceof Element ? target.closest<HTMLElement>("[data-unit]") : null;
    if (row?.dataset.unit) this.toggle(row.dataset.unit);
  }

  private toggle(id: string): void {
    this.ticked = toggled(this.ticked, id);
    this.isByHand = true;
    this.drawChoice();
  }

  // --- sending ------------------------------------------------------------------------------------------------

  private go(): void {
    if (this.near) void this.send(wouldGo(this.near, this.ticked, this.focused));
  }

  private async send(candidates: readonly Candidate[]): Promise<void> {
    const id = this.incidentId;
    if (id === null || candidates.length === 0 || this.isSending) return;
    this.setSending(true);
    try {
      const mode = this.all.checked ? "all" : "each";
      const answer = await this.context.portal.dispatch(id, candidates.map((candidate) => ({ unit: candidate.id })), mode);
      this.told(id, candidates, answer.results);
    } catch (error) {
      this.refused(error, candidates);
    } finally {
      this.setSending(false);
    }
    void this.refreshIncident(id);
  }

  private setSending(isSending: boolean): void {
    this.isSending = isSending;
    slot(this.root, "send").setAttribute("aria-busy", String(isSending));
    this.drawChoice();
  }

  private told(id: string, candidates: readonly Candidate[], rows: unknown): void {
    const results = parseSent(rows);
    const sent = results.filter(({ isSent }) => isSent).length;
    const number = this.context.store.incident(id)?.number ?? "";
    if (sent > 0) toast(ngettext("%(count)s unit is sent to %(number)s.", "%(count)s units are sent to %(number)s.", sent, { number }), "good");
    const lost = results.filter(({ isSent }) => !isSent);
    if (lost.length === 0) return this.incidentId === id ? this.close() : undefined;
    this.lost(lost, candidates);
  }

  private lost(lost: readonly { unit: string; detail: string }[], candidates: readonly Candidate[]): void {
    const names = new Map(candidates.map(({ id, callSign }) => [id, callSign]));
    this.notice(lost.map(({ unit, detail }) => `${names.get(unit) ?? ""}: ${detail}`));
    for (const { unit } of lost) this.ticked.delete(unit);
    this.isByHand = true;
    void this.load();
  }

  private refused(error: unknown, candidates: readonly Candidate[]): void {
    const units = error instanceof ApiError ? parseSent(error.body.fields.units) : [];
    if (units.length > 0) {
      this.lost(units, candidates);
      this.notice([gettext("Nobody was sent:"), ...units.map(({ unit, detail }) => `${candidates.find(({ id }) => id === unit)?.callSign ?? ""}: ${detail}`)]);
    } else this.notice([failureText(error)]);
  }

  /** Take a unit from a less urgent incident: said plainly from which. */
  private preEmpt(unit: Candidate): void {
    const { held } = unit;
    const id = this.incidentId;
    if (!held || id === null) return;
    const from = [held.number, held.title, `P${held.priority} ${priorityWord(held.priority as 1)}`].filter(Boolean).join(" · ");
    this.ask.open({
      name: `pre-empt:${id}:${unit.id}`, title: gettext("Take %(unit)s from %(number)s?", { unit: unit.callSign, number: held.number }),
      text: gettext("It is on its way to %(from)s. If no other unit is there, that incident goes back to its operators and rings.", { from }),
      go: gettext("Take and send"), isHarmful: true,
    }, async () => {
      const answer = await this.context.portal.dispatch(id, [{ unit: unit.id, pre_empt: true }], "each");
      this.told(id, [unit], answer.results);
      await this.refreshIncident(id);
    });
  }

  private async askForAid({ service }: Aid, button: HTMLButtonElement): Promise<void> {
    const id = this.incidentId;
    if (id === null) return;
    button.disabled = true;
    try {
      const asked = await this.context.portal.askForAid(id, service);
      toast(gettext("%(region)s is asked for help and sees the incident.", { region: this.context.regionName(String(asked.region)) }), "good");
      await this.refreshIncident(id);
    } catch (error) {
      fail(error);
      button.disabled = false;
    }
  }

  /** The feed tells the same; whichever comes first. */
  private async refreshIncident(id: string): Promise<void> {
    const raw = await this.context.portal.incident(id).catch(() => null);
    const incident = raw && parseIncident(raw);
    if (!incident) return;
    this.context.store.acceptIncident(incident);
    this.context.store.flush();
  }
}

function farText({ distanceM }: Candidate): string {
  return distanceM === null ? "—" : distanceText(distanceM);
}
