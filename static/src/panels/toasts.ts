/** Short notices at the foot of the screen, and what is said to a screen reader. */

import { ApiError } from "../io/api";
import { gettext } from "../model/i18n";
import { outcomeUnknown, unreachable } from "../model/words";
import { byId, clone, put, show, slot } from "./dom";
import { Voice } from "./voice";

export type Tone = "good" | "warn" | "error" | "plain";

export interface ToastAction {
  label: string;
  run: () => void;
}

const LASTS_MS: Readonly<Record<Tone, number>> = { good: 3500, plain: 5000, warn: 9000, error: 12_000 };
const MOST = 4;

export function toast(text: string, tone: Tone = "plain", action?: ToastAction): void {
  const shelf = byId("toasts");
  const element = clone("toast");
  element.classList.add(`toast--${tone}`);
  put(element, { text });
  const close = (): void => element.remove();
  slot(element, "close").addEventListener("click", close);
  const act = slot<HTMLButtonElement>(element, "act");
  if (action) {
    show(act, true);
    act.textContent = action.label;
    act.addEventListener("click", () => { close(); action.run(); });
  }
  element.setAttribute("role", tone === "error" || tone === "warn" ? "alert" : "status");
  shelf.append(element);
  while (shelf.childElementCount > MOST) shelf.firstElementChild?.remove();
  setTimeout(close, LASTS_MS[tone]);
}

/** The sentence for a failure: the server's own where it gave one. */
export function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return gettext("Something went wrong on this page. Load it again.");
  if (error.isUnknown) return outcomeUnknown();
  if (error.isUnreachable) return unreachable();
  const fields = Object.values(error.body.fields).flat().filter((value): value is string => typeof value === "string");
  const detail = error.body.detail || gettext("The server could not do this (%(code)s).", { code: error.body.code });
  return error.status === 400 && fields.length > 0 ? `${detail} ${fields.join(" ")}` : detail;
}

export function fail(error: unknown): void {
  toast(failureText(error), error instanceof ApiError && error.isConflict ? "warn" : "error");
}

type Urgency = "politely" | "now";

/** A new element each time, so that the same sentence is read again. */
const voiceOf = (urgency: Urgency): Voice => new Voice((text) => {
  const sentence = document.createElement("p");
  sentence.textContent = text;
  byId(`say-${urgency}`).replaceChildren(sentence);
});
const voices: Readonly<Record<Urgency, Voice>> = { politely: voiceOf("politely"), now: voiceOf("now") };

/** Say to screen readers, after what is being said; `now` interrupts, for what is critical. */
export function say(text: string, urgency: Urgency = "politely"): void {
  voices[urgency].say(text);
}
