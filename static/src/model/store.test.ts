import { describe, expect, it, vi } from "vitest";
import { parseFrame, parseSnapshot, type Snapshot } from "./messages";
import { Store } from "./store";
import { anEvent, anIncident, rawIncident } from "./testing";

function snapshotOf(incidents: Record<string, unknown>[], seq: Record<string, number> = { "UZ-TK": 10, "UZ-SA": 5 }): Snapshot {
  const epoch = Object.fromEntries(Object.keys(seq).map((region) => [region, "e1"]));
  return parseSnapshot({ epoch, seq, incidents, units: [unit(1)], alarms: [] }) as Snapshot;
}

function unit(id: number, values: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id, call_sign: `U ${id}`, service: "patrol", status: "available", region: "UZ-TK", crew: [], location: { type: "Point", coordinates: [69, 41] },
    position_at: "2026-10-01T08:00:00Z", heading: 90, open: true, ...values,
  };
}

function storeWith(incidents: Record<string, unknown>[] = [], now?: () => number): Store {
  const store = new Store(now);
  store.applySnapshot(snapshotOf(incidents));
  store.flush();
  return store;
}

describe("a snapshot and the events after it", () => {
  it("give the same as a later snapshot", () => {
    const [a, b] = [rawIncident(), rawIncident()];
    const store = storeWith([a]);
    store.applyEvent(anEvent({ seq: 11, data: b }));
    store.applyEvent(anEvent({ seq: 12, data: { ...a, status: "acknowledged", version: 2 } }));
    const fresh = storeWith([{ ...a, status: "acknowledged", version: 2 }, b]);
    const byId = (one: Store): unknown => [...one.incidents()].sort((x, y) => x.id.localeCompare(y.id));
    expect(byId(store)).toEqual(byId(fresh));
  });

  it("change nothing when an event comes twice", () => {
    const store = storeWith();
    const event = anEvent({ seq: 11, data: rawIncident() });
    expect(store.applyEvent(event)).toBe("applied");
    expect(store.applyEvent(event)).toBe("duplicate");
    expect(store.incidents()).toHaveLength(1);
  });

  it("leave out regions that are not ours", () => {
    expect(storeWith().applyEvent(anEvent({ region: "UZ-NW", seq: 1, data: rawIncident({ region: "UZ-NW" }) }))).toBe("ignored");
  });

  it("keep counting when an event cannot be understood", () => {
    const store = storeWith();
    expect(store.applyEvent(anEvent({ seq: 11, topic: "incidents", data: { nonsense: true } }))).toBe("ignored");
    expect(store.seq["UZ-TK"]).toBe(11);
  });

  it("drop what is no longer open, but not what is merely resolved", () => {
    const [a, b] = [rawIncident(), rawIncident()];
    const store = storeWith([a, b]);
    store.applyEvent(anEvent({ seq: 11, data: { ...a, status: "closed", open: false, version: 2 } }));
    store.applyEvent(anEvent({ seq: 12, data: { ...b, status: "resolved", version: 2 } }));
    expect(store.incidents().map((incident) => incident.id)).toEqual([b.id]);
  });

  it("never let an older version overwrite a newer one", () => {
    const raw = rawIncident({ version: 5, status: "dispatched" });
    const store = storeWith([raw]);
    store.applyEvent(anEvent({ seq: 11, data: { ...raw, version: 4, status: "acknowledged" } }));
    expect(store.incident(String(raw.id))?.status).toBe("dispatched");
  });
});

describe("a transfer between two regions that are both ours", () => {
  const raw = rawIncident();
  const moved = { ...raw, region: "UZ-SA", version: 2 };
  const removal = anEvent({ seq: 11, id: String(raw.id), kind: "incident.removed", data: null });
  const arrival = anEvent({ region: "UZ-SA", seq: 6, data: moved });

  it.each([["removal first", [removal, arrival]], ["arrival first", [arrival, removal]]])("keeps the incident: %s", (_order, events) => {
    const store = storeWith([raw]);
    for (const event of events) store.applyEvent(event);
    expect(store.incidents().map((incident) => incident.region)).toEqual(["UZ-SA"]);
  });

  it("takes the incident away when it goes to a region that is not ours", () => {
    const store = storeWith([raw]);
    store.applyEvent(removal);
    expect(store.incidents()).toHaveLength(0);
  });

  it("takes a shared incident of a foreign region away when the share ends", () => {
    const shared = rawIncident({ region: "UZ-NW" });
    const store = storeWith([shared]);
    store.applyEvent(anEvent({ seq: 11, id: String(shared.id), data: null }));
    expect(store.incidents()).toHaveLength(0);
  });
});

describe("heartbeats", () => {
  it("move the number on", () => {
    const store = storeWith();
    expect(store.applyHeartbeat({ "UZ-TK": 40 })).toBe(true);
    expect(store.seq["UZ-TK"]).toBe(40);
  });

  it("tell that the server's history is not ours when it counts lower", () => {
    expect(storeWith().applyHeartbeat({ "UZ-TK": 3 })).toBe(false);
  });
});

describe("positions", () => {
  const frame = { type: "positions" as const, region: "UZ-TK", at: 1000, ids: ["1", "99"], lon: [69.5, 70], lat: [41.5, 42], heading: [null, 10], ageS: [null, 0] };

  it("move units that are known, and leave out the others", () => {
    const store = storeWith();
    store.applyPositions(frame);
    expect(store.unit("1")).toMatchObject({ at: [69.5, 41.5], heading: 90 });
    expect(store.unit("99")).toBeUndefined();
  });

  it("are as old as the device says, not as new as the frame that brings them", () => {
    const store = storeWith();
    const at = Date.parse("2026-10-01T08:10:00Z");
    store.applyPositions({ ...frame, at, ageS: [240, 0] });
    expect(store.unit("1")?.positionAt).toBe(at - 240_000);
  });

  it("undo no status that an event has told", () => {
    const store = storeWith();
    store.applyEvent(anEvent({ seq: 11, topic: "units", data: unit(1, { status: "en_route" }) }));
    const late = parseFrame(JSON.stringify({ type: "positions", region: "UZ-TK", at: "2026-10-01T08:10:00Z", ids: [1], lon: [69.5], lat: [41.5], heading: [1], status: ["available"], age_s: [1] }));
    if (late?.type === "positions") store.applyPositions(late);
    expect(store.unit("1")).toMatchObject({ at: [69.5, 41.5], status: "en_route" });
  });

  it("are not taken back by an event that was written before them", () => {
    const store = storeWith();
    store.applyPositions({ ...frame, at: Date.parse("2026-10-01T08:10:00Z") });
    store.applyEvent(anEvent({ seq: 11, topic: "units", data: unit(1, { status: "en_route", position_at: "2026-10-01T08:09:00Z" }) }));
    expect(store.unit("1")).toMatchObject({ at: [69.5, 41.5], status: "en_route" });
  });

  it("are no place when they are no numbers", () => {
    const store = storeWith();
    store.applyPositions({ ...frame, lon: [NaN, 1] });
    expect(store.unit("1")?.at).toEqual([69, 41]);
  });
});

describe("listeners", () => {
  it("hear once of many changes, with what arrived", () => {
    const store = storeWith();
    const heard = vi.fn();
    store.subscribe(heard);
    const [a, b] = [rawIncident(), rawIncident()];
    store.applyEvent(anEvent({ seq: 11, data: a }));
    store.applyEvent(anEvent({ seq: 12, data: b }));
    store.flush();
    store.flush();
    expect(heard).toHaveBeenCalledTimes(1);
    expect([...heard.mock.calls[0]?.[0].arrived]).toEqual([a.id, b.id]);
  });

  it("are not told of arrivals by a snapshot: a reload rings for nothing new", () => {
    const store = new Store();
    const heard = vi.fn();
    store.subscribe(heard);
    store.applySnapshot(snapshotOf([rawIncident()]));
    store.flush();
    expect(heard.mock.calls[0]?.[0].arrived.size).toBe(0);
  });
});

it("the answer to an own write counts at once, and not after something newer", () => {
  const raw = rawIncident({ version: 3 });
  const store = storeWith([raw]);
  store.acceptIncident(anIncident({ ...raw, version: 4, status: "acknowledged" }));
  store.acceptIncident(anIncident({ ...raw, version: 2, status: "reported" }));
  expect(store.incident(String(raw.id))?.status).toBe("acknowledged");
});

describe("the answer to a transfer to a region that we do not follow", () => {
  const raw = rawIncident({ version: 3 });
  const removal = anEvent({ seq: 11, id: String(raw.id), data: null });
  const answer = anIncident({ ...raw, region: "UZ-NW", version: 4 });

  it.each([["before", true], ["after", false]])("leaves no ghost when it comes %s the event", (_order, isFirst) => {
    const store = storeWith([raw]);
    if (isFirst) store.acceptIncident(answer);
    store.applyEvent(removal);
    if (!isFirst) store.acceptIncident(answer);
    expect(store.incidents()).toEqual([]);
  });

  it("keeps what a feed still shares with us, with its new facts", () => {
    const store = storeWith([raw]);
    store.applyEvent(anEvent({ seq: 11, data: { ...raw, region: "UZ-NW", version: 4 } }));
    store.acceptIncident(anIncident({ ...raw, region: "UZ-NW", version: 5, status: "acknowledged" }));
    expect(store.incidents().map((incident) => [incident.region, incident.status])).toEqual([["UZ-NW", "acknowledged"]]);
  });

  it("brings nothing back by an answer that was read before it left", () => {
    const store = storeWith([raw]);
    store.applyEvent(removal);
    store.acceptIncident(anIncident(raw));
    expect(store.incidents()).toEqual([]);
  });
});

describe("an incident that was just closed", () => {
  const raw = rawIncident({ version: 3, region: "UZ-SA" });
  const closing = anEvent({ seq: 6, region: "UZ-SA", data: { ...raw, version: 5, status: "closed", open: false } });
  const older = anEvent({ seq: 11, data: { ...raw, version: 4 } });

  it("is not brought back by something older", () => {
    const store = storeWith([raw]);
    store.applyEvent(closing);
    store.applyEvent(older);
    store.acceptIncident(anIncident({ ...raw, version: 4 }));
    expect(store.incidents()).toEqual([]);
  });

  it("comes back when it is opened again", () => {
    const store = storeWith([raw]);
    store.applyEvent(closing);
    store.applyEvent(anEvent({ seq: 7, region: "UZ-SA", data: { ...raw, version: 6, status: "reopened" } }));
    expect(store.incidents()).toHaveLength(1);
  });

  it("is remembered for a minute, not for ever", () => {
    let now = 0;
    const store = storeWith([raw], () => now);
    store.applyEvent(closing);
    now = 61_000;
    store.applyEvent(anEvent({ seq: 11, data: { ...rawIncident(), status: "closed", open: false } }));
    store.applyEvent({ ...older, seq: 12 });
    expect(store.incidents()).toHaveLength(1);
  });
});

it("a camera that is gone is told apart from one whose health changed", () => {
  const store = storeWith();
  store.applyEvent(anEvent({ seq: 11, topic: "cameras", id: "7", data: { id: 7, region: "UZ-TK", status: "offline", open: true } }));
  store.applyEvent(anEvent({ seq: 12, topic: "cameras", id: "8", data: { id: 8, region: "UZ-TK", status: "online", open: false } }));
  expect([...store.changesOf("cameras").values()].map(({ id, status, isOpen }) => [id, status, isOpen])).toEqual([[7, "offline", true], [8, "online", false]]);
});

describe("changes of cameras", () => {
  const change = (seq: number, status: string) => anEvent({ seq, topic: "cameras", id: "7", data: { id: 7, region: "UZ-TK", status, open: true } });

  it("that came while the columns were read stay, the same word said twice too", () => {
    const store = storeWith();
    store.applyEvent(change(11, "offline"));
    const known = new Map(store.changesOf("cameras"));
    store.applyEvent(change(12, "offline"));
    store.forgetChanges("cameras", known);
    expect(store.changesOf("cameras").size).toBe(1);
    store.forgetChanges("cameras", new Map(store.changesOf("cameras")));
    expect(store.changesOf("cameras").size).toBe(0);
  });

  it("are kept apart from those of sensors, which may have the same number", () => {
    const store = storeWith();
    store.applyEvent(change(11, "offline"));
    store.applyEvent(anEvent({ seq: 12, topic: "sensors", kind: "sensor.status_changed", id: "7", data: { id: 7, region: "UZ-TK", status: "crossed", open: true } }));
    expect([store.changesOf("cameras").get(7)?.status, store.changesOf("sensors").get(7)]).toMatchObject(["offline", { status: "crossed", isEdited: false }]);
    store.applyEvent(anEvent({ seq: 13, topic: "sensors", kind: "sensor.changed", id: "7", data: { id: 7, region: "UZ-TK", status: "crossed", open: true } }));
    expect(store.changesOf("sensors").get(7)?.isEdited).toBe(true);
  });

  it("from before a snapshot are forgotten with it", () => {
    const store = storeWith();
    store.applyEvent(change(11, "offline"));
    store.applySnapshot(snapshotOf([]));
    expect(store.changesOf("cameras").size).toBe(0);
  });
});
