import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveState, SocketLike } from "../io/live";
import { Store } from "../model/store";
import { rawIncident } from "../model/testing";
import { ServerClock } from "../model/time";
import { Feed } from "./feed";

class FakeSocket implements SocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send(): void { return undefined; }
  close(): void { return undefined; }
}

let sockets: FakeSocket[];
let states: LiveState[];
let store: Store;
let feed: Feed;
let snapshot: ReturnType<typeof vi.fn<() => Promise<unknown>>>;

const SNAPSHOT = { epoch: { "UZ-TK": "e" }, seq: { "UZ-TK": 1 }, incidents: [], units: [], alarms: [] };
const hear = (frame: object): void => sockets[sockets.length - 1]?.onmessage?.({ data: JSON.stringify(frame) });
const WELCOME = { type: "welcome", seq: {}, epoch: {}, server_time: "" };
const reported = (seq: number): object => ({ type: "event", region: "UZ-TK", seq, topic: "incidents", kind: "", id: "", at: "", data: rawIncident() });

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("requestAnimationFrame", (work: () => void) => setTimeout(work, 16));
  vi.stubGlobal("cancelAnimationFrame", (frame: number) => clearTimeout(frame));
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  [sockets, states, store] = [[], [], new Store()];
  snapshot = vi.fn(async () => SNAPSHOT);
  feed = new Feed(store, new ServerClock(), {
    open: () => { const socket = new FakeSocket(); sockets.push(socket); return socket; },
    snapshot, became: (state) => states.push(state), failed: () => undefined,
  });
  feed.begin();
  await vi.advanceTimersByTimeAsync(0);
  hear(WELCOME);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the feed", () => {
  it("connects when the snapshot has come, and not before", async () => {
    snapshot.mockRejectedValueOnce(new Error("no"));
    feed.begin();
    await vi.advanceTimersByTimeAsync(900);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(sockets).toHaveLength(2);
  });

  it("tells listeners once of all the events of one animation frame", async () => {
    const heard = vi.fn();
    store.subscribe(heard);
    for (let seq = 2; seq < 52; seq++) hear(reported(seq));
    expect(heard).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20);
    expect(heard).toHaveBeenCalledTimes(1);
    expect(store.incidents()).toHaveLength(50);
  });

  it("is not live from the moment on in which it is told to load anew, and does so a little later than others", async () => {
    hear({ type: "resync", code: "since_too_old" });
    expect(states[states.length - 1]).toBe("connecting");
    await vi.advanceTimersByTimeAsync(990);
    expect(snapshot).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(20);
    expect([snapshot.mock.calls.length, sockets.length]).toEqual([2, 2]);
  });

  it("is not live over old data when the user signs in again while it loads anew", async () => {
    let answer = (_body: unknown): void => undefined;
    snapshot.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    feed.begin();
    feed.resume();
    await vi.advanceTimersByTimeAsync(10);
    expect([sockets.length, feed.live.state]).toEqual([1, "connecting"]);
    answer(SNAPSHOT);
    await vi.advanceTimersByTimeAsync(10);
    expect(sockets).toHaveLength(2);
  });

  it("does not sit out a pause when the page is seen again", async () => {
    snapshot.mockRejectedValueOnce(new Error("no"));
    feed.begin();
    await vi.advanceTimersByTimeAsync(10);
    feed.hurry();
    await vi.advanceTimersByTimeAsync(10);
    expect(sockets).toHaveLength(2);
  });

  it("goes on where it was after a signing in without a loading", () => {
    sockets[0]?.onclose?.({ code: 4401 });
    expect(feed.live.state).toBe("signed_out");
    feed.resume();
    expect([sockets.length, snapshot.mock.calls.length]).toEqual([2, 1]);
  });

  it("loads anew when the server counts lower twice in a row", async () => {
    hear({ type: "heartbeat", seq: { "UZ-TK": 0 }, server_time: "" });
    hear({ type: "heartbeat", seq: { "UZ-TK": 0 }, server_time: "" });
    await vi.advanceTimersByTimeAsync(2000);
    expect(snapshot).toHaveBeenCalledTimes(2);
  });
});
