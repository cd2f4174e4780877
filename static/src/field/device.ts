/** The device's own memory: what waits to be sent, where it was, and the last day that was read. */

import type { Entry, Shelf } from "./queue";

const NAME = "safecity-field";
const QUEUE = "queue";
const POSITIONS = "positions";
const KEPT = "kept";
/** A night without a connection at one position every five seconds. */
const MOST_POSITIONS = 8_000;

export interface Fix {
  id?: number;
  user: number;
  at: string;
  lon: number;
  lat: number;
  speed_mps: number | null;
  heading: number | null;
  accuracy_m: number | null;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the device's memory failed"));
  });
}

export class Device implements Shelf {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(): Promise<Device> {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(QUEUE, { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore(POSITIONS, { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore(KEPT);
    };
    return new Device(await done(request));
  }

  all(): Promise<Entry[]> {
    return done(this.store(QUEUE, "readonly").getAll() as IDBRequest<Entry[]>);
  }

  async add(entry: Entry): Promise<void> {
    await done(this.store(QUEUE).add(entry));
  }

  async put(entry: Entry): Promise<void> {
    await done(this.store(QUEUE).put(entry));
  }

  async remove(id: number): Promise<void> {
    await done(this.store(QUEUE).delete(id));
  }

  async addFix(fix: Fix): Promise<void> {
    const store = this.store(POSITIONS);
    await done(store.add(fix));
    if ((await done(store.count())) <= MOST_POSITIONS) return;
    const oldest = await done(store.openCursor());
    oldest?.delete();
  }

  fixes(limit: number): Promise<Fix[]> {
    return done(this.store(POSITIONS, "readonly").getAll(null, limit) as IDBRequest<Fix[]>);
  }

  async removeFixes(fixes: readonly Fix[]): Promise<void> {
    const store = this.store(POSITIONS);
    await Promise.all(fixes.map(({ id }) => done(store.delete(id as number))));
  }

  kept<T>(name: string): Promise<T | undefined> {
    return done(this.store(KEPT, "readonly").get(name) as IDBRequest<T | undefined>);
  }

  async keep(name: string, value: unknown): Promise<void> {
    await done(this.store(KEPT).put(value, name));
  }

  /** Nothing personal stays. */
  async clear(): Promise<void> {
    for (const name of [QUEUE, POSITIONS, KEPT]) await done(this.store(name).clear());
  }

  private store(name: string, mode: IDBTransactionMode = "readwrite"): IDBObjectStore {
    return this.db.transaction(name, mode).objectStore(name);
  }
}
