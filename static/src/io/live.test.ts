import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Live, type LiveState, type SocketLike } from "./live";

class FakeSocket implements SocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: string[] = [];
  isClosed = false;

  send(data: string): void {
    this.sent.push(data);
  }

  close(): void {
    this.isClosed = true;
  }
}

let sockets: FakeSocket[];
let states: LiveState[];
let frames: string[];
let live: Live;
let seq = 1;

beforeEach(() => {
  vi.useFakeTimers();
  [sockets, states, frames] = [[], [], []];
  live = new Live({
    open: () => { const socket = new FakeSocket(); sockets.push(socket); return socket; },
    hello: () => ({ type: "hello", since: { "UZ-TK": seq } }),
    onFrame: (body) => frames.push(body), onState: (state) => states.push(state), random: () => 1, silenceMs: 35_000,
  });
  live.connect();
});

afterEach(() => vi.useRealTimers());

const newest = (): FakeSocket => sockets[sockets.length - 1] as FakeSocket;
const open = (): void => newest().onopen?.(undefined as never);
const hear = (data = "{}"): void => newest().onmessage?.({ data });

describe("the socket", () => {
  it("says hello with what is known now, at each connection", () => {
    open();
    seq = 9;
    newest().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    open();
    expect(sockets.map((socket) => JSON.parse(socket.sent[0] ?? "{}").since["UZ-TK"])).toEqual([1, 9]);
  });

  it("is live with the first frame, not before", () => {
    open();
    expect(states).toEqual([]);
    hear();
    expect(states).toEqual(["live"]);
  });

  it("counts as dead after a silence, and comes back by itself", () => {
    open();
    hear();
    vi.advanceTimersByTime(35_000);
    expect(states).toEqual(["live", "down"]);
    expect(sockets[0]?.isClosed).toBe(true);
    vi.advanceTimersByTime(500);
    open();
    hear();
    expect(states).toEqual(["live", "down", "live"]);
  });

  it("waits longer after each failure, up to 15 s", () => {
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = sockets.length;
      newest().onclose?.({ code: 1006 });
      let waited = 0;
      while (sockets.length === before) { vi.advanceTimersByTime(100); waited += 100; }
      waits.push(waited);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it("does not come back by itself when the session ended or rights changed", () => {
    newest().onclose?.({ code: 4401 });
    vi.advanceTimersByTime(60_000);
    expect(states).toEqual(["signed_out"]);
    expect(sockets).toHaveLength(1);
    live.connect();
    newest().onclose?.({ code: 4403 });
    expect(states[states.length - 1]).toBe("rights_changed");
  });

  it("ignores what an old socket still says", () => {
    open();
    const old = newest();
    live.connect();
    old.onmessage?.({ data: "late" });
    old.onclose?.({ code: 1006 });
    expect(frames).toEqual([]);
    expect(sockets).toHaveLength(2);
  });

  it("is not live while it is stopped for a reload", () => {
    open();
    hear();
    live.stop();
    expect(live.state).toBe("connecting");
  });

  it("is dead after a sleep in which no timer ran, and comes back at once when looked at", () => {
    open();
    hear();
    vi.setSystemTime(Date.now() + 3_600_000);
    live.check();
    expect(live.state).toBe("down");
    live.connect();
    open();
    hear();
    vi.setSystemTime(Date.now() + 3_600_000);
    live.hurry();
    expect(sockets).toHaveLength(3);
    expect(live.state).toBe("down");
  });

  it("is late when a heartbeat is overdue, until something is heard again", () => {
    open();
    hear();
    expect(live.isLate).toBe(false);
    vi.advanceTimersByTime(21_000);
    expect([live.state, live.isLate]).toEqual(["live", true]);
    hear();
    expect(live.isLate).toBe(false);
  });

  it("is not dead while it is heard", () => {
    open();
    hear();
    vi.setSystemTime(Date.now() + 30_000);
    live.check();
    expect(live.state).toBe("live");
  });

  it("tries at once when the network is back", () => {
    newest().onclose?.({ code: 1006 });
    live.hurry();
    expect(sockets).toHaveLength(2);
  });
});
