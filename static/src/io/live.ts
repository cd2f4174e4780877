/** The WebSocket: says hello, hears frames, notices silence, comes back by itself. It knows no meaning of what it hears. */

export type LiveState = "connecting" | "live" | "down" | "signed_out" | "rights_changed";

export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export interface LiveOptions {
  open: () => SocketLike;
  /** What to say first; asked anew at each connection. */
  hello: () => object;
  onFrame: (body: string) => void;
  onState: (state: LiveState) => void;
  random?: () => number;
  /** Silence after which the socket counts as dead: two heartbeats and a bit. */
  silenceMs?: number;
}

const SILENCE_MS = 35_000;
/** A heartbeat comes every 15 s: after this one is overdue. */
const LATE_MS = 20_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
export const SIGNED_OUT = 4401;
export const RIGHTS_CHANGED = 4403;

export class Live {
  private socket: SocketLike | null = null;
  private failures = 0;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private watchedFrom = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private known: LiveState = "connecting";
  /** When the last frame came, by the local clock; null before the first. */
  heardAt: number | null = null;

  constructor(private readonly options: LiveOptions) {}

  get state(): LiveState {
    return this.known;
  }

  /** Still live, but a heartbeat is overdue. */
  get isLate(): boolean {
    return this.known === "live" && this.heardAt !== null && Date.now() - this.heardAt > LATE_MS;
  }

  /** Open the socket now, dropping the one there is. */
  connect(): void {
    this.drop();
    if (this.known !== "live") this.become(this.failures === 0 ? "connecting" : "down");
    const socket = this.options.open();
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(this.options.hello()));
    socket.onmessage = (event) => this.heard(socket, event.data);
    socket.onclose = (event) => this.closed(socket, event.code);
    this.watch();
  }

  /** Close until `connect`; from now on nothing is live. */
  stop(): void {
    this.drop();
    this.become("connecting");
  }

  /** Look at the clock: while a machine sleeps its timers stand still, and the watchdog with them. */
  check(): void {
    if (this.socket && Date.now() - this.watchedFrom > this.silenceMs) this.closed(this.socket, 1006);
  }

  /** Try at once instead of waiting: the network is back, the page is seen again. */
  hurry(): void {
    this.check();
    if (this.known === "down" && this.retry !== undefined) this.connect();
  }

  private heard(socket: SocketLike, data: unknown): void {
    if (socket !== this.socket || typeof data !== "string") return;
    this.heardAt = Date.now();
    this.failures = 0;
    this.watch();
    this.become("live");
    this.options.onFrame(data);
  }

  private closed(socket: SocketLike, code: number): void {
    if (socket !== this.socket) return;
    this.drop();
    if (code === SIGNED_OUT) return this.become("signed_out");
    if (code === RIGHTS_CHANGED) return this.become("rights_changed");
    this.become("down");
    this.retry = setTimeout(() => this.connect(), this.wait());
  }

  /** Doubling pauses with full jitter, so that five hundred browsers do not come back in one moment. */
  private wait(): number {
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures++);
    return longest * (0.25 + 0.75 * (this.options.random ?? Math.random)());
  }

  private watch(): void {
    clearTimeout(this.watchdog);
    this.watchedFrom = Date.now();
    const socket = this.socket;
    this.watchdog = setTimeout(() => {
      if (!socket || socket !== this.socket) return;
      this.closed(socket, 1006);
    }, this.silenceMs);
  }

  private get silenceMs(): number {
    return this.options.silenceMs ?? SILENCE_MS;
  }

  private drop(): void {
    clearTimeout(this.watchdog);
    clearTimeout(this.retry);
    this.retry = undefined;
    const socket = this.socket;
    this.socket = null;
    socket?.close(1000);
  }

  private become(state: LiveState): void {
    if (state === this.known) return;
    this.known = state;
    this.options.onState(state);
  }
}

/** `wss://host/ws/live/` for a page's address. */
export function liveAddress(page: { protocol: string; host: string }, path: string): string {
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}${path}`;
}
