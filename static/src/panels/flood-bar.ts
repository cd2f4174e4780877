/** The bar that tells of a flood of alarms, over the whole width, whatever list is open. */

import type { Flood } from "../model/flood";
import { ngettext } from "../model/i18n";
import { byId, show, slot, write } from "./dom";

export class FloodBar {
  private readonly bar = byId("flood-bar");

  constructor(openList: () => void) {
    slot(this.bar, "open").addEventListener("click", openList);
  }

  draw({ isOn, count }: Flood): void {
    show(this.bar, isOn);
    if (isOn) write(slot(this.bar, "text"), ngettext(
      "Flood of alarms: %(count)s in 10 minutes. They are gathered by type and place, and ring as one.",
      "Flood of alarms: %(count)s in 10 minutes. They are gathered by type and place, and ring as one.", count,
    ));
  }
}
