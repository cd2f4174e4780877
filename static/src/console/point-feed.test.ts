import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { build, type Built } from "../model/building";
import { CAMERA_STATUSES } from "../model/cameras";
import { parseSnapshot, type Snapshot } from "../model/messages";
import { rowOf } from "../model/points";
import { Store } from "../model/store";
import { anEvent } from "../model/testing";
import { PointFeed } from "./point-feed";

const ONLINE = 0;
const OFFLINE = 2;

/** Two cameras of these statuses, as the worker gives them. */
const columns = (...status: number[]): Built => build({ statuses: CAMERA_STATUSES, kinds: ["ptz"], ids: [1, 2], lon: [0, 1], lat: [0, 1], status, kind: [0, 0] }, CAMERA_STATUSES);

let store: Store;
let feed: PointFeed;
let answers: ((columns: Built) => void)[];
let turned: number;
let outdated: ReturnType<typeof vi.fn<() => void>>;
let seq: number;

function turn(id: number, status: string, open = true): void {
  store.applyEvent(anEvent({ seq: ++seq, topic: "cameras", id: String(id), data: { id, region: "UZ-TK", status, open } }));
}

function takeSnapshot(): void {
  store.applySnapshot(parseSnapshot({ epoch: {}, seq: { "UZ-TK": seq }, incidents: [], units: [], alarms: [] }) as Snapshot);
  feed.reset();
}

const statuses = (): number[] => [1, 2].map((id) => feed.pyramid?.points.status[rowOf(feed.pyramid.points, id)] ?? -1);

beforeEach(() => {
  vi.useFakeTimers();
  [store, answers, turned, seq, outdated] = [new Store(), [], 0, 0, vi.fn<() => void>()];
  feed = new PointFeed(store, "cameras", {
    read: () => new Promise((resolve) => answers.push(resolve)),
    seen: () => undefined, loaded: () => undefined, turned: () => { turned++; }, outdated,
  });
  takeSnapshot();
});

afterEach(() => { vi.useRealTimers(); });

describe("cameras", () => {
  it("take what changes while their columns are on the way", async () => {
    const loaded = feed.load();
    turn(1, "offline");
    answers[0]?.(columns(ONLINE, ONLINE));
    await loaded;
    expect(statuses()).toEqual([OFFLINE, ONLINE]);
  });

  it("are read again when a snapshot was taken meanwhile: older columns would miss what lies between", async () => {
    const loaded = feed.load();
    turn(1, "offline");
    takeSnapshot();
    answers[0]?.(columns(ONLINE, ONLINE));
    await vi.advanceTimersByTimeAsync(0);
    expect([answers.length, feed.pyramid]).toEqual([2, null]);
    answers[1]?.(columns(OFFLINE, ONLINE));
    await loaded;
    expect(statuses()).toEqual([OFFLINE, ONLINE]);
  });

  it("keep a change that came although loading anew failed", async () => {
    const loaded = feed.load();
    answers[0]?.(columns(ONLINE, ONLINE));
    await loaded;
    turn(2, "offline");
    const failing = new PointFeed(store, "cameras", { read: () => Promise.reject(new Error("no")), seen: () => undefined, loaded: () => undefined, turned: () => undefined, outdated });
    await failing.load().catch(() => undefined);
    feed.follow();
    expect(statuses()).toEqual([ONLINE, OFFLINE]);
    expect(turned).toBe(1);
  });

  it("are loaded anew when one came or went, not for each of a thousand", async () => {
    const loaded = feed.load();
    answers[0]?.(columns(ONLINE, ONLINE));
    await loaded;
    for (let id = 100; id < 1100; id++) {
      turn(id, "online");
      feed.follow();
    }
    expect(outdated).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(outdated).toHaveBeenCalledTimes(2);
  });

  it("are loaded anew when one was edited: no event tells all of its place and view", async () => {
    const loaded = feed.load();
    answers[0]?.(columns(ONLINE, ONLINE));
    await loaded;
    store.applyEvent(anEvent({ seq: ++seq, topic: "cameras", kind: "camera.changed", id: "1", data: { id: 1, region: "UZ-TK", status: "online", open: true } }));
    feed.follow();
    expect(outdated).toHaveBeenCalledTimes(1);
  });

  it("are seen before the snapshot, and what is loaded after it takes their place", async () => {
    const told: string[] = [];
    const early = new PointFeed(store, "cameras", {
      read: (first) => { first(columns(ONLINE, OFFLINE)); return new Promise((resolve) => answers.push(resolve)); },
      seen: ({ points }) => told.push(`seen ${[1, 2].map((id) => points.status[rowOf(points, id)]).join()}`),
      loaded: ({ points }) => told.push(`loaded ${[1, 2].map((id) => points.status[rowOf(points, id)]).join()}`),
      turned: () => undefined, outdated,
    });
    early.early();
    expect(told).toEqual(["seen 0,2"]);
    takeSnapshot();
    const loaded = early.load();
    answers[1]?.(columns(OFFLINE, OFFLINE));
    await loaded;
    // What was begun early ends late.
    answers[0]?.(columns(ONLINE, ONLINE));
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(["seen 0,2", "seen 0,2", "loaded 2,2"]);
  });
});
