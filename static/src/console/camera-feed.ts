/** The cameras in step with the feed: columns read after the snapshot, the changes since then laid over them. */

import { AtMostEvery } from "../io/pace";
import type { Built } from "../model/building";
import { applyChanges } from "../model/cameras";
import { Pyramid } from "../model/pyramid";
import type { Store } from "../model/store";

/** Many cameras may come and go at once (an import). */
const RELOAD_EVERY_MS = 5000;

export interface CameraHooks {
  read: () => Promise<Built>;
  loaded: (cameras: Pyramid) => void;
  turned: () => void;
  /** A camera came or went: the columns must be loaded anew. */
  outdated: () => void;
}

export class CameraFeed {
  private known: Pyramid | null = null;
  private snapshots = 0;
  private readonly reload: AtMostEvery;

  constructor(private readonly store: Store, private readonly hooks: CameraHooks) {
    this.reload = new AtMostEvery(RELOAD_EVERY_MS, hooks.outdated);
  }

  get cameras(): Pyramid | null {
    return this.known;
  }

  /** A snapshot was taken: what is read before it is too old. */
  reset(): void {
    this.snapshots++;
  }

  /** Columns not older than the newest snapshot; the changes that were known when they were asked for are in them. */
  async load(): Promise<void> {
    const { snapshots } = this;
    const changes = new Map(this.store.cameraChanges());
    const { points, levels } = await this.hooks.read();
    if (snapshots !== this.snapshots) return this.load();
    this.store.forgetCameraChanges(changes);
    this.known = new Pyramid(points, levels);
    this.follow(false);
    this.hooks.loaded(this.known);
  }

  /** Lay over what has changed. */
  follow(tells = true): void {
    if (!this.known) return;
    const { turned, isOutdated } = applyChanges(this.known, this.store.cameraChanges());
    if (tells && turned > 0) this.hooks.turned();
    if (isOutdated) this.reload.ask();
  }
}
