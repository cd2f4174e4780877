/** Columns of many points: fetched as bytes, read in a worker of their own, and not read twice while they are the same. */

import type { Built, Cones } from "../model/building";

interface Waiting {
  first: (result: never) => void;
  done: (result: never) => void;
  failed: (error: Error) => void;
}

interface Answer {
  number: number;
  result?: never;
  /** A result that shows one zoom; the whole follows. */
  isFirst?: boolean;
  failure?: string;
}

export type Fetched = () => Promise<{ blob: Blob; headers: Headers }>;

export class PointsReader {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private last: { etag: string; built: Promise<Built>; status: Promise<Uint8Array> } | null = null;

  constructor(private readonly statuses: readonly string[], private readonly fetched: Fetched) {
    // Its script is on the way while the columns are.
    this.worker = this.begin();
  }

  /** What the server has now; `first` is told before, for the zoom that is looked at. */
  async read(zoom: number, first: (built: Built) => void): Promise<Built> {
    const { blob, headers } = await this.fetched();
    const etag = headers.get("ETag") ?? "";
    if (etag && this.last?.etag === etag) return this.again(this.last);
    const built = this.ask<Built>({ body: await blob.arrayBuffer(), statuses: this.statuses, zoom }, first);
    this.last = { etag, built, status: built.then(({ points }) => points.status.slice()) };
    // What failed is fetched and read anew by whoever asks next.
    this.last.status.catch(() => { this.last = null; });
    return built;
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
    const worker = new Worker(new URL("../workers/points.worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.hear(data));
    // A worker that did not start, or broke: what waits fails, and the next to ask begins another.
    worker.addEventListener("error", ({ message }) => {
      for (const { failed } of this.waiting.values()) failed(new Error(message || "the worker failed"));
      this.waiting.clear();
      worker.terminate();
      this.worker = null;
    });
    return worker;
  }

  private hear({ number, result, isFirst, failure }: Answer): void {
    const waiting = this.waiting.get(number);
    if (isFirst) return waiting?.first(result as never);
    this.waiting.delete(number);
    if (failure === undefined) waiting?.done(result as never);
    else waiting?.failed(new Error(failure));
  }
}
