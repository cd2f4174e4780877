/** The quiet bar that names what could not be loaded yet. */

import { gettext } from "../model/i18n";
import { byId, show, slot, write } from "./dom";

export class MissingBar {
  private readonly bar = byId("missing-bar");

  constructor(retry: () => void) {
    slot(this.bar, "retry").addEventListener("click", retry);
  }

  draw(names: readonly string[]): void {
    show(this.bar, names.length > 0);
    if (names.length > 0) write(slot(this.bar, "text"), gettext("Not loaded yet: %(what)s. Trying again.", { what: names.join(", ") }));
  }
}
