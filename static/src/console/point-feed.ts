/** Points in step with the feed: columns read after the snapshot, the changes since then laid over them. */

import { AtMostEvery } from "../io/pace";
import type { Built } from "../model/building";
import { applyChanges } from "../model/point-changes";
import { Pyramid } from "../model/pyramid";
import type { PointTopic, Store } from "../model/store";

/** Many may come and go at once (an import). */
const RELOAD_EVERY_MS = 5000;

export interface PointHooks {
  /** `first` is told before what is answered, of the zoom that is looked at. */
  read: (first: (built: Built) => void) => Promise<Built>;
  /** There is something to see, though it may be older than the snapshot that is on its way. */
  seen: (points: Pyramid) => void;
  loaded: (points: Pyramid) => void;
  turned: () => void;
  /** One came or went: the columns must be loaded anew. */
  outdated: () => void;
}

export class PointFeed {
  private known: Pyramid | null = null;
  private snapshots = 0;
  private isLoaded = false;
  private readonly reload: AtMostEvery;

  constructor(private readonly store: Store, private readonly topic: PointTopic, private readonly hooks: PointHooks) {
    this.reload = new AtMostEvery(RELOAD_EVERY_MS, hooks.outdated);
  }

  get pyramid(): Pyramid | null {
    return this.known;
  }

  /** A snapshot was taken: what is read before it is too old. */
  reset(): void {
    this.snapshots++;
  }

  /** Begin before the snapshot: what is there can be seen at once, and is mostly what is read again after it. */
  early(read = this.hooks.read): void {
    // Who cannot read now is told of it by the load after the snapshot.
    read((built) => this.see(built)).then((built) => this.see(built), () => undefined);
  }

  /** Columns not older than the newest snapshot; the changes that were known when they were asked for are in them. */
  async load(): Promise<void> {
    const { snapshots } = this;
    const changes = new Map(this.store.changesOf(this.topic));
    const { points, levels } = await this.hooks.read((built) => this.see(built));
    if (snapshots !== this.snapshots) return this.load();
    this.store.forgetChanges(this.topic, changes);
    this.known = new Pyramid(points, levels);
    this.isLoaded = true;
    this.follow(false);
    this.hooks.loaded(this.known);
  }

  /** Until the columns have been loaded, the newest that came is better than nothing. */
  private see({ points, levels }: Built): void {
    if (this.isLoaded) return;
    this.known = new Pyramid({ ...points, status: points.status.slice() }, levels);
    this.follow(false);
    this.hooks.seen(this.known);
  }

  /** Lay over what has changed. */
  follow(tells = true): void {
    if (!this.known) return;
    const { turned, isOutdated } = applyChanges(this.known, this.store.changesOf(this.topic));
    if (tells && turned > 0) this.hooks.turned();
    if (isOutdated) this.reload.ask();
  }
}
