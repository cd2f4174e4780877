/** What an alarm comes from, one click away: its camera with its newest picture, its sensor. */

import type { Alarm } from "../model/alarm";
import { gettext } from "../model/i18n";
import { cameraKindWord, cameraStatusWord } from "../model/words";
import type { Context } from "./context";
import { clone, put, slot } from "./dom";
import { actButton } from "./parts";
import { Section } from "./section";

type Raw = Record<string, unknown>;

export class SourceSection {
  private drawn = "";

  constructor(private readonly context: Context, private readonly shelf: HTMLElement) {}

  draw({ camera, sensor, sourceCode }: Alarm): void {
    const key = `${camera}/${sensor}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.shelf.replaceChildren();
    if (camera) this.shelf.append(this.camera(camera));
    if (sensor) this.shelf.append(this.sensor(sensor, sourceCode));
  }

  private camera(id: string): HTMLElement {
    const section = new Section<Raw>(gettext("Camera"), () => this.context.portal.camera(id), (body, raw) => body.append(cameraTile(this.context, raw)), 1);
    queueMicrotask(() => section.refresh());
    return section.element;
  }

  private sensor(id: string, code: string): HTMLElement {
    const section = clone("section");
    put(section, { title: gettext("Sensor") });
    const open = actButton({ text: gettext("Chart of %(code)s", { code: code || id }), run: () => location.assign(`/sensors/${encodeURIComponent(id)}/`) });
    slot(section, "body").append(open);
    return section;
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
