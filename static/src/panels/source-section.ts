/** What an alarm comes from, one click away: its camera with its newest picture, its sensor with a chart, its unit and who is near. */

import type { Alarm } from "../model/alarm";
import { gettext } from "../model/i18n";
import { cameraKindWord, cameraStatusWord } from "../model/words";
import { CameraPicture, seesPictures } from "./camera-picture";
import type { Context } from "./context";
import { clone, put, slot } from "./dom";
import { Section } from "./section";
import { SensorSection } from "./sensor-section";
import { UnitSection } from "./unit-section";

type Raw = Record<string, unknown>;

export class SourceSection {
  private drawn = "";
  private sensor: SensorSection | null = null;
  private unit: UnitSection | null = null;

  constructor(private readonly context: Context, private readonly shelf: HTMLElement) {}

  draw(alarm: Alarm): void {
    const { camera, sensor, sourceCode } = alarm;
    const unit = alarm.sourceKind === "unit" ? alarm.sourceId : "";
    const key = `${camera}/${sensor}/${unit}`;
    if (key === this.drawn) return this.sensor?.show(alarm);
    this.drawn = key;
    this.sensor = sensor ? new SensorSection(this.context, sensor, sourceCode, alarm) : null;
    this.unit = unit ? new UnitSection(this.context, unit, alarm) : null;
    this.shelf.replaceChildren(
      ...(camera ? [this.camera(camera)] : []), ...(this.sensor ? [this.sensor.element] : []), ...(this.unit ? [this.unit.element] : []),
    );
    const { sensor: shown } = this;
    if (shown) queueMicrotask(() => shown.show(alarm));
  }

  /** Time has passed: units move. */
  tick(): void {
    this.unit?.draw();
  }

  private camera(id: string): HTMLElement {
    const section = new Section<Raw>(gettext("Camera"), () => this.context.portal.camera(id), (body, raw) => {
      if (seesPictures(this.context)) body.append(new CameraPicture(this.context, id, true).element);
      body.append(cameraTile(this.context, raw));
    }, 1);
    queueMicrotask(() => section.refresh());
    return section.element;
  }
}

/** A camera as a tile: its kind, status and name; a click opens its panel. */
export function cameraTile(context: Context, camera: Raw, more = ""): HTMLElement {
  const tile = clone<HTMLButtonElement>("tile");
  put(tile, {
    kind: cameraKindWord(String(camera.kind ?? "")), state: cameraStatusWord(String(camera.status ?? "unknown")),
    name: [String(camera.code ?? camera.name ?? ""), more].filter(Boolean).join(" · "),
  });
  slot(tile, "state").dataset.status = String(camera.status ?? "unknown");
  tile.title = String(camera.name ?? "");
  tile.addEventListener("click", () => context.view.select({ kind: "camera", id: String(camera.id) }));
  return tile;
}
