/** Words over the map: what is under the pointer, and which of several things at one place is meant. */

import { gettext, ngettext } from "../model/i18n";
import type { Selection } from "../model/view";
import { byId, clone, cloneAll, put, show } from "./dom";

export interface Note {
  title: string;
  text: string;
}

/** Keep a note inside the map, beside the pointer. */
function moveTo(element: HTMLElement, x: number, y: number): void {
  const stage = element.offsetParent as HTMLElement | null;
  const [width, height] = [stage?.clientWidth ?? 0, stage?.clientHeight ?? 0];
  const left = x + 16 + element.offsetWidth > width ? x - element.offsetWidth - 12 : x + 16;
  const top = Math.min(y + 14, height - element.offsetHeight - 8);
  element.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
}

export class MapTip {
  private readonly element = byId("map-tip");

  constructor() {
    this.element.append(cloneAll("tip"));
  }

  show(note: Note | null, x: number, y: number): void {
    show(this.element, note !== null);
    if (!note) return;
    put(this.element, { title: note.title, text: note.text });
    moveTo(this.element, x, y);
  }
}

/** Points that share a place can all be reached. */
export class Chooser {
  private readonly element = byId("map-choose");

  constructor(private readonly describe: (selection: Selection) => Note, private readonly chosen: (selection: Selection) => void) {}

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  open(options: readonly Selection[], x: number, y: number): void {
    if (options.length === 0) return this.close();
    this.element.setAttribute("aria-label", ngettext("%(count)s thing is here: which one?", "%(count)s things are here: which one?", options.length));
    this.element.replaceChildren(...options.map((option) => this.item(option)));
    show(this.element, true);
    moveTo(this.element, x, y);
    this.element.querySelector<HTMLElement>("button")?.focus();
  }

  close(): void {
    if (!this.isOpen) return;
    const hadFocus = this.element.contains(document.activeElement);
    show(this.element, false);
    if (hadFocus) byId("map").focus({ preventScroll: true });
  }

  private item(option: Selection): HTMLElement {
    const kinds = {
      incident: gettext("Incident"), alarm: gettext("Alarm"), alarm_group: gettext("Alarms"), unit: gettext("Unit"), camera: gettext("Camera"), sensor: gettext("Sensor"),
      site: gettext("Protected site"),
    };
    const item = clone("choose-item");
    put(item, { kind: kinds[option.kind], text: this.describe(option).title });
    item.addEventListener("click", () => {
      this.close();
      this.chosen(option);
    });
    return item;
  }
}
