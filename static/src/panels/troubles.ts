/** The bar that says which part of the portal has stopped or lags: what is shown may be old, and nobody would see it. */

import { troublesTold } from "../model/troubles";
import { byId, show, slot, write } from "./dom";

export class TroubleBar {
  private readonly bar = byId("trouble-bar");
  private shown = "";

  draw(codes: readonly string[]): void {
    const said = troublesTold(codes);
    // Written once, so that it is read aloud once.
    if (said === this.shown) return;
    this.shown = said;
    show(this.bar, said !== "");
    write(slot(this.bar, "text"), said);
  }
}
