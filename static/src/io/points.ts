/** The worker that reads columns: one for each layer of many points. */

import type { Built, Cones } from "../model/building";

interface Waiting {
  done: (result: never) => void;
  failed: (error: Error) => void;
}

export class PointsReader {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;

  constructor(private readonly statuses: readonly string[]) {}

  read(body: ArrayBuffer): Promise<Built> {
    return this.ask<Built>({ body, statuses: this.statuses });
  }

  /** Of the points that were read last. */
  cones(body: ArrayBuffer): Promise<Cones> {
    return this.ask<Cones>({ body });
  }

  private ask<T>(task: { body: ArrayBuffer; statuses?: readonly string[] }): Promise<T> {
    const worker = (this.worker ??= this.begin());
    const number = ++this.asked;
    return new Promise<T>((done, failed) => {
      this.waiting.set(number, { done, failed });
      worker.postMessage({ number, ...task }, [task.body]);
    });
  }

  private begin(): Worker {
    const worker = new Worker(new URL("../workers/points.worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<{ number: number; result?: never; failure?: string }>) => {
      const waiting = this.waiting.get(data.number);
      this.waiting.delete(data.number);
      if (data.failure === undefined) waiting?.done(data.result as never);
      else waiting?.failed(new Error(data.failure));
    });
    // A worker that did not start, or broke: what waits fails, and the next to ask begins another.
    worker.addEventListener("error", ({ message }) => {
      for (const { failed } of this.waiting.values()) failed(new Error(message || "the worker failed"));
      this.waiting.clear();
      worker.terminate();
      this.worker = null;
    });
    return worker;
  }
}
