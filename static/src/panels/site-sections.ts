/** The protected sites that something lies in: whom to call, what to do, the cameras nearest first, the sensors. */

import { rows } from "../io/portal";
import { distanceText, type LonLat } from "../model/geo";
import { gettext, ngettext, numberText } from "../model/i18n";
import { doubtOf } from "../model/sensors";
import type { Context } from "./context";
import { clone, put, slot } from "./dom";
import { actButton, emptyLine } from "./parts";
import { Section } from "./section";
import { cameraTile } from "./source-section";
import { failureText } from "./toasts";

type Raw = Record<string, unknown>;
const CAMERAS = 4;
const SENSORS = 6;

interface SiteFacts {
  site: Raw;
  cameras: Raw;
  sensors: Raw;
}

export class SiteSections {
  private drawn = "";

  constructor(private readonly context: Context, private readonly shelf: HTMLElement, private readonly near: (cameras: readonly string[]) => void) {}

  draw(ids: readonly string[], at: LonLat | null): void {
    const key = `${ids.join()}/${String(at)}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.shelf.replaceChildren(...ids.map((id) => this.section(id, at)));
  }

  private section(id: string, at: LonLat | null): HTMLElement {
    const section = new Section<SiteFacts>(this.context.sites.get(id)?.name ?? gettext("Protected site"), () => this.load(id, at), (body, facts, aside) => {
      aside(String(facts.site.kind_name ?? ""));
      put(section.element, { title: String(facts.site.name ?? "") });
      body.append(...this.content(facts, at));
    }, 3);
    section.element.classList.add("site");
    queueMicrotask(() => section.refresh());
    return section.element;
  }

  private async load(id: string, at: LonLat | null): Promise<SiteFacts> {
    const { alarms } = this.context.portal;
    const [site, cameras, sensors] = await Promise.all([alarms.site(id), alarms.siteCameras(id, at, CAMERAS), alarms.siteSensors(id, at, SENSORS)]);
    return { site, cameras, sensors };
  }

  private content({ site, cameras, sensors }: SiteFacts, at: LonLat | null): HTMLElement[] {
    const parts = [siteContacts(this.context, site), siteInstructions(site), this.cameras(cameras, at), this.sensors(sensors)];
    const open = actButton({ text: gettext("All about this site"), look: "button--small", run: () => this.context.view.select({ kind: "site", id: String(site.id) }) });
    return [...parts.filter((part) => part !== null), open];
  }

  private cameras(answer: Raw, at: LonLat | null): HTMLElement {
    const cameras = rows(answer);
    if (cameras.length === 0) return emptyLine(gettext("No camera watches this site."));
    if (at) this.near(cameras.map((camera) => String(camera.id)));
    return siteCameras(this.context, cameras, Number(answer.count));
  }

  private sensors(answer: Raw): HTMLElement | null {
    const sensors = rows(answer);
    return sensors.length > 0 ? siteSensors(sensors, Number(answer.count), this.context.server.now()) : null;
  }
}

const ofAll = (shown: number, count: number): string => gettext("%(shown)s of %(total)s shown", { shown, total: count });

/** Tiles of cameras, and how many of how many. */
export function siteCameras(context: Context, cameras: readonly Raw[], count: number): HTMLElement {
  const box = document.createElement("div");
  const tiles = document.createElement("div");
  tiles.className = "tiles";
  tiles.append(...cameras.map((camera) => cameraTile(context, camera, typeof camera.distance_m === "number" ? distanceText(camera.distance_m) : "")));
  box.append(tiles);
  if (count > cameras.length) box.append(emptyLine(ofAll(cameras.length, count)));
  return box;
}

export function siteSensors(sensors: readonly Raw[], count: number, now: number): HTMLElement {
  const list = document.createElement("ul");
  list.className = "site__sensors";
  list.append(...sensors.map((sensor) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `/sensors/${String(sensor.id)}/`;
    link.textContent = [sensor.code, sensor.name].filter(Boolean).join(" · ");
    const value = typeof sensor.value === "number" ? `${numberText(sensor.value, Number.isInteger(sensor.value) ? 0 : 2)} ${String(sensor.unit ?? "")}`.trim() : "";
    const doubt = doubtOf(sensor, now);
    item.classList.toggle("is-stale", sensor.stale === true);
    const more = [sensor.kind_name, value, doubt, typeof sensor.distance_m === "number" ? distanceText(sensor.distance_m) : ""];
    item.append(link, ` ${more.filter(Boolean).join(" · ")}`);
    return item;
  }));
  if (count > sensors.length) list.append(emptyLine(ofAll(sensors.length, count)));
  return list;
}

export function siteInstructions(site: Raw): HTMLElement | null {
  const words = String(site.instructions ?? "");
  if (!words) return null;
  const element = document.createElement("p");
  element.className = "panel__text";
  element.textContent = words;
  return element;
}

/** Whom to call: the numbers are masked until they are asked for, and asking is kept in the audit trail. */
export function siteContacts(context: Context, site: Raw): HTMLElement {
  const box = document.createElement("div");
  const masked = rows(site.contacts);
  if (masked.length === 0) return emptyLine(gettext("Nobody is named to be called."));
  const draw = (contacts: readonly Raw[], isWhole: boolean): void => {
    box.replaceChildren(...contacts.map((contact) => contactRow(contact, isWhole)));
    if (isWhole) return;
    box.append(actButton({
      text: ngettext("Show the number", "Show the numbers", contacts.length), look: "button--small",
      run: () => void context.portal.alarms.siteContacts(String(site.id)).then((answer) => draw(rows(answer), true), (error: unknown) => box.append(emptyLine(failureText(error)))),
    }));
  };
  draw(masked, false);
  return box;
}

function contactRow(contact: Raw, isWhole: boolean): HTMLElement {
  const row = clone("site-contact");
  put(row, { name: String(contact.name ?? ""), post: String(contact.post ?? "") });
  const phone = slot<HTMLAnchorElement>(row, "phone");
  phone.textContent = String(contact.phone ?? "");
  if (isWhole) phone.href = `tel:${String(contact.phone ?? "").replace(/[^+\d]/g, "")}`;
  return row;
}
