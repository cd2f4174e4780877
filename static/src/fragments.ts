/** Fragments: htmx with our CSRF token. Where one does not come a sentence stands; what asks for itself asks again. */

import htmx from "htmx.org";
import { csrfCookie } from "./io/api";
import { gettext } from "./model/i18n";

const FAILURES = ["htmx:responseError", "htmx:sendError", "htmx:timeout"];
const AGAIN_AFTER_MS = 5_000;
const TOO_MANY = 429;

interface Failure {
  elt: HTMLElement;
  target: HTMLElement;
  xhr: XMLHttpRequest;
}

/** A later answer may be better: nothing answered, the portal is ill, or it has been asked too often. */
function mayPass(status: number): boolean {
  return status === 0 || status >= 500 || status === TOO_MANY;
}

function sentence(status: number, isAskedAgain: boolean): string {
  if (isAskedAgain) return gettext("The portal does not answer; it is asked again in a few seconds.");
  if (status === 0) return gettext("The portal does not answer. Try again.");
  if (status === TOO_MANY) return gettext("Too many requests at once. Try again in a minute.");
  if (status === 403 || status === 404) return gettext("This is not there for you, or no longer. Load the page again.");
  return gettext("This could not be done (error %(status)s). Try again.", { status });
}

/** The place of the answer that is missing says so; the next answer, or the next failure, replaces the sentence. */
function say(place: HTMLElement, text: string): void {
  const notice = place.querySelector(":scope > [data-failed]") ?? document.createElement("p");
  notice.className = "notice notice--error";
  notice.setAttribute("data-failed", "");
  notice.setAttribute("role", "alert");
  if (notice.textContent !== text) notice.textContent = text;
  place.append(notice);
}

function failed({ elt, target, xhr }: Failure): void {
  const isAskedAgain = mayPass(xhr.status) && (elt.getAttribute("hx-trigger") ?? "").includes("retry");
  say(target, sentence(xhr.status, isAskedAgain));
  if (isAskedAgain) setTimeout(() => { if (elt.isConnected) htmx.trigger(elt, "retry"); }, AGAIN_AFTER_MS);
}

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.timeout = 20_000;
for (const name of FAILURES) document.addEventListener(name, (event) => failed((event as CustomEvent<Failure>).detail));
document.addEventListener("htmx:configRequest", (event) => {
  const { detail } = event as CustomEvent<{ headers: Record<string, string> }>;
  detail.headers["X-CSRFToken"] = csrfCookie(document.cookie);
});
