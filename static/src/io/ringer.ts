/** The loudspeaker: tones by priority from WebAudio. A browser lets it sound after a click, and may take that back. */

import type { Priority } from "../model/messages";

/** Tones in Hz of one ring, the more urgent the higher and the more of them. */
const TONES: Readonly<Record<Priority, readonly number[]>> = {
  1: [988, 740, 988, 740, 988, 740], 2: [880, 660, 880, 660], 3: [660, 880], 4: [523, 659], 5: [523],
};
const TONE_S = 0.16;

export class Ringer {
  private audio: AudioContext | null = null;

  /** `changed` when it can sound, or no longer can. */
  constructor(private readonly changed: () => void, private readonly make: () => AudioContext = () => new AudioContext()) {}

  /** Would a ring be heard now? What the browser says, not what was once asked of it. */
  get isArmed(): boolean {
    return this.audio?.state === "running";
  }

  /** To be called in a click; rejects never, since `isArmed` tells how it went. */
  async arm(): Promise<void> {
    const audio = (this.audio ??= this.listened(this.make()));
    await audio.resume().catch(() => undefined);
  }

  play(priority: Priority): void {
    const { audio } = this;
    if (!audio || !this.isArmed) return;
    TONES[priority].forEach((hertz, i) => tone(audio, hertz, audio.currentTime + i * TONE_S));
  }

  private listened(audio: AudioContext): AudioContext {
    audio.addEventListener("statechange", () => this.changed());
    return audio;
  }
}

function tone(audio: AudioContext, hertz: number, at: number): void {
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
