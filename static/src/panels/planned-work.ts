/** Planned work on a camera, now and ahead: until when it is no outage that the camera is silent. */

import { rows } from "../io/portal";
import { gettext } from "../model/i18n";
import { parseAt } from "../model/time";
import type { Context } from "./context";
import { clone, put, slot } from "./dom";
import { Section } from "./section";

type Raw = Record<string, unknown>;

/** The part of a panel that tells it; it takes itself away where nothing is planned. */
export function plannedWorkOf(context: Context, camera: string): Section<Raw[]> {
  const section: Section<Raw[]> = new Section(gettext("Planned work"), async () => rows(await context.portal.plannedWork(camera)), (body, windows) => {
    if (windows.length === 0) return section.element.remove();
    body.append(list(context, windows));
  }, 1);
  return section;
}

function list(context: Context, windows: readonly Raw[]): HTMLElement {
  const shelf = document.createElement("ol");
  shelf.className = "timeline";
  const now = context.server.now();
  for (const work of windows) {
    const [begins, ends] = [parseAt(work.begins_at as string), parseAt(work.ends_at as string)];
    if (begins === null || ends === null) continue;
    const item = clone("timeline-item");
    const until = gettext("until %(at)s", { at: context.clock.stamp(ends, now) });
    put(item, { at: context.clock.stamp(begins, now), text: `${until} · ${String(work.reason)}`, who: extent(String(work.of)) });
    slot(item, "at").title = context.clock.full(begins);
    shelf.append(item);
  }
  return shelf;
}

/** What the work is on where it is on more than the camera. */
function extent(of: string): string {
  if (of === "node") return `· ${gettext("the whole network node")}`;
  return of === "region" ? `· ${gettext("the whole region")}` : "";
}
