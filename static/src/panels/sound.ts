/** The bell: what rings now, what was put off or muted and for how long; armed by a click, and tested. */

import { Ringer } from "../io/ringer";
import { gettext, ngettext } from "../model/i18n";
import { mayRing, ring, ringing, snooze, stillWaiting, withoutOver, type Ringable, type Ringing, type Rung, type Sound } from "../model/ringing";
import { lengthText } from "../model/time";
import { byId, put, show } from "./dom";
import { toast } from "./toasts";

const MUTED_KEY = "sound:muted";

export class SoundPanel {
  private readonly ringer = new Ringer(() => this.turned());
  private isMuted = sessionStorage.getItem(MUTED_KEY) === "1";
  private snoozed: Readonly<Record<string, number>> = {};
  private wasArmed = false;
  private last: Rung | null = null;
  private state: Ringing = { waiting: [], priority: null, putOff: { count: 0, until: 0 } };
  private things: readonly Ringable[] = [];
  private now = 0;

  constructor(private readonly isNeeded: boolean) {
    byId("arm").addEventListener("click", () => void this.arm());
    byId("sound").addEventListener("click", () => { if (this.ringer.isArmed) this.mute(); else void this.arm(); });
    byId("sound-test").addEventListener("click", () => void this.test());
    // Where the browser allows sound from the start (a kiosk's setting), nobody has to arm it.
    if (navigator.userActivation?.hasBeenActive) void this.arm();
    this.draw();
  }

  /** What waits may have changed, or a second has passed. */
  tick(things: readonly Ringable[], now: number): void {
    [this.things, this.now] = [things, now];
    this.snoozed = withoutOver(this.snoozed, now);
    this.state = ringing(things, this.sound, now);
    this.last = stillWaiting(this.last, this.state);
    if (this.state.priority !== null && mayRing(this.state, this.sound, this.last, now)) {
      this.last = ring(this.state, this.state.priority, now);
      this.ringer.play(this.state.priority);
    }
    this.draw();
  }

  get waiting(): readonly Ringable[] {
    return this.state.waiting;
  }

  mute(): void {
    this.isMuted = !this.isMuted;
    sessionStorage.setItem(MUTED_KEY, this.isMuted ? "1" : "0");
    toast(this.isMuted ? gettext("Sound is muted until you turn it on again.") : gettext("Sound is on."), this.isMuted ? "warn" : "good");
    this.draw();
  }

  snooze(now: number): void {
    const count = counted(this.state.waiting);
    if (count === 0) return toast(gettext("Nothing rings now."));
    this.snoozed = snooze(this.state, this.snoozed, now);
    toast(ngettext("Put off %(count)s for 2 minutes. New ones still ring.", "Put off %(count)s for 2 minutes. New ones still ring.", count), "warn");
    this.tick(this.things, now);
  }

  private get sound(): Sound {
    return { isArmed: this.ringer.isArmed, isMuted: this.isMuted, snoozed: this.snoozed };
  }

  private async arm(): Promise<void> {
    await this.ringer.arm();
    this.ringer.play(4);
    this.draw();
  }

  private async test(): Promise<void> {
    await this.arm();
    if (!this.ringer.isArmed) return toast(gettext("The browser does not let this page sound. Look at its settings for this site."), "warn");
    toast(gettext("This is how a critical incident rings."), "plain");
    setTimeout(() => this.ringer.play(1), 400);
  }

  /** The browser silences a page by itself: a telephone call, another sound device, a sleeping machine. */
  private turned(): void {
    const { isArmed } = this.ringer;
    if (this.wasArmed && !isArmed && this.isNeeded) toast(gettext("The browser has silenced this page: nothing rings. Arm the sound again."), "warn");
    this.wasArmed = isArmed;
    this.draw();
  }

  private draw(): void {
    const button = byId("sound");
    const { isArmed, isMuted } = this.sound;
    const { waiting, putOff } = this.state;
    button.dataset.state = !isArmed ? "unarmed" : isMuted ? "muted" : waiting.length > 0 ? "ringing" : putOff.count > 0 ? "snoozed" : "armed";
    put(button, { text: this.words(isArmed).join(" · ") });
    button.querySelector("use")?.setAttribute("href", isMuted || !isArmed ? "#i-bell-off" : "#i-bell");
    button.title = isArmed ? gettext("Mute or unmute (M); put off for 2 minutes (Z)") : gettext("Arm the sound");
    show(byId("arm-bar"), this.isNeeded && !isArmed);
  }

  private words(isArmed: boolean): string[] {
    const { waiting, putOff } = this.state;
    const words = !isArmed ? [gettext("arm sound")] : this.isMuted ? [gettext("muted")] : [];
    if (waiting.length > 0) words.push(ngettext("%(count)s rings", "%(count)s ring", counted(waiting)));
    if (putOff.count > 0) words.push(ngettext("%(count)s put off, %(left)s", "%(count)s put off, %(left)s", putOff.count, { left: lengthText((putOff.until - this.now) / 1000) }));
    return words.length > 0 ? words : [gettext("armed")];
  }
}

const counted = (things: readonly Ringable[]): number => things.reduce((sum, { count }) => sum + count, 0);
