/** What the console needs beside the live feed: each part is loaded until it has come, and the user told what is missing. */

import { Retrying } from "../io/retrying";

export interface Part {
  /** As the user is told of it. */
  name: string;
  load: () => Promise<void>;
}

export class Loading<Name extends string> {
  private readonly tries: Readonly<Record<Name, Retrying>>;
  private readonly failed = new Set<Name>();

  constructor(private readonly parts: Readonly<Record<Name, Part>>, private readonly missing: (names: readonly string[]) => void) {
    const entries = (Object.keys(parts) as Name[]).map((name) => [name, this.retrying(name)] as const);
    this.tries = Object.fromEntries(entries) as Record<Name, Retrying>;
  }

  /** Load it, anew too; what failed is tried again until it comes. */
  load(...names: Name[]): void {
    for (const name of names) void this.tries[name].run();
  }

  /** The user will not wait. */
  hurry(): void {
    for (const name of Object.keys(this.parts) as Name[]) this.tries[name].hurry();
  }

  private retrying(name: Name): Retrying {
    return new Retrying(() => this.parts[name].load(), (failures) => {
      if (failures > 0) this.failed.add(name);
      else this.failed.delete(name);
      this.missing([...this.failed].map((one) => this.parts[one].name));
    });
  }
}
