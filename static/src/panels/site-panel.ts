/** The panel of a protected site: where it is, what goes on there, whom to call, what to do, what watches it. */

import { rows } from "../io/portal";
import { alarmStateWord, priorityLetter } from "../model/alarm-words";
import { gettext } from "../model/i18n";
import { middleOf, holds } from "../model/sites";
import { statusWord } from "../model/words";
import type { Context } from "./context";
import { clone, put, slot } from "./dom";
import { drawFacts } from "./object-panel";
import { actButton, emptyLine } from "./parts";
import { Section } from "./section";
import { siteCameras, siteContacts, siteInstructions, siteSensors } from "./site-sections";

type Raw = Record<string, unknown>;
const CAMERAS = 12;
const SENSORS = 24;

export class SitePanel {
  readonly element = clone("object-panel");
  private readonly now = clone("section");
  private drawnNow = "";

  constructor(private readonly context: Context, readonly id: string, hooks: { close: () => void; centre: () => void }) {
    slot(this.element, "close").addEventListener("click", hooks.close);
    slot(this.element, "centre").addEventListener("click", hooks.centre);
    put(this.now, { title: gettext("Going on here") });
    slot(this.element, "more").append(this.now, ...this.sections());
    this.draw();
  }

  draw(): void {
    const site = this.context.sites.get(this.id);
    put(this.element, {
      top: gettext("Protected site"), title: site?.name ?? "…",
      where: site ? [site.address, this.context.regionName(site.region)].filter(Boolean).join(", ") : "",
    });
    drawFacts(slot(this.element, "facts"), [[gettext("Code"), site?.code ?? ""], [gettext("Kind"), site?.kindName ?? ""], [gettext("Middle"), this.middle()]]);
    this.drawNow();
  }

  tick(): void {
    this.drawNow();
  }

  private middle(): string {
    const site = this.context.sites.get(this.id);
    const at = site && middleOf(site);
    return at ? `${at[1].toFixed(5)}, ${at[0].toFixed(5)}` : "";
  }

  private sections(): HTMLElement[] {
    const { alarms } = this.context.portal;
    const about = new Section<Raw>(gettext("Whom to call"), () => alarms.site(this.id), (body, site) => {
      body.append(...[siteContacts(this.context, site), siteInstructions(site)].filter((part) => part !== null));
    });
    const cameras = new Section<Raw>(gettext("Cameras"), () => alarms.siteCameras(this.id, null, CAMERAS), (body, answer, aside) => {
      aside(String(answer.count ?? ""));
      const found = rows(answer);
      body.append(found.length > 0 ? siteCameras(this.context, found, Number(answer.count)) : emptyLine(gettext("No camera watches this site.")));
    });
    const sensors = new Section<Raw>(gettext("Sensors"), () => alarms.siteSensors(this.id, null, SENSORS), (body, answer, aside) => {
      aside(String(answer.count ?? ""));
      const found = rows(answer);
      body.append(found.length > 0 ? siteSensors(found, Number(answer.count), this.context.server.now()) : emptyLine(gettext("No sensor watches this site.")));
    });
    for (const section of [about, cameras, sensors]) queueMicrotask(() => section.refresh());
    return [about.element, cameras.element, sensors.element];
  }

  /** Open alarms of the site, and incidents inside its perimeter. */
  private drawNow(): void {
    const { store, sites, alarmTypes, view } = this.context;
    const ring = sites.get(this.id)?.ring ?? [];
    const alarms = store.alarms().filter(({ sites: of }) => of.some(({ id }) => id === this.id));
    const incidents = store.incidents().filter(({ at }) => at !== null && holds(ring, at));
    const key = [...alarms.map(({ id, version }) => `${id}${version}`), ...incidents.map(({ id, version }) => `${id}${version}`)].join();
    if (this.drawnNow === key && slot(this.now, "body").childElementCount > 0) return;
    this.drawnNow = key;
    slot(this.now, "body").replaceChildren(
      ...incidents.map(({ id, number, title, status }) => actButton({ text: `${number} · ${title} · ${statusWord(status)}`, look: "button--small", run: () => view.select({ kind: "incident", id }) })),
      ...alarms.map(({ id, type, priority, state }) => actButton({
        text: `${priorityLetter(priority)} · ${alarmTypes.get(type)?.name ?? type} · ${alarmStateWord(state)}`, look: "button--small", run: () => view.select({ kind: "alarm", id }),
      })),
      ...(alarms.length + incidents.length === 0 ? [emptyLine(gettext("No alarm and no incident."))] : []),
    );
  }
}
