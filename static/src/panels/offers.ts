/** The units that can be sent to the open incident at a glance: the best first, a click sends; `d` opens the window with all of it. */

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
/** At a glance; the window shows more. */
const SHOWN = 6;
/** The server tells no more of them. */
const LEFT_OUT_TOLD = 20;

function list(near: Raw, name: string): Raw[] {
  const value = near[name];
  return Array.isArray(value) ? (value as Raw[]) : [];
}

export class Offers {
  readonly section: Section<Raw>;
  private askedAt = 0;
  private showsAll = false;

  constructor(
    private readonly context: Context, id: string,
    private readonly incident: () => Incident | null,
    /** Sends the unit to the incident; resolves with whether that succeeded. */
    private readonly assign: (unit: string) => Promise<boolean>,
  ) {
    this.section = new Section(gettext("Nearest free units"), () => context.portal.nearestUnits(id), (body, near, aside) => this.draw(body, near, aside));
  }

  refresh(): void {
    this.askedAt = Date.now();
    this.section.refresh();
  }

  /** Ask again when the answer has grown old; never under the finger or the eye of somebody who chooses. */
  tick(): void {
    const { element } = this.section;
    const isChoosing = element.contains(document.activeElement) || element.matches(":hover");
    if (!isChoosing && element.offsetParent && Date.now() - this.askedAt > FRESH_MS) this.refresh();
  }

  private draw(body: HTMLElement, near: Raw, aside: (text: string) => void): void {
    const free = rows(near).slice(0, SHOWN);
    const leftOut = list(near, "left_out");
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
      key: n === null ? "–" : "→", name: String(unit.call_sign ?? ""), far: typeof unit.distance_m === "number" ? distanceText(unit.distance_m) : "—",
      what: [serviceWord(String(unit.service ?? "")), why].filter(Boolean).join(" · "),
    });
    slot(element, "what").title = why;
    const incident = this.incident();
    element.disabled = n === null || incident === null || !may(this.context.config, "units:dispatch") || !stepsOf(incident).includes("dispatch");
    element.title = gettext("Send %(unit)s", { unit: String(unit.call_sign ?? "") });
    element.addEventListener("click", () => void this.assign(String(unit.id)));
    return element;
  }
}
