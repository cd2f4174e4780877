/** Columns of many points: fetched as bytes, read in a worker of their own, and not read twice while they are the same. */

import type { Built, Cones } from "../model/building";

interface Waiting {
  /** Columns that the worker fetched itself have come. */
  headed?: (etag: string) => void;
  first: (result: never) => void;
  done: (result: never) => void;
  failed: (error: Error) => void;
}

interface Answer {
  number: number;
  /** Of columns that the worker fetched itself: what they are the contents of; the result follows. */
  etag?: string;
  result?: never;
  /** A result that shows one zoom; the whole follows. */
  isFirst?: boolean;
  failure?: string;
}

export type Fetched = () => Promise<{ blob: Blob; headers: Headers }>;

/** A worker that began to fetch and read before this script had come, as its task 0, and what it told meanwhile. */
export interface Early {
  worker: Worker;
  heard: Event[];
  hear: (event: Event) => void;
}

export class PointsReader {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private last: { etag: string; built: Promise<Built>; status: Promise<Uint8Array> } | null = null;

  constructor(private readonly statuses: readonly string[]) {}

  /** Go on with a worker that has begun; `first` and the answer are those of `read`. */
  goOn({ worker, heard, hear }: Early, first: (built: Built) => void): Promise<Built> {
    const built = new Promise<Built>((done, failed) => {
      this.waiting.set(0, { first, done, failed, headed: (etag) => this.keep(etag, built) });
    });
    for (const name of ["message", "error"]) worker.removeEventListener(name, hear);
    this.worker = this.followed(worker);
    for (const event of heard) this.take(worker, event);
    return built;
  }

  /** What the server has now; `first` is told before, for the zoom that is looked at. */
  async read(zoom: number, fetched: Fetched, first: (built: Built) => void): Promise<Built> {
    const { blob, headers } = await fetched();
    const etag = headers.get("ETag") ?? "";
    if (etag && this.last?.etag === etag) return this.again(this.last);
    const built = this.ask<Built>({ body: await blob.arrayBuffer(), statuses: this.statuses, zoom }, first);
    this.keep(etag, built);
    return built;
  }

  private keep(etag: string, built: Promise<Built>): void {
    this.last = { etag, built, status: built.then(({ points }) => points.status.slice()) };
    // What failed is fetched and read anew by whoever asks next.
    this.last.status.catch(() => { this.last = null; });
  }

  /** Of the points that were read last. */
  cones(body: ArrayBuffer): Promise<Cones> {
    return this.ask<Cones>({ body });
  }

  /** The same, with the status that was sent: events may have been laid over it since. */
  private async again({ built, status }: { built: Promise<Built>; status: Promise<Uint8Array> }): Promise<Built> {
    const { points, levels } = await built;
    return { points: { ...points, status: (await status).slice() }, levels };
  }

  private ask<T>(task: { body: ArrayBuffer; statuses?: readonly string[]; zoom?: number }, first: (result: T) => void = () => undefined): Promise<T> {
    const worker = (this.worker ??= this.begin());
    const number = ++this.asked;
    return new Promise<T>((done, failed) => {
      this.waiting.set(number, { first, done, failed });
      worker.postMessage({ number, ...task }, [task.body]);
    });
  }

  private begin(): Worker {
    return this.followed(new Worker(new URL("../workers/points.worker.ts", import.meta.url), { type: "module" }));
  }

  private followed(worker: Worker): Worker {
    for (const name of ["message", "error"]) worker.addEventListener(name, (event) => this.take(worker, event));
    return worker;
  }

  private take(worker: Worker, event: Event): void {
    if (event instanceof MessageEvent) this.hear(event.data as Answer);
    else this.fail(worker, (event as ErrorEvent).message);
  }

  /** A worker that did not start, or broke: what waits fails, and the next to ask begins another. */
  private fail(worker: Worker, message: string): void {
    for (const { failed } of this.waiting.values()) failed(new Error(message || "the worker failed"));
    this.waiting.clear();
    worker.terminate();
    this.worker = null;
  }

  private hear({ number, etag, result, isFirst, failure }: Answer): void {
    const waiting = this.waiting.get(number);
    if (etag !== undefined) return waiting?.headed?.(etag);
    if (isFirst) return waiting?.first(result as never);
    this.waiting.delete(number);
    if (failure === undefined) waiting?.done(result as never);
    else waiting?.failed(new Error(failure));
  }
}
