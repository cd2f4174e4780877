/** The units that can be sent to the open incident: nearest first, by key or by mouse, and who is left out and why. */

import { rows } from "../io/portal";
import { may } from "../model/config";
import { distanceText } from "../model/geo";
import { gettext, ngettext } from "../model/i18n";
import type { Incident } from "../model/messages";
import { stepsOf } from "../model/moves";
import { wholeAgeText } from "../model/time";
import { serviceWord } from "../model/words";
import type { Context } from "./context";
import { clone, put, show, slot } from "./dom";
import { Section } from "./section";

type Raw = Record<string, unknown>;

/** Units move: what was asked so long ago is asked again. */
const FRESH_MS = 10_000;
/** Of those that cannot be sent so many are shown at once; the others a click away. */
const LEFT_OUT_SHOWN = 2;
/** The server tells no more of them. */
const LEFT_OUT_TOLD = 20;

function list(near: Raw, name: string): Raw[] {
  const value = near[name];
  return Array.isArray(value) ? (value as Raw[]) : [];
}

export class Offers {
  readonly section: Section<Raw>;
  /** Ids of the units that are offered; null until they have come. */
  private ids: string[] | null = null;
  private waitsForDigit = false;
  private wantedDigit: number | null = null;
  private askedAt = 0;
  private showsAll = false;

  constructor(
    private readonly context: Context, id: string,
    private readonly incident: () => Incident | null,
    /** Sends the unit to the incident; resolves with whether that succeeded. */
    private readonly assign: (unit: string) => Promise<boolean>,
  ) {
    this.section = new Section(gettext("Nearest free units"), () => context.portal.nearestUnits(id), (body, near, aside) => this.draw(body, near, aside));
    // Whoever goes on to something else does not send a unit with the next Enter.
    this.section.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (this.waitsForDigit && relatedTarget instanceof Node && !this.section.element.contains(relatedTarget)) this.arm(false);
    });
  }

  refresh(): void {
    this.askedAt = Date.now();
    this.section.refresh();
  }

  /** Ask again when the answer has grown old; never under the finger or the eye of somebody who chooses. */
  tick(): void {
    const { element } = this.section;
    const isChoosing = this.waitsForDigit || element.contains(document.activeElement) || element.matches(":hover");
    if (!isChoosing && element.offsetParent && Date.now() - this.askedAt > FRESH_MS) this.refresh();
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
    const unit = this.ids?.[n - 1];
    if (!this.ids) this.wantedDigit = n;
    else if (unit) void this.send(unit);
  }

  private async send(unit: string): Promise<void> {
    this.wantedDigit = null;
    if (await this.assign(unit)) this.arm(false);
  }

  private showArmed(): void {
    const shelf = this.section.element.querySelector<HTMLElement>(".offers");
    if (!shelf) return;
    shelf.dataset.armed = String(this.waitsForDigit);
    if (!this.waitsForDigit) return;
    shelf.querySelector<HTMLElement>(".offer:not(:disabled)")?.focus();
    if (this.wantedDigit !== null) this.pick(this.wantedDigit);
  }

  private draw(body: HTMLElement, near: Raw, aside: (text: string) => void): void {
    const free = rows(near).slice(0, 9);
    const leftOut = list(near, "left_out");
    this.ids = free.map((unit) => String(unit.id));
    aside(this.leftOutText(leftOut.length));
    if (free.length === 0) body.append(this.line(gettext("No free unit is near.")));
    const shelf = document.createElement("div");
    shelf.className = "offers";
    const others = [...leftOut.map((unit) => this.offer(unit, null)), ...list(near, "across_border").map((unit) => this.aid(unit))];
    shelf.append(...free.map((unit, i) => this.offer(unit, i + 1)), ...others);
    body.append(shelf);
    this.fold(body, others);
    const unplaced = Number(near.without_position) || 0;
    if (unplaced > 0) body.append(this.line(ngettext("%(count)s free unit has no position", "%(count)s free units have no position", unplaced)));
    this.showArmed();
  }

  private leftOutText(count: number): string {
    if (count >= LEFT_OUT_TOLD) return gettext("the nearest %(count)s left out", { count: String(count) });
    return count > 0 ? ngettext("%(count)s left out", "%(count)s left out", count) : "";
  }

  /** Of what cannot be sent a few lines are enough, until somebody wants to know. */
  private fold(body: HTMLElement, others: HTMLElement[]): void {
    const rest = others.slice(LEFT_OUT_SHOWN);
    if (rest.length === 0 || this.showsAll) return;
    for (const element of rest) show(element, false);
    const more = clone<HTMLButtonElement>("act");
    put(more, { text: ngettext("Show %(count)s more", "Show %(count)s more", rest.length), key: "" });
    show(slot(more, "key"), false);
    more.classList.add("button--small", "button--quiet");
    more.addEventListener("click", () => {
      this.showsAll = true;
      for (const element of rest) show(element, true);
      more.remove();
    });
    body.append(more);
  }

  private line(text: string): HTMLElement {
    const element = document.createElement("p");
    element.className = "section__empty";
    element.textContent = text;
    return element;
  }

  /** A free unit across a border: what and how far, nothing else. */
  private aid(unit: Raw): HTMLElement {
    const element = clone<HTMLButtonElement>("offer");
    put(element, { key: "–", name: serviceWord(String(unit.service)), far: distanceText(Number(unit.distance_m)), what: gettext("of a neighbouring region") });
    element.disabled = true;
    return element;
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
    const incident = this.incident();
    element.disabled = n === null || incident === null || !may(this.context.config, "units:dispatch") || !stepsOf(incident).includes("dispatch");
    element.title = gettext("Send %(unit)s", { unit: String(unit.call_sign ?? "") });
    element.addEventListener("click", () => void this.send(String(unit.id)));
    return element;
  }
}
