/** The connection's badge, and the bar over the full width while it is down. */

import type { Live, LiveState } from "../io/live";
import { gettext } from "../model/i18n";
import { ageText, wholeAgeText } from "../model/time";
import { byId, put, show, slot, write } from "./dom";

/** A socket that just opened or broke for a moment needs no red bar. */
const PATIENCE_MS = 2500;

export class Connection {
  private readonly badge = byId("connection");
  private readonly bar = byId("down-bar");
  private brokenAt: number | null = Date.now();

  constructor(
    private readonly live: Live,
    /** How old what is shown is, by the feed's own word. */
    private readonly dataAge: () => number | null,
    retry: () => void,
  ) {
    slot(this.bar, "retry").addEventListener("click", retry);
  }

  become(state: LiveState): void {
    if (state === "live") this.brokenAt = null;
    else this.brokenAt ??= Date.now();
    this.tick();
  }

  /** Milliseconds since anything was heard; null before the first frame. */
  private age(): number | null {
    return this.live.heardAt === null ? null : Date.now() - this.live.heardAt;
  }

  tick(): void {
    const age = this.age();
    const { state } = this.live;
    this.badge.dataset.state = this.live.isLate ? "late" : state;
    put(this.badge, { text: this.text(state, age) });
    const isLong = this.brokenAt !== null && Date.now() - this.brokenAt > PATIENCE_MS;
    const isDown = state !== "live" && isLong;
    show(this.bar, isDown);
    document.body.classList.toggle("is-down", isDown);
    if (isDown) write(slot(this.bar, "text"), this.sentence(state, this.dataAge()));
  }

  private text(state: LiveState, age: number | null): string {
    if (this.live.isLate) return gettext("late %(age)s", { age: ageText(age ?? 0) });
    if (state === "live") return gettext("live %(age)s", { age: ageText(age ?? 0) });
    return state === "connecting" ? gettext("connecting") : gettext("not live");
  }

  private sentence(state: LiveState, age: number | null): string {
    if (state === "signed_out") return gettext("Your session has ended: the screen no longer changes. Sign in again.");
    if (state === "rights_changed") return gettext("Your rights were changed. The page loads again.");
    if (age === null) return gettext("No connection to the live feed yet. Trying again.");
    return gettext("The live connection is down: what you see is %(age)s old. Trying again.", { age: wholeAgeText(age) });
  }
}
