/** The panels of a unit and of a camera: facts at once from what is known, the rest when it has loaded. */

import { may } from "../model/config";
import { playbackAddress } from "../model/film";
import { gettext } from "../model/i18n";
import { nameOf, type Incident, type Unit } from "../model/messages";
import { kindOf, placeOf, regionOf, rowOf, statusOf } from "../model/points";
import type { Pyramid } from "../model/pyramid";
import { HOUR_MS, parseAt, wholeAgeText } from "../model/time";
import { cameraKindWord, cameraStatusWord, serviceWord, unitStatusWord } from "../model/words";
import { CameraPicture, seesPictures } from "./camera-picture";
import type { Context } from "./context";
import { clone, put, slot } from "./dom";
import { outagesOf } from "./outages";
import { plannedWorkOf } from "./planned-work";
import { Section } from "./section";

type Raw = Record<string, unknown>;
type Fact = [name: string, value: string];

export function drawFacts(list: HTMLElement, facts: readonly Fact[]): void {
  const key = JSON.stringify(facts);
  if (list.dataset.drawn === key) return;
  list.dataset.drawn = key;
  list.replaceChildren(...facts.filter(([, value]) => value !== "").flatMap(([name, value]) => {
    const [term, text] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = name;
    text.textContent = value;
    return [term, text];
  }));
}

export abstract class ObjectPanel {
  readonly element = clone("object-panel");

  constructor(protected readonly context: Context, readonly id: string, hooks: { close: () => void; centre: () => void }) {
    slot(this.element, "close").addEventListener("click", hooks.close);
    slot(this.element, "centre").addEventListener("click", hooks.centre);
  }

  abstract draw(): void;

  tick(): void {
    this.draw();
  }
}

export class UnitPanel extends ObjectPanel {
  constructor(context: Context, id: string, hooks: { close: () => void; centre: () => void }) {
    super(context, id, hooks);
    const unit = context.store.unit(id);
    if (unit && may(context.config, "tracks:read")) slot(this.element, "more").after(this.past(unit));
    this.draw();
  }

  draw(): void {
    const unit = this.context.store.unit(this.id);
    if (!unit) return put(this.element, { top: gettext("Unit"), title: gettext("This unit is not on the live screen"), where: "" });
    const now = this.context.server.now();
    put(this.element, { top: gettext("Unit"), title: unit.callSign, where: [serviceWord(unit.service), this.context.regionName(unit.region)].filter(Boolean).join(" · ") });
    this.drawJob(this.context.store.incidents().find((incident) => incident.units.some((assigned) => assigned.unit === unit.id)));
    drawFacts(slot(this.element, "facts"), [
      [gettext("Status"), unitStatusWord(unit.status)],
      [gettext("Crew"), unit.crew],
      [gettext("Vehicle"), unit.vehicle],
      [gettext("Position"), unit.positionAt === null ? gettext("none yet") : gettext("%(age)s old", { age: wholeAgeText(now - unit.positionAt) })],
      [gettext("Coordinates"), unit.at ? `${unit.at[1].toFixed(5)}, ${unit.at[0].toFixed(5)}` : ""],
    ]);
  }

  /** Where it was: the last two hours of its region, with the unit chosen. */
  private past(unit: Unit): HTMLElement {
    const link = document.createElement("a");
    link.className = "button button--small";
    link.target = "_blank";
    link.textContent = gettext("Play back its last two hours");
    link.href = playbackAddress(unit.region, this.context.server.now(), { at: unit.at, unit: unit.id, before: 2 * HOUR_MS });
    return link;
  }

  /** What the unit is sent to, one click away. */
  private drawJob(job: Incident | undefined): void {
    const shelf = slot(this.element, "more");
    const key = job ? `${job.id}/${job.title}` : "";
    if (shelf.dataset.drawn === key) return;
    shelf.dataset.drawn = key;
    shelf.replaceChildren();
    if (!job) return;
    const open = clone<HTMLButtonElement>("act");
    put(open, { text: `${job.number} · ${job.title}`, key: "" });
    slot(open, "key").remove();
    open.addEventListener("click", () => this.context.view.select({ kind: "incident", id: job.id }));
    const section = clone("section");
    put(section, { title: gettext("Incident") });
    slot(section, "body").append(open);
    shelf.append(section);
  }
}

export class CameraPanel extends ObjectPanel {
  private detail: Raw = {};
  private readonly picture: CameraPicture | null;

  constructor(context: Context, id: string, hooks: { close: () => void; centre: () => void }, private readonly cameras: () => Pyramid | null) {
    super(context, id, hooks);
    this.picture = seesPictures(context) ? new CameraPicture(context, id) : null;
    if (this.picture) slot(this.element, "picture").append(this.picture.element);
    const section = new Section<Raw>(gettext("Details"), () => context.portal.camera(id), (_body, raw) => {
      this.detail = raw;
      section.element.remove();
      this.draw();
    }, 2);
    slot(this.element, "more").append(section.element);
    section.refresh();
    const work = plannedWorkOf(context, id);
    slot(this.element, "more").append(work.element);
    work.refresh();
    const outages = outagesOf(context, id);
    slot(this.element, "more").append(outages.element);
    outages.refresh();
    this.draw();
  }

  draw(): void {
    const known = this.cameras();
    const row = known ? rowOf(known.points, Number(this.id)) : -1;
    const at = known && placeOf(known.points, Number(this.id));
    if (at) this.picture?.place(at);
    const status = known && row >= 0 ? statusOf(known.points, row) : String(this.detail.status ?? "unknown");
    const kind = known && row >= 0 ? kindOf(known.points, row) : String(this.detail.kind ?? "");
    const since = parseAt(String(this.detail.status_changed_at ?? ""));
    put(this.element, { top: gettext("Camera"), title: nameOf({ name: this.detail.code ?? `№ ${this.id}` }), where: String(this.detail.name ?? "") });
    drawFacts(slot(this.element, "facts"), [
      [gettext("Status"), cameraStatusWord(status)],
      [gettext("Since"), since === null ? "" : this.context.clock.full(since)],
      [gettext("Kind"), cameraKindWord(kind)],
      [gettext("Region"), known && row >= 0 ? this.context.regionName(regionOf(known.points, row)) : ""],
      [gettext("Address"), String(this.detail.address ?? "")],
      [gettext("Looks to"), typeof this.detail.azimuth === "number" ? `${this.detail.azimuth}°` : ""],
      [gettext("Coordinates"), at ? `${at[1].toFixed(5)}, ${at[0].toFixed(5)}` : ""],
    ]);
  }
}
