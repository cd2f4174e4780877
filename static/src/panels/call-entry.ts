/** Call entry: what, where, how urgent; what is open near by to attach to. It survives a reload and an ended session. */

import { rows } from "../io/portal";
import { parseCoordinates, distanceText, type LonLat } from "../model/geo";
import { fold, score } from "../model/folding";
import { gettext } from "../model/i18n";
import { parseIncident, PRIORITIES, type Priority } from "../model/messages";
import { nearBy, type Near } from "../model/queries";
import { timerText } from "../model/time";
import { priorityWord, statusWord } from "../model/words";
import type { Ask } from "./ask";
import { Combo, type Option } from "./combo";
import type { Context } from "./context";
import { byId, clone, glyph, put, show, slot, write } from "./dom";
import { failureText, toast } from "./toasts";

const FORM = "call";
type Raw = Record<string, unknown>;

export interface CallHooks {
  pin: (at: LonLat | null) => void;
  placing: (isPlacing: boolean) => void;
  look: (at: LonLat) => void;
}

export class CallEntry {
  private readonly root = byId("call");
  private readonly form = byId<HTMLFormElement>("call-form");
  private type = "";
  private at: LonLat | null = null;
  private placeName = "";
  private answeredAt = 0;
  /** One key for one call: a request that is sent again makes no second one. */
  private key = "";
  private call: string | null = null;
  private searching: AbortController | null = null;
  private found = new Map<string, { at: LonLat; name: string }>();

  constructor(private readonly context: Context, private readonly ask: Ask, private readonly hooks: CallHooks) {
    this.buildPriorities();
    new Combo(byId("call-type"), byId("call-types"), (text) => this.typesFor(text), (option) => this.setType(option.id));
    new Combo(byId("call-place"), byId("call-places"), (text) => this.placesFor(text), (option) => this.setPlace(option));
    this.buildRegions();
    this.form.addEventListener("submit", (event) => { event.preventDefault(); void this.save(); });
    this.form.addEventListener("input", () => { this.keep(); this.drawNear(); });
    this.root.addEventListener("keydown", (event) => {
      if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void this.save(); }
    });
    slot(this.root, "close").addEventListener("click", () => this.close());
    slot(this.root, "where-clear").addEventListener("click", () => this.setPoint(null, ""));
    slot(this.root, "other").addEventListener("click", () => this.noIncident());
    this.drawWhere();
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** A draft from before a reload opens the form again. */
  resume(): void {
    if (this.context.drafts.find(FORM)) this.open();
  }

  open(): void {
    if (!this.isOpen) {
      this.restore();
      show(this.root, true);
    }
    this.hooks.placing(true);
    this.hooks.pin(this.at);
    this.drawNear();
    this.tick();
    this.field("number").focus();
  }

  /** Away from the screen; what was typed is kept until it is sent. */
  close(): void {
    show(this.root, false);
    this.hooks.placing(false);
    this.hooks.pin(null);
  }

  /** A click on the map while the form is open. */
  setOnMap(at: LonLat): void {
    this.setPoint(at, gettext("set on the map"));
  }

  tick(): void {
    if (this.isOpen) put(this.root, { timer: timerText(this.context.server.now() - this.answeredAt) });
  }

  drawNear(): void {
    if (!this.isOpen) return;
    const near = this.at ? nearBy(this.context.store.incidents(), this.at, this.type) : [];
    show(slot(this.root, "near"), near.length > 0);
    slot(this.root, "near-list").replaceChildren(...near.map((one) => this.nearItem(one)));
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

  private typesFor(text: string): Option[] {
    const known = this.context.types.get(this.type);
    const wanted = known && fold(known.name) === fold(text) ? "" : text;
    return [...this.context.types.values()]
      .map((type) => ({ type, points: score(wanted, `${type.name} ${type.category}`) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points)
      .slice(0, 40)
      .map(({ type }) => ({ id: type.code, text: type.name, more: type.category }));
  }

  private setType(code: string): void {
    const type = this.context.types.get(code);
    if (!type) return;
    this.type = code;
    this.field("type_text").value = type.name;
    this.setPriority(type.defaultPriority);
    this.error("type", "");
    this.keep();
    this.drawNear();
    byId("call-place").focus();
  }

  private setPriority(priority: Priority): void {
    const input = this.form.querySelector<HTMLInputElement>(`input[name=priority][value="${priority}"]`);
    if (input) input.checked = true;
  }

  private async placesFor(text: string): Promise<readonly Option[]> {
    const coordinates = parseCoordinates(text);
    this.found = new Map();
    if (coordinates) {
      this.found.set("coordinates", { at: coordinates, name: gettext("coordinates") });
      return [{ id: "coordinates", text: gettext("This point"), more: `${coordinates[1].toFixed(5)}, ${coordinates[0].toFixed(5)}` }];
    }
    if (text.trim().length < 2) return [];
    this.searching?.abort();
    this.searching = new AbortController();
    try {
      return this.offers(rows(await this.context.portal.search(text, this.searching.signal)));
    } catch {
      return [];
    }
  }

  private offers(hits: Raw[]): Option[] {
    return hits.filter((hit) => typeof hit.lon === "number" && typeof hit.lat === "number").map((hit) => {
      const id = `${String(hit.kind)}:${String(hit.id)}`;
      this.found.set(id, { at: [hit.lon as number, hit.lat as number], name: String(hit.title) });
      return { id, text: String(hit.title), more: String(hit.subtitle ?? "") };
    });
  }

  private setPlace(option: Option): void {
    const place = this.found.get(option.id);
    if (!place) return;
    this.field("place_text").value = option.text;
    this.setPoint(place.at, place.name);
    this.hooks.look(place.at);
    byId("call-address").focus();
  }

  private setPoint(at: LonLat | null, name: string): void {
    this.at = at;
    this.placeName = name;
    if (this.isOpen) this.hooks.pin(at);
    this.drawWhere();
    this.keep();
    this.drawNear();
  }

  private drawWhere(): void {
    const where = slot(this.root, "where");
    where.dataset.set = String(this.at !== null);
    write(slot(where, "where-text"), this.at
      ? `${this.at[1].toFixed(5)}, ${this.at[0].toFixed(5)} · ${this.placeName}`
      : gettext("No point yet: the incident will be counted, but not on the map."));
    show(slot(where, "where-clear"), this.at !== null);
  }

  private keep(): void {
    const values = Object.fromEntries([...new FormData(this.form)].map(([name, value]) => [name, String(value)]));
    const { number, type_text: type, place_text: place, address, title, description } = values;
    const isEmpty = ![number, type, place, address, title, description].some(Boolean) && !this.at;
    if (isEmpty) return this.context.drafts.forget(FORM);
    this.context.drafts.keep(FORM, {
      ...values, type: this.type, at: this.at ? this.at.join(",") : "", place_name: this.placeName,
      answered_at: String(this.answeredAt), key: this.key, call: this.call ?? "",
    } as Record<string, string>);
  }

  private restore(): void {
    const draft = this.context.drafts.find(FORM);
    if (!draft) return this.reset();
    for (const name of ["number", "channel", "type_text", "place_text", "address", "title", "description", "region"]) {
      const field = this.field(name);
      if (draft[name] !== undefined) field.value = draft[name];
    }
    this.type = draft.type ?? "";
    this.answeredAt = Number(draft.answered_at) || this.context.server.now();
    this.key = draft.key || crypto.randomUUID();
    this.call = draft.call || null;
    const [lon, lat] = (draft.at ?? "").split(",").map(Number);
    this.at = draft.at && lon !== undefined && lat !== undefined ? [lon, lat] : null;
    this.placeName = draft.place_name ?? "";
    this.setPriority((Number(draft.priority) || 3) as Priority);
    this.drawWhere();
  }

  private reset(): void {
    this.form.reset();
    this.type = "";
    this.at = null;
    this.placeName = "";
    this.call = null;
    this.answeredAt = this.context.server.now();
    this.key = crypto.randomUUID();
    this.setPriority(3);
    this.context.drafts.forget(FORM);
    this.error("type", "");
    show(slot(this.root, "error"), false);
    this.drawWhere();
  }

  private error(field: string, text: string): void {
    const element = this.form.querySelector<HTMLElement>(`[data-error="${field}"]`);
    if (!element) return;
    element.textContent = text;
    show(element, text !== "");
  }

  private point(): object | null {
    return this.at && { type: "Point", coordinates: [this.at[0], this.at[1]] };
  }

  /** The call first; if it was taken down before and only the rest failed, it is not taken down twice. */
  private async answer(): Promise<string> {
    if (this.call) return this.call;
    const region = this.field("region").value;
    const answer = await this.context.portal.answerCall({
      source: this.field("channel").value, source_ref: this.key,
      number: this.field("number").value.trim(), channel: this.field("channel").value, address: this.field("address").value.trim(),
      location: this.point(), ...(this.at ? { location_source: "map" } : {}), ...(region ? { region } : {}),
      rang_at: new Date(this.answeredAt).toISOString(), answered_at: new Date(this.answeredAt).toISOString(),
    });
    this.call = String(answer.id);
    this.keep();
    return this.call;
  }

  private incident(): Raw {
    const region = this.field("region").value;
    const title = this.field("title").value.trim() || this.context.types.get(this.type)?.name || "";
    const priority = Number(new FormData(this.form).get("priority")) || 3;
    return {
      source: this.field("channel").value, source_ref: this.key, type: this.type, priority, title, description: this.field("description").value.trim(), address: this.field("address").value.trim(),
      location: this.point(), ...(this.at ? { location_source: "map" } : {}), ...(region ? { region } : {}),
    };
  }

  private async save(): Promise<void> {
    if (!this.type) {
      this.error("type", gettext("Choose what is happening."));
      return byId("call-type").focus();
    }
    await this.send(async () => {
      const call = await this.context.portal.attachCall(await this.answer(), { incident: this.incident() });
      await this.done(String(call.incident), (number) => gettext("%(number)s is reported.", { number }));
    });
  }

  private async attach(incident: string): Promise<void> {
    await this.send(async () => {
      await this.context.portal.attachCall(await this.answer(), { incident });
      await this.done(incident, (number) => gettext("The call belongs to %(number)s now.", { number }));
    });
  }

  private noIncident(): void {
    this.ask.open({
      name: "call-ended", title: gettext("What was the call?"), go: gettext("Keep the call"),
      choices: [
        { value: "information", label: gettext("information") }, { value: "silent", label: gettext("silent: call back") },
        { value: "prank", label: gettext("prank") }, { value: "test", label: gettext("test") },
      ],
    }, async ({ choice }) => {
      await this.context.portal.attachCall(await this.answer(), { outcome: choice });
      this.close();
      this.reset();
      toast(gettext("The call is kept."), "good");
    });
  }

  /** The call is kept: show what it became. */
  private async done(id: string, told: (number: string) => string): Promise<void> {
    this.close();
    this.reset();
    const raw = await this.context.portal.incident(id);
    const incident = parseIncident(raw);
    if (incident) {
      this.context.store.acceptIncident(incident);
      this.context.store.flush();
    }
    toast(told(String(raw.number ?? "")), "good");
    this.context.view.select({ kind: "incident", id });
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
