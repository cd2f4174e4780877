/** Where the store holds things of one kind: which feeds gave them, and which version is the newest. */

import { MINUTE_MS } from "./time";

interface Held<T> {
  item: T;
  /** Regions whose feed gave us the item; it goes when the last one takes it back. */
  via: Set<string>;
}

const ANY = "*";

/** Versions of what has left, kept for a minute: what was on its way then must not bring it back. */
class Gone {
  private readonly left = new Map<string, { version: number; at: number }>();

  constructor(private readonly now: () => number) {}

  keep(id: string, version: number): void {
    const at = this.now();
    for (const [other, { at: since }] of this.left) if (at - since > MINUTE_MS) this.left.delete(other);
    this.left.set(id, { version, at });
  }

  version(id: string): number | undefined {
    return this.left.get(id)?.version;
  }

  clear(): void {
    this.left.clear();
  }
}

export class Shelf<T extends { id: string; region: string }> {
  private readonly held = new Map<string, Held<T>>();
  private cached: readonly T[] | null = null;

  get(id: string): T | undefined {
    return this.held.get(id)?.item;
  }

  all(): readonly T[] {
    return (this.cached ??= [...this.held.values()].map((entry) => entry.item));
  }

  replace(items: readonly T[], regions: ReadonlySet<string>): void {
    this.held.clear();
    for (const item of items) {
      this.held.set(item.id, { item, via: new Set([regions.has(item.region) ? item.region : ANY]) });
    }
    this.cached = null;
  }

  put(item: T, via: string): void {
    const known = this.held.get(item.id);
    this.held.set(item.id, { item, via: (known?.via ?? new Set<string>()).add(via) });
    this.cached = null;
  }

  /** Newer facts of an item that stays as long as those feeds hold it which gave it. */
  update(item: T): void {
    const known = this.held.get(item.id);
    if (!known) return;
    known.item = item;
    this.cached = null;
  }

  /** An item leaves one region's feed: by transfer another region may still show it. */
  withdraw(id: string, via: string): boolean {
    const known = this.held.get(id);
    if (!known) return false;
    known.via.delete(via);
    known.via.delete(ANY);
    return known.via.size === 0 && this.drop(id);
  }

  drop(id: string): boolean {
    this.cached = null;
    return this.held.delete(id);
  }
}

interface Versioned {
  id: string;
  region: string;
  version: number;
  isOpen: boolean;
}

/** Things with a version: what is older changes nothing, and what came anew is told. */
export class VersionedShelf<T extends Versioned> {
  private readonly shelf = new Shelf<T>();
  private readonly gone: Gone;
  private touched = new Set<string>();
  private arrived = new Set<string>();

  constructor(now: () => number) {
    this.gone = new Gone(now);
  }

  get(id: string): T | undefined {
    return this.shelf.get(id);
  }

  all(): readonly T[] {
    return this.shelf.all();
  }

  replace(items: readonly T[], regions: ReadonlySet<string>): void {
    this.shelf.replace(items.filter((item) => item.isOpen), regions);
    this.gone.clear();
  }

  /** What changed and what came since the last taking. */
  take(): { touched: ReadonlySet<string>; arrived: ReadonlySet<string> } {
    const changes = { touched: this.touched, arrived: this.arrived };
    [this.touched, this.arrived] = [new Set(), new Set()];
    return changes;
  }

  /**
   * What the server answered to our own write: as good as the event that follows it. Of a region that we do not
   * follow no event would ever take it away: such an item stays only while a feed holds it.
   */
  accept(item: T, isFollowed: boolean): boolean {
    const isHeld = this.shelf.get(item.id) !== undefined;
    if (this.isOlder(item) || (!isHeld && (!isFollowed || item.version === this.gone.version(item.id)))) return false;
    if (!item.isOpen) this.drop(item);
    else if (isFollowed) this.shelf.put(item, item.region);
    else this.shelf.update(item);
    this.touched.add(item.id);
    return true;
  }

  /** An event of one region's feed brings it, or (null) takes it away. Answers whether anything changed. */
  hear(id: string, item: T | null, region: string): boolean {
    if (!item) return this.withdraw(id, region);
    if (this.isOlder(item)) return false;
    if (item.isOpen && !this.shelf.get(item.id)) this.arrived.add(item.id);
    if (item.isOpen) this.shelf.put(item, region);
    else this.drop(item);
    this.touched.add(item.id);
    return true;
  }

  private withdraw(id: string, region: string): boolean {
    const known = this.shelf.get(id);
    if (!known || !this.shelf.withdraw(id, region)) return false;
    this.gone.keep(id, known.version);
    this.touched.add(id);
    return true;
  }

  private isOlder(item: T): boolean {
    const known = this.shelf.get(item.id)?.version ?? this.gone.version(item.id);
    return known !== undefined && item.version < known;
  }

  private drop(item: T): void {
    this.gone.keep(item.id, item.version);
    this.shelf.drop(item.id);
  }
}
