/** Big letters over a wall display whose data may no longer be believed, with their age, until they may again. */

import { gettext } from "../model/i18n";
import { timerText } from "../model/time";
import type { Trust } from "../model/turns";
import { byId, put, show } from "./dom";

export class DisplayTrust {
  private readonly veil = byId("display-veil");
  private readonly signIn = byId("display-sign-in");

  constructor(private readonly isDisplay: boolean) {}

  draw(trust: Trust, ageMs: number | null): void {
    const isBad = trust !== "good" && trust !== "loading";
    show(this.veil, isBad);
    document.body.dataset.trust = trust;
    show(this.signIn, trust === "signed_out" && !this.isDisplay);
    if (isBad) put(this.veil, { head: this.head(trust), age: ageMs === null ? "" : timerText(ageMs), text: this.text(trust) });
  }

  private head(trust: Trust): string {
    return trust === "old" ? gettext("OLD DATA") : gettext("NOT LIVE");
  }

  private text(trust: Trust): string {
    if (trust === "old") return gettext("The connection is down. The screen tries again by itself.");
    if (!this.isDisplay) return gettext("Your session has ended. Sign in again.");
    return gettext("This display was shut out. Ask your administrator for a new address.");
  }
}
