/** A camera's live video: asks for its address, plays it, renews the token while it plays, and tells what it sees. */

import type Hls from "hls.js";
import type { ErrorData } from "hls.js";
import { Progress } from "../model/pictures";
import type { Grant } from "./portal";

export type StreamState =
  | { kind: "connecting" }
  | { kind: "live"; behindMs: number | null }
  | { kind: "stalled"; forMs: number }
  | { kind: "failed"; error: unknown };

/** What the gateway answers, when it is not the stream. */
export class GatewayError extends Error {
  constructor(readonly status: number) {
    super(`gateway ${status}`);
  }
}

const LOOK_EVERY_MS = 500;
/** Of a token's life so much is left when the next one is asked for. */
const RENEW_BEFORE = 0.4;
const RENEW_AGAIN_MS = 4000;
const LONGEST_LIFE_MS = 120_000;
/** So long after the last frame a stream is opened anew. */
const REOPEN_AFTER_MS = 15_000;
const BEGINS_WITHIN_MS = 20_000;
/** Farther behind than this is no live picture: it jumps to the newest. */
const TOO_FAR_BEHIND_S = 12;

/** The address with the token as it is now: segments and playlists of a stream that plays carry the newest. */
export function withToken(address: string, token: string): string {
  const url = new URL(address);
  url.searchParams.set("token", token);
  return url.href;
}

export class Stream {
  private hls: Hls | null = null;
  private token = "";
  private renewing: ReturnType<typeof setTimeout> | undefined;
  private looking: ReturnType<typeof setInterval> | undefined;
  private progress = new Progress();
  private openedAt = 0;
  private isOver = false;
  private mended = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly ask: () => Promise<Grant>,
    private readonly tell: (state: StreamState) => void,
    /** The server's clock, in milliseconds. */
    private readonly now: () => number = Date.now,
  ) {}

  async open(): Promise<void> {
    this.tell({ kind: "connecting" });
    try {
      const [grant, { Hls, workerPath }] = await Promise.all([this.ask(), import("./hls")]);
      if (this.isOver) return;
      if (!Hls.isSupported()) throw new Error("no media source extensions");
      this.take(grant);
      this.play(Hls, workerPath, grant.url);
    } catch (error) {
      this.fail(error);
    }
  }

  close(): void {
    this.isOver = true;
    clearTimeout(this.renewing);
    clearInterval(this.looking);
    this.hls?.destroy();
    this.hls = null;
    this.video.removeAttribute("src");
    this.video.load();
  }

  private play(Player: typeof Hls, workerPath: string, address: string): void {
    const hls = new Player({
      enableWorker: true, workerPath, lowLatencyMode: true, backBufferLength: 10, maxBufferLength: 12, liveDurationInfinity: true,
      xhrSetup: (xhr, url) => xhr.open("GET", withToken(url, this.token), true),
    });
    this.hls = hls;
    this.openedAt = this.now();
    hls.on(Player.Events.ERROR, (_event, data) => this.trouble(Player, data));
    hls.on(Player.Events.MANIFEST_PARSED, () => void this.video.play().catch(() => undefined));
    hls.loadSource(address);
    hls.attachMedia(this.video);
    this.looking = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Keep the token, and ask for the next one before it ends. */
  private take(grant: Grant): void {
    this.token = new URL(grant.url).searchParams.get("token") ?? "";
    const life = grant.expiresAt - this.now();
    // A clock of this machine that is wrong must not let the token run out.
    this.renewIn(Math.max(1000, Math.min(life > 0 ? life : LONGEST_LIFE_MS, LONGEST_LIFE_MS) * (1 - RENEW_BEFORE)));
  }

  private renewIn(ms: number): void {
    clearTimeout(this.renewing);
    this.renewing = setTimeout(() => void this.renew(), ms);
  }

  private async renew(): Promise<void> {
    try {
      const grant = await this.ask();
      if (!this.isOver) this.take(grant);
    } catch {
      // The picture goes on while the token lasts; if it ends first, the gateway's refusal says so.
      if (!this.isOver) this.renewIn(RENEW_AGAIN_MS);
    }
  }

  private look(): void {
    const now = this.now();
    this.progress.note(this.video.getVideoPlaybackQuality().totalVideoFrames, now);
    const forMs = this.progress.stalledFor(now);
    if (!this.progress.hasBegun) {
      if (now - this.openedAt > BEGINS_WITHIN_MS) this.fail(new GatewayError(0));
    } else if (forMs === null) {
      this.catchUp();
      this.tell({ kind: "live", behindMs: this.behindMs() });
    } else if (forMs > REOPEN_AFTER_MS) {
      this.fail(new GatewayError(0));
    } else {
      this.tell({ kind: "stalled", forMs });
    }
  }

  private behindMs(): number | null {
    const seconds = this.hls?.latency ?? 0;
    return seconds > 0 ? seconds * 1000 : null;
  }

  /** A screen that slept goes on from the newest picture, not from where it fell asleep. */
  private catchUp(): void {
    const edge = this.hls?.liveSyncPosition;
    if (edge != null && edge - this.video.currentTime > TOO_FAR_BEHIND_S) this.video.currentTime = edge;
    if (this.video.paused) void this.video.play().catch(() => undefined);
  }

  private trouble(Player: typeof Hls, data: ErrorData): void {
    if (!data.fatal || this.isOver) return;
    const status = data.response?.code ?? 0;
    const isMedia = data.type === Player.ErrorTypes.MEDIA_ERROR;
    if (isMedia && this.mended++ < 2) return this.hls?.recoverMediaError();
    this.fail(new GatewayError(status));
  }

  private fail(error: unknown): void {
    if (this.isOver) return;
    this.close();
    this.tell({ kind: "failed", error });
  }
}
