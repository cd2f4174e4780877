/** The last outages of a camera: from when until when, and what was seen. */

import { ApiError } from "../io/api";
import { rows } from "../io/portal";
import { gettext } from "../model/i18n";
import { parseAt, wholeAgeText } from "../model/time";
import { outageCauseWord } from "../model/words";
import type { Context } from "./context";
import { clone, put, slot } from "./dom";
import { Section } from "./section";

type Raw = Record<string, unknown>;

/** The part of a panel that tells them; it takes itself away where nobody keeps outages. */
export function outagesOf(context: Context, camera: string): Section<Raw[] | null> {
  const section: Section<Raw[] | null> = new Section(gettext("Last outages"), () => load(context, camera), (body, outages) => {
    if (outages === null) return section.element.remove();
    body.append(...(outages.length > 0 ? [list(context, outages)] : [nothing()]));
  }, 1);
  return section;
}

async function load(context: Context, camera: string): Promise<Raw[] | null> {
  try {
    return rows(await context.portal.outages(camera));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

function list(context: Context, outages: readonly Raw[]): HTMLElement {
  const shelf = document.createElement("ol");
  shelf.className = "timeline";
  const now = context.server.now();
  for (const outage of outages) {
    const [began, ended] = [parseAt(outage.began_at as string), parseAt(outage.ended_at as string | null)];
    const lasts = began === null ? "" : wholeAgeText((ended ?? now) - began);
    const item = clone("timeline-item");
    const text = ended === null ? gettext("for %(age)s, not over", { age: lasts }) : gettext("for %(age)s", { age: lasts });
    put(item, { at: began === null ? "" : context.clock.stamp(began, now), text, who: `· ${outageCauseWord(String(outage.cause ?? ""))}` });
    if (began !== null) slot(item, "at").title = context.clock.full(began);
    shelf.append(item);
  }
  return shelf;
}

function nothing(): HTMLElement {
  const line = document.createElement("p");
  line.className = "section__empty";
  line.textContent = gettext("None is known.");
  return line;
}
