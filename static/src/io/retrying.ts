/** Work that is tried again until it is done, with doubling pauses. */

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;

export class Retrying {
  private running: Promise<void> | null = null;
  private isAskedAgain = false;
  private wake: (() => void) | null = null;

  constructor(
    private readonly work: () => Promise<void>,
    /** It has failed so many times in a row; 0: it is done. */
    private readonly told: (failures: number, error?: unknown) => void = () => undefined,
  ) {}

  get isRunning(): boolean {
    return this.running !== null;
  }

  /** Do it; resolves when it is done. What is asked for while it runs is done once more after it. */
  run(): Promise<void> {
    if (this.running) this.isAskedAgain = true;
    return (this.running ??= this.toTheEnd());
  }

  /** Do not wait for the pause to end. */
  hurry(): void {
    this.wake?.();
  }

  private async toTheEnd(): Promise<void> {
    do {
      this.isAskedAgain = false;
      await this.untilDone();
    } while (this.isAskedAgain);
    this.running = null;
  }

  private async untilDone(): Promise<void> {
    for (let failures = 1, wait = FIRST_WAIT_MS; ; failures++, wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        await this.work();
        return this.told(0);
      } catch (error) {
        this.told(failures, error);
        await this.pause(wait);
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => { clearTimeout(timer); resolve(); };
    });
    this.wake = null;
  }
}
