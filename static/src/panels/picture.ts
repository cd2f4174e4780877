/** A camera's picture on the screen: a snapshot that refreshes or its stream, with its age, and why there is none. */

import { ApiError } from "../io/api";
import type { Portal } from "../io/portal";
import { GatewayError, Stream, type StreamState } from "../io/stream";
import { gettext } from "../model/i18n";
import { labelOf, pauseAfter, Sameness, type Look } from "../model/pictures";
import { clone, show, slot, write } from "./dom";
import { watchSeen } from "./seen";
import { failureText } from "./toasts";

export interface PictureHooks {
  /** What is told of a change: whether it plays, has failed, or shows snapshots. */
  turned?: (look: Look["kind"]) => void;
  /** It has come onto the screen, or left it. */
  seen?: (isSeen: boolean) => void;
}

/** Milliseconds after which a stream that failed is tried again; longer where only an admin can mend it. */
const RETRY_STREAM_MS = 30_000;
const RETRY_LATE_MS = 600_000;

export class PictureView {
  readonly element = clone("picture");
  private readonly image = slot<HTMLImageElement>(this.element, "image");
  private readonly video = slot<HTMLVideoElement>(this.element, "video");
  private readonly same = new Sameness();
  private isSeen = false;
  private wantsLive = false;
  private stream: Stream | null = null;
  private streamState: StreamState | null = null;
  private streamFailedAt = -Infinity;
  private asking: AbortController | null = null;
  private next: ReturnType<typeof setTimeout> | undefined;
  private ticking: ReturnType<typeof setInterval> | undefined;
  private failures = 0;
  private failure: unknown = null;
  private takenAt: number | null = null;
  private address = "";
  private told: Look["kind"] | null = null;

  constructor(private readonly portal: Portal, readonly camera: string, name: string, private readonly hooks: PictureHooks = {}) {
    this.image.alt = gettext("Picture of camera %(name)s", { name });
    this.video.setAttribute("aria-label", gettext("Live video of camera %(name)s", { name }));
    this.video.muted = true;
    slot(this.element, "again").addEventListener("click", (event) => {
      event.stopPropagation();
      this.retry();
    });
    watchSeen(this.element, (isSeen) => {
      this.see(isSeen);
      hooks.seen?.(isSeen);
    });
  }

  /** What nobody sees is neither asked for nor played. */
  private see(isSeen: boolean): void {
    if (isSeen === this.isSeen) return;
    this.isSeen = isSeen;
    clearInterval(this.ticking);
    if (isSeen) this.ticking = setInterval(() => this.tick(), 1000);
    this.arrange();
  }

  get isOnScreen(): boolean {
    return this.isSeen;
  }

  /** Is it to play its stream, where it can? */
  live(wantsLive: boolean): void {
    if (wantsLive === this.wantsLive) return;
    this.wantsLive = wantsLive;
    if (wantsLive) this.streamFailedAt = -Infinity;
    this.arrange();
  }

  get isLive(): boolean {
    return this.wantsLive;
  }

  /** May it be asked to play now? Not shortly after its stream has failed. */
  get canPlay(): boolean {
    const state = this.streamState;
    const isLasting = state?.kind === "failed" && state.error instanceof ApiError && state.error.isConflict;
    return Date.now() - this.streamFailedAt > (isLasting ? RETRY_LATE_MS : RETRY_STREAM_MS);
  }

  /** Ages grow by themselves. */
  private tick(): void {
    if (this.wantsLive && !this.stream && this.isSeen && this.canPlay) this.arrange();
    this.draw();
  }

  retry(): void {
    this.failures = 0;
    this.streamFailedAt = -Infinity;
    this.arrange();
  }

  /** It leaves the screen for good. */
  close(): void {
    this.see(false);
    URL.revokeObjectURL(this.address);
  }

  private arrange(): void {
    const plays = this.isSeen && this.wantsLive && this.canPlay;
    if (plays && !this.stream) this.play();
    if (!plays && this.stream) this.stop();
    clearTimeout(this.next);
    if (this.isSeen && !plays) void this.refresh();
    else this.asking?.abort();
    this.draw();
  }

  private play(): void {
    this.streamState = { kind: "connecting" };
    this.stream = new Stream(this.video, () => this.portal.stream(this.camera), (state) => this.became(state));
    void this.stream.open();
  }

  private stop(): void {
    this.stream?.close();
    this.stream = null;
    this.streamState = null;
  }

  private became(state: StreamState): void {
    this.streamState = state;
    if (state.kind === "failed") {
      this.stream = null;
      this.streamFailedAt = Date.now();
      // A stream that failed gives way to snapshots; they say their age.
      this.arrange();
    }
    this.draw();
  }

  private async refresh(): Promise<void> {
    if (this.asking) return;
    const asking = (this.asking = new AbortController());
    let code = "";
    try {
      const { blob, ageMs, mark } = await this.portal.cameraPicture(this.camera, AbortSignal.any([asking.signal, AbortSignal.timeout(20_000)]));
      await this.put(blob);
      this.takenAt = Date.now() - ageMs;
      this.same.note(mark, this.takenAt);
      [this.failures, this.failure] = [0, null];
    } catch (error) {
      if (!asking.signal.aborted) {
        this.failures++;
        this.failure = error;
        code = error instanceof ApiError ? error.body.code : "";
      }
    }
    this.asking = null;
    this.draw();
    clearTimeout(this.next);
    if (this.isSeen && !this.stream) this.next = setTimeout(() => void this.refresh(), pauseAfter(this.failures, code, Math.random()));
  }

  /** Show a picture once it is decoded: what cannot be drawn is a failure and not a broken sign. */
  private async put(blob: Blob): Promise<void> {
    const address = URL.createObjectURL(blob);
    const probe = new Image();
    probe.src = address;
    try {
      await probe.decode();
    } catch {
      URL.revokeObjectURL(address);
      throw new ApiError(502, { code: "not_a_picture", detail: gettext("The camera's picture cannot be drawn."), fields: {} });
    }
    URL.revokeObjectURL(this.address);
    this.address = address;
    this.image.src = address;
  }

  private look(): Look {
    const state = this.streamState;
    if (this.stream && state && state.kind !== "failed") return state;
    const ageMs = this.takenAt === null ? null : Math.max(0, Date.now() - this.takenAt);
    if (this.failure !== null && this.failures > 0) return { kind: "failed", ageMs };
    return ageMs === null ? { kind: "loading" } : { kind: "snapshot", ageMs, frozenMs: this.same.frozenFor(Date.now()) };
  }

  private draw(): void {
    const look = this.look();
    this.element.dataset.look = look.kind;
    const hasFrame = look.kind === "live" || look.kind === "stalled";
    show(this.video, hasFrame);
    show(this.image, !hasFrame && this.takenAt !== null);
    show(slot(this.element, "wait"), !hasFrame && this.takenAt === null && look.kind !== "failed");
    this.drawWhy(look);
    const { text, tone } = labelOf(look);
    const label = slot(this.element, "label");
    write(label, text);
    label.dataset.tone = look.kind === "failed" && this.isUnset ? "plain" : tone;
    if (look.kind !== this.told) this.hooks.turned?.((this.told = look.kind));
  }

  private drawWhy(look: Look): void {
    const streamWhy = this.streamWhy();
    const isFailed = look.kind === "failed";
    show(slot(this.element, "fail"), isFailed);
    if (isFailed) write(slot(this.element, "why"), failureText(this.failure));
    this.element.toggleAttribute("data-unset", isFailed && this.isUnset);
    this.element.title = !isFailed && streamWhy ? streamWhy : "";
    this.element.dataset.stream = streamWhy ? "failed" : "";
  }

  /** No address was ever entered: nothing has failed, and nothing is asked for again soon. */
  get isUnset(): boolean {
    return this.failure instanceof ApiError && this.failure.body.code === "no_snapshot_address";
  }

  /** Why the stream does not play, when it was wanted. */
  streamWhy(): string {
    const state = this.streamState;
    if (state?.kind !== "failed" || this.canPlay) return "";
    if (!(state.error instanceof GatewayError)) return failureText(state.error);
    if (state.error.status === 401 || state.error.status === 403) return gettext("The stream gateway did not accept the token.");
    if (state.error.status === 404) return gettext("The stream gateway does not have this camera's stream.");
    return state.error.status ? gettext("The stream gateway answered with an error (%(status)s).", { status: state.error.status }) : gettext("The stream has stopped.");
  }
}
