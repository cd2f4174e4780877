/** What is said to a screen reader, one sentence after the other: none takes the place of another. */

/** Long enough for a reader to take a sentence up before the next one comes. */
export const PAUSE_MS = 1200;

export class Voice {
  private readonly waiting: string[] = [];
  private isSpeaking = false;

  /** `speak` puts a sentence where the reader finds it. Timers, not frames: those stand still in a hidden tab. */
  constructor(private readonly speak: (text: string) => void) {}

  say(text: string): void {
    this.waiting.push(text);
    if (!this.isSpeaking) this.next();
  }

  private next(): void {
    const text = this.waiting.shift();
    this.isSpeaking = text !== undefined;
    if (text === undefined) return;
    this.speak(text);
    setTimeout(() => this.next(), PAUSE_MS);
  }
}
