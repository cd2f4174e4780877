/** When work is done that many ask for: once for all of them. */

/** A page without animation frames (it is hidden) does it after this. */
const HIDDEN_MS = 250;

/** In the next animation frame, or soon where the page is hidden and has none. */
export class OncePerFrame {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private frame = 0;

  constructor(private readonly work: () => void) {}

  ask(): void {
    if (this.timer !== undefined) return;
    const run = (): void => {
      clearTimeout(this.timer);
      cancelAnimationFrame(this.frame);
      this.timer = undefined;
      this.work();
    };
    this.timer = setTimeout(run, HIDDEN_MS);
    this.frame = requestAnimationFrame(run);
  }
}

/** At most once in a time: at once after a quiet time, else at the end of it, so that the last is never lost. */
export class AtMostEvery {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private at = -Infinity;

  constructor(private readonly ms: number, private readonly work: () => void) {}

  ask(): void {
    if (this.timer !== undefined) return;
    const wait = this.at + this.ms - Date.now();
    if (wait <= 0) this.run();
    else this.timer = setTimeout(() => this.run(), wait);
  }

  private run(): void {
    this.timer = undefined;
    this.at = Date.now();
    this.work();
  }
}
