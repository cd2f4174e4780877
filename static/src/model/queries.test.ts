import { describe, expect, it } from "vitest";
import { counters, inQueue, nearBy, selected, selectedUnits, unitCounters } from "./queries";
import { parseUnit, type Unit } from "./messages";
import { anIncident } from "./testing";
import { NO_FILTERS, START, type ViewState } from "./view";

const ASKER = { userId: "7", now: Date.parse("2026-10-01T09:00:00Z") };
const show = (incidents: Parameters<typeof selected>[0], filters = {}): string[] =>
  selected(incidents, { ...NO_FILTERS, ...filters }, "urgent", ASKER).map((incident) => incident.id);

describe("the list", () => {
  it("has on top what rings, by priority, the newest first", () => {
    const taken = anIncident({ priority: 1, needs_ack: false });
    const older = anIncident({ priority: 3, reported_at: "2026-10-01T08:00:00Z" });
    const newer = anIncident({ priority: 3, reported_at: "2026-10-01T08:30:00Z" });
    expect(show([taken, older, newer])).toEqual([newer.id, older.id, taken.id]);
  });

  it("narrows by handler, priority, age and words of any script", () => {
    const mine = anIncident({ handler: { id: 7, name: "A" }, title: "Yongʻin", priority: 2, reported_at: "2026-10-01T08:50:00Z" });
    const other = anIncident({ handler: { id: 8, name: "B" }, title: "Collision", priority: 4, reported_at: "2026-10-01T01:00:00Z" });
    for (const filters of [{ mine: true }, { priorities: [1, 2] }, { hours: 1 }, { text: "ёнғин" }, { text: "yong'in" }]) {
      expect(show([mine, other], filters)).toEqual([mine.id]);
    }
  });
});

it("counters tell of what is shown, of what has no point, and of what rings unseen", () => {
  const shown = [anIncident({ priority: 1 }), anIncident({ priority: 1, location: null })];
  expect(counters(shown, [...shown, anIncident(), anIncident({ needs_ack: false })])).toEqual({
    byPriority: { 1: 2, 2: 0, 3: 0, 4: 0, 5: 0 }, shown: 2, total: 4, notOnMap: 1, hiddenRinging: 1,
  });
});

it("the national queue is what has found no region", () => {
  const lost = anIncident({ region: "UZ" });
  expect(inQueue([anIncident(), lost])).toEqual([lost]);
});

it("near by are all within 500 m, and those of the same type within 2 km, nearest first", () => {
  const at = (lon: number, type: string): ReturnType<typeof anIncident> => anIncident({ type, location: { type: "Point", coordinates: [lon, 41.31] } });
  const [close, sameFar, otherFar, none] = [at(69.283, "noise"), at(69.298, "fire"), at(69.298, "noise"), anIncident({ location: null })];
  const found = nearBy([otherFar, sameFar, close, none], [69.28, 41.31], "fire");
  expect(found.map((near) => near.incident.id)).toEqual([close.id, sameFar.id]);
});

describe("units", () => {
  const aUnit = (id: number, values: Record<string, unknown> = {}): Unit => parseUnit({
    id, call_sign: `SOKOL ${id}`, service: "patrol", status: "available", region: "UZ-TK", location: { type: "Point", coordinates: [69, 41] }, ...values,
  }) as Unit;
  const all = [aUnit(10), aUnit(9), aUnit(8, { status: "busy" }), aUnit(7, { status: "off_duty" }), aUnit(6, { region: "UZ-SA", location: null })];
  const ids = (state: Partial<ViewState>): string[] => selectedUnits(all, { ...START, ...state }).map((unit) => unit.id);

  it("on duty are shown, the free ones first, by their numbers", () => {
    expect(ids({})).toEqual(["6", "9", "10", "8"]);
  });

  it("are those of the region; words count where they were typed for units", () => {
    expect(ids({ filters: { ...NO_FILTERS, region: "UZ-TK" } })).toEqual(["9", "10", "8"]);
    expect(ids({ filters: { ...NO_FILTERS, text: "sokol 10" }, tab: "units" })).toEqual(["10"]);
    expect(ids({ filters: { ...NO_FILTERS, text: "fire" }, tab: "incidents" })).toHaveLength(4);
  });

  it("are counted as they are shown, with those that the map cannot show", () => {
    expect(unitCounters(selectedUnits(all, START), all)).toEqual({ shown: 4, free: 3, total: 4, notOnMap: 1 });
    expect(unitCounters(selectedUnits(all, { ...START, filters: { ...NO_FILTERS, region: "UZ-TK" } }), all)).toEqual({ shown: 3, free: 2, total: 4, notOnMap: 0 });
  });
});

it("all that is open near by is offered, however many", () => {
  const many = Array.from({ length: 9 }, () => anIncident());
  expect(nearBy(many, [69.28, 41.31], "fire")).toHaveLength(9);
});
