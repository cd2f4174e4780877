/** The unit that an alarm is about: where it is now, what it was sent to, and who is nearest. */

import type { Alarm } from "../model/alarm";
import { distanceText } from "../model/geo";
import { gettext } from "../model/i18n";
import type { Unit } from "../model/messages";
import { nearestUnits } from "../model/nearby";
import { agoText } from "../model/time";
import { serviceWord, unitStatusWord } from "../model/words";
import type { Context } from "./context";
import { clone, put, slot } from "./dom";
import { actButton, emptyLine } from "./parts";

const NEAREST = 3;

export class UnitSection {
  readonly element = document.createElement("div");
  private drawn = "";

  constructor(private readonly context: Context, private readonly id: string, private readonly alarm: Alarm) {
    this.draw();
  }

  draw(): void {
    const { store, server } = this.context;
    const unit = store.unit(this.id);
    const place = unit?.at ?? this.alarm.at;
    const near = place ? nearestUnits(store.units(), place, this.id, NEAREST) : [];
    const position = unit?.positionAt ?? null;
    const age = position === null ? gettext("place unknown") : gettext("position %(ago)s", { ago: agoText(server.now() - position) });
    const others = near.map((one) => [one.unit, `${distanceText(one.distanceM)} · ${serviceWord(one.unit.service)}`] as const);
    const key = JSON.stringify([unit?.status, age, others.map(([one, far]) => [one.id, one.status, far])]);
    if (key === this.drawn) return;
    this.drawn = key;
    this.element.replaceChildren(
      this.section(gettext("Unit"), [...(unit ? [this.tile(unit, age)] : [emptyLine(gettext("This unit is not on the live screen"))]), ...this.incident()]),
      this.section(gettext("Nearest units"), others.length > 0 ? others.map(([one, far]) => this.tile(one, far)) : [emptyLine(gettext("No other unit with a position."))]),
    );
  }

  private section(title: string, content: readonly HTMLElement[]): HTMLElement {
    const section = clone("section");
    put(section, { title });
    slot(section, "body").append(...content);
    return section;
  }

  private tile(unit: Unit, more: string): HTMLElement {
    const row = clone<HTMLButtonElement>("near-unit");
    put(row, { name: unit.callSign, state: unitStatusWord(unit.status), more });
    slot(row, "dot").dataset.status = unit.status;
    row.addEventListener("click", () => this.context.view.select({ kind: "unit", id: unit.id }));
    return row;
  }

  private incident(): HTMLElement[] {
    const { incident, number } = this.alarm.facts;
    if (typeof incident !== "string" || typeof number !== "string") return [];
    return [actButton({ text: number, run: () => this.context.view.select({ kind: "incident", id: incident }) })];
  }
}
