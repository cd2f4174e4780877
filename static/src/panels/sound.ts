/** The ring: two tones by priority from WebAudio; armed by a click, muted, put off, tested. */

import { gettext, ngettext } from "../model/i18n";
import type { Incident, Priority } from "../model/messages";
import { mayRing, ringing, snooze, withoutOver, type Ringing, type Sound } from "../model/ringing";
import { byId, put, show, slot } from "./dom";
import { toast } from "./toasts";

/** Tones in Hz of one ring, the more urgent the higher and the more of them. */
const TONES: Readonly<Record<Priority, readonly number[]>> = {
  1: [988, 740, 988, 740, 988, 740], 2: [880, 660, 880, 660], 3: [660, 880], 4: [523, 659], 5: [523],
};
const TONE_S = 0.16;
const MUTED_KEY = "sound:muted";

export class SoundPanel {
  private audio: AudioContext | null = null;
  private sound: Sound = { isArmed: false, isMuted: sessionStorage.getItem(MUTED_KEY) === "1", snoozed: {} };
  private last: { at: number; priority: Priority } | null = null;
  private state: Ringing = { waiting: [], priority: null };

  constructor(private readonly isNeeded: boolean) {
    byId("arm").addEventListener("click", () => this.arm());
    byId("sound").addEventListener("click", () => (this.sound.isArmed ? this.mute() : this.arm()));
    byId("sound-test").addEventListener("click", () => this.test());
    this.tryQuietly();
    this.draw();
  }

  /** What waits may have changed, or a second has passed. */
  tick(incidents: readonly Incident[], now: number): void {
    this.sound = { ...this.sound, snoozed: withoutOver(this.sound.snoozed, now) };
    this.state = ringing(incidents, this.sound, now);
    if (this.state.priority === null) this.last = null;
    if (mayRing(this.state, this.sound, this.last, now) && this.state.priority !== null) {
      this.last = { at: now, priority: this.state.priority };
      this.play(this.state.priority);
    }
    this.draw();
  }

  get waiting(): readonly Incident[] {
    return this.state.waiting;
  }

  mute(): void {
    this.sound = { ...this.sound, isMuted: !this.sound.isMuted };
    sessionStorage.setItem(MUTED_KEY, this.sound.isMuted ? "1" : "0");
    toast(this.sound.isMuted ? gettext("Sound is muted until you turn it on again.") : gettext("Sound is on."), this.sound.isMuted ? "warn" : "good");
    this.draw();
  }

  snooze(now: number): void {
    if (this.state.waiting.length === 0) return toast(gettext("Nothing rings now."));
    this.sound = { ...this.sound, snoozed: snooze(this.state, this.sound.snoozed, now) };
    toast(ngettext("Put off %(count)s incident for 2 minutes. New ones still ring.", "Put off %(count)s incidents for 2 minutes. New ones still ring.", this.state.waiting.length), "warn");
    this.tick(this.state.waiting, now);
  }

  arm(): void {
    this.audio ??= new AudioContext();
    void this.audio.resume().then(() => {
      this.sound = { ...this.sound, isArmed: this.audio?.state === "running" };
      this.play(4);
      this.draw();
    });
  }

  private test(): void {
    this.arm();
    toast(gettext("This is how a critical incident rings."), "plain");
    setTimeout(() => this.play(1), 400);
  }

  /** Where the browser allows sound from the start (a kiosk's setting), nobody has to arm it. */
  private tryQuietly(): void {
    const { userActivation } = navigator;
    if (!userActivation?.hasBeenActive) return;
    this.arm();
  }

  private play(priority: Priority): void {
    const { audio } = this;
    if (!audio || audio.state !== "running") return;
    TONES[priority].forEach((hertz, i) => this.tone(audio, hertz, audio.currentTime + i * TONE_S));
  }

  private tone(audio: AudioContext, hertz: number, at: number): void {
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    oscillator.type = "triangle";
    oscillator.frequency.value = hertz;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.35, at + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + TONE_S * 0.95);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(at);
    oscillator.stop(at + TONE_S);
  }

  private draw(): void {
    const button = byId("sound");
    const { isArmed, isMuted } = this.sound;
    const count = this.state.waiting.length;
    const state = !isArmed ? "unarmed" : isMuted ? "muted" : count > 0 ? "ringing" : "armed";
    button.dataset.state = state;
    const words: Record<string, string> = {
      unarmed: gettext("arm sound"), muted: gettext("muted"), armed: gettext("armed"),
      ringing: ngettext("%(count)s rings", "%(count)s ring", count),
    };
    put(button, { text: words[state] ?? "" });
    button.querySelector("use")?.setAttribute("href", isMuted ? "#i-bell-off" : "#i-bell");
    button.title = isArmed ? gettext("Mute or unmute (M); put off for 2 minutes (S)") : gettext("Arm the sound");
    show(byId("arm-bar"), this.isNeeded && !isArmed);
    slot(button, "text").setAttribute("aria-live", "off");
  }
}
