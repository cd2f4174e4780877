/** The console's live feed: takes the snapshot, follows the events from exactly there, begins anew when it must. */

import { Live, type LiveState, type SocketLike } from "../io/live";
import { OncePerFrame } from "../io/pace";
import { Retrying } from "../io/retrying";
import { Freshness } from "../model/freshness";
import { parseFrame, parseSnapshot, type Frame } from "../model/messages";
import type { Store } from "../model/store";
import type { ServerClock } from "../model/time";

/** Five hundred screens that are told at once to load anew do not ask all at once. */
const SPREAD_MS = 2000;

export interface FeedHooks {
  open: () => SocketLike;
  snapshot: () => Promise<unknown>;
  became: (state: LiveState) => void;
  /** The snapshot could not be loaded. */
  failed: (error: unknown) => void;
  /** An officer calls for help, or no longer does. */
  sos?: () => void;
  /** What makes the screen old or incomplete, by codes; none: all is well. */
  troubles?: (codes: readonly string[]) => void;
}

export class Feed {
  readonly live: Live;
  readonly freshness = new Freshness();
  private readonly loading: Retrying;
  private readonly flush: OncePerFrame;
  /** Heartbeats in a row that count lower than we do. */
  private behind = 0;
  private isWaiting = false;

  constructor(private readonly store: Store, private readonly server: ServerClock, private readonly hooks: FeedHooks) {
    this.flush = new OncePerFrame(() => store.flush());
    this.loading = new Retrying(() => this.load(), (failures, error) => { if (failures === 1) hooks.failed(error); });
    this.live = new Live({
      open: hooks.open,
      hello: () => ({ type: "hello", since: store.seq, epoch: store.epoch, topics: ["incidents", "units", "alarms", "cameras", "sensors", "positions", "sos"] }),
      onFrame: (body) => { const frame = parseFrame(body); if (frame) this.hear(frame); },
      onState: hooks.became,
    });
  }

  /** Take the snapshot, again and again until it comes. Until then nothing is live. */
  begin(): void {
    if (this.isWaiting || this.loading.isRunning) return;
    this.live.stop();
    void this.loading.run();
  }

  /** The user will not wait, or has signed in again. What is being loaded anew is not live before it has come. */
  resume(): void {
    if (this.loading.isRunning) this.loading.hurry();
    else if (!this.isWaiting && this.live.state !== "live") this.live.connect();
  }

  /** The page is seen again, the network is back: wait for no pause. */
  hurry(): void {
    this.loading.hurry();
    this.live.hurry();
  }

  /** The server told us to: so it told the others. */
  private beginWithOthers(): void {
    if (this.isWaiting || this.loading.isRunning) return;
    this.live.stop();
    this.isWaiting = true;
    setTimeout(() => { this.isWaiting = false; this.begin(); }, Math.random() * SPREAD_MS);
  }

  private async load(): Promise<void> {
    const snapshot = parseSnapshot(await this.hooks.snapshot());
    if (!snapshot) throw new Error("the snapshot is not understood");
    this.store.applySnapshot(snapshot);
    this.freshness.loaded("incidents", Date.now());
    this.freshness.loaded("units", Date.now());
    this.behind = 0;
    this.store.flush();
    this.hooks.sos?.();
    this.live.connect();
  }

  private hear(frame: Frame): void {
    this.freshness.hear(frame, Date.now());
    switch (frame.type) {
      case "event":
        this.store.applyEvent(frame);
        if (frame.topic === "sos") this.hooks.sos?.();
        break;
      case "positions":
        this.store.applyPositions(frame);
        break;
      case "welcome":
        this.server.learn(frame.serverTime);
        this.hooks.troubles?.(frame.troubles);
        break;
      case "heartbeat":
        this.server.learn(frame.serverTime);
        this.hooks.troubles?.(frame.troubles);
        // Twice in a row, so that one heartbeat that was overtaken by an event loads nothing anew.
        this.behind = this.store.applyHeartbeat(frame.seq) ? 0 : this.behind + 1;
        if (this.behind >= 2) this.beginWithOthers();
        break;
      case "resync":
        this.beginWithOthers();
        break;
      case "other":
        break;
    }
    this.flush.ask();
  }
}
