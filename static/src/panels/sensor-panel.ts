/** The panel of a sensor: its newest value and how old that is, read anew while it is looked at. */

import { AtMostEvery } from "../io/pace";
import { gettext } from "../model/i18n";
import { nameOf } from "../model/messages";
import { kindOf, placeOf, regionOf, rowOf, statusOf } from "../model/points";
import type { Pyramid } from "../model/pyramid";
import { doubtOf, valueText } from "../model/sensors";
import { parseAt, wholeAgeText } from "../model/time";
import { sensorStatusWord } from "../model/words";
import type { Context } from "./context";
import { clone, put, slot } from "./dom";
import { drawFacts, ObjectPanel } from "./object-panel";
import { Section } from "./section";

type Raw = Record<string, unknown>;

/** Readings are no events. */
const READ_EVERY_MS = 10_000;

export class SensorPanel extends ObjectPanel {
  private raw: Raw | null = null;
  private status = "";
  private readonly section: Section<Raw>;
  private readonly readAgain = new AtMostEvery(READ_EVERY_MS, () => this.section.refresh());

  constructor(context: Context, id: string, hooks: { close: () => void; centre: () => void }, private readonly sensors: () => Pyramid | null) {
    super(context, id, hooks);
    this.section = new Section<Raw>(gettext("Chart and limits"), () => context.portal.sensor(id), (body, raw) => {
      this.raw = raw;
      body.append(this.link());
      this.draw();
    }, 1);
    slot(this.element, "more").append(this.section.element);
    this.readAgain.ask();
    this.draw();
  }

  override tick(): void {
    this.readAgain.ask();
    this.draw();
  }

  draw(): void {
    const known = this.sensors();
    const row = known ? rowOf(known.points, Number(this.id)) : -1;
    const at = known && placeOf(known.points, Number(this.id));
    const status = known && row >= 0 ? statusOf(known.points, row) : String(this.raw?.status ?? "unknown");
    const code = known && row >= 0 ? kindOf(known.points, row) : String(this.raw?.kind ?? "");
    const kind = this.context.config.sensorKinds.get(code);
    // What changed its status changed its value.
    if (this.status && status !== this.status) this.section.refresh();
    this.status = status;
    this.element.classList.toggle("is-stale", this.raw?.stale === true);
    put(this.element, { top: gettext("Sensor"), title: nameOf({ name: this.raw?.code ?? `№ ${this.id}` }), where: String(this.raw?.name ?? "") });
    drawFacts(slot(this.element, "facts"), [
      [gettext("Status"), sensorStatusWord(status)],
      [gettext("Newest value"), this.raw ? valueText(this.raw.value, kind, String(this.raw.unit ?? "")) : "…"],
      [gettext("Said"), this.raw ? doubtOf(this.raw, this.context.server.now()) || this.age() : ""],
      [gettext("Kind"), kind?.name ?? code],
      [gettext("Region"), this.context.regionName(known && row >= 0 ? regionOf(known.points, row) : String(this.raw?.region ?? ""))],
      [gettext("Coordinates"), at ? `${at[1].toFixed(5)}, ${at[0].toFixed(5)}` : ""],
    ]);
  }

  private age(): string {
    const at = parseAt(String(this.raw?.value_at ?? ""));
    return at === null ? "" : gettext("%(age)s ago", { age: wholeAgeText(Math.max(0, this.context.server.now() - at)) });
  }

  private link(): HTMLElement {
    const link = clone<HTMLAnchorElement>("sensor-link");
    link.href = `/sensors/${encodeURIComponent(this.id)}/`;
    return link;
  }
}
