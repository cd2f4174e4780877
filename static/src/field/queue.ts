/** What waits on the device: in order, each with its own stamp and key, bound to the user who wrote it. */

import type { PendingStep, Status } from "./day";

export type Kind = "step" | "note" | "photo" | "sos" | "answer" | "duty";

export interface Entry {
  /** Grows with each entry: the order in which they were written. */
  id?: number;
  user: number;
  kind: Kind;
  path: string;
  body: Readonly<Record<string, unknown>>;
  /** A photo's bytes; then `body` goes along as form fields. */
  file?: Blob;
  key: string;
  at: number;
  assignment?: string;
  /** Why the portal did not take it; it stays to be read, and is not sent again. */
  refusal?: string;
}

export interface Shelf {
  all(): Promise<Entry[]>;
  add(entry: Entry): Promise<void>;
  put(entry: Entry): Promise<void>;
  remove(id: number): Promise<void>;
}

/** How sending one went. */
export type Outcome =
  | { is: "done" }
  | { is: "later" }
  | { is: "refused"; why: string }
  | { is: "stop" };

export type Send = (entry: Entry) => Promise<Outcome>;

const DAY_MS = 24 * 3600 * 1000;

export class Queue {
  private entries: readonly Entry[] = [];
  private draining: Promise<void> | null = null;
  private isAskedAgain = false;
  user = 0;

  constructor(private readonly shelf: Shelf, private readonly send: Send, private readonly changed: () => void) {}

  /** Read what is there, and drop what another user left a day ago. */
  async open(now: number): Promise<void> {
    for (const entry of await this.shelf.all()) if (entry.user !== this.user && now - entry.at > DAY_MS) await this.shelf.remove(entry.id as number);
    await this.read();
  }

  /** What this user has written and the portal has not confirmed. */
  get waiting(): readonly Entry[] {
    return this.entries.filter((entry) => entry.user === this.user && entry.refusal === undefined);
  }

  get refused(): readonly Entry[] {
    return this.entries.filter((entry) => entry.user === this.user && entry.refusal !== undefined);
  }

  /** What others of this tablet have written: it waits for them. */
  get ofOthers(): number {
    return this.entries.filter((entry) => entry.user !== this.user).length;
  }

  get steps(): readonly PendingStep[] {
    return this.waiting.flatMap(({ kind, assignment, body, at }) => (kind === "step" && assignment ? [{ assignment, to: body.to as Status, at }] : []));
  }

  /** Whether duty begins (true) or ends by what waits; null where nothing of it waits. */
  get duty(): boolean | null {
    const last = this.waiting.filter(({ kind }) => kind === "duty").at(-1);
    return last ? last.body.is_on === true : null;
  }

  async add(entry: Omit<Entry, "id" | "user">): Promise<void> {
    await this.shelf.add({ ...entry, user: this.user });
    await this.read();
  }

  async dismiss(entry: Entry): Promise<void> {
    await this.shelf.remove(entry.id as number);
    await this.read();
  }

  /** Send in order, one after the other; what is asked for while it runs is done once more after it. */
  drain(): Promise<void> {
    if (this.draining) this.isAskedAgain = true;
    return (this.draining ??= this.toTheEnd().finally(() => { this.draining = null; }));
  }

  private async toTheEnd(): Promise<void> {
    do {
      this.isAskedAgain = false;
      await this.read();
      if (!(await this.once())) return;
    } while (this.isAskedAgain || this.waiting.length > 0);
  }

  /** A call for help goes before all else. Answers whether to go on. */
  private async once(): Promise<boolean> {
    const next = this.waiting.find(({ kind }) => kind === "sos") ?? this.waiting[0];
    if (!next || this.user === 0) return false;
    const outcome = await this.send(next);
    if (outcome.is === "later" || outcome.is === "stop") return false;
    if (outcome.is === "done") await this.shelf.remove(next.id as number);
    else await this.shelf.put({ ...next, refusal: outcome.why });
    await this.read();
    return true;
  }

  private async read(): Promise<void> {
    this.entries = (await this.shelf.all()).sort((a, b) => (a.id ?? 0) - (b.id ?? 0));
    this.changed();
  }
}
