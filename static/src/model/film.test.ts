import { expect, it } from "vitest";
import { density, Film, hoursOf, incidentAt, otherSpeed, parseHappened, parseWay, playbackAddress } from "./film";
import { HOUR_MS } from "./time";

const T0 = Date.UTC(2026, 10, 20, 6);
const MINUTE = 60_000;

function answer(n: number[], lon: number[], statuses: [number, string][] = [[0, "available"]]): unknown {
  const [first = 0, ...rest] = lon;
  return { step_s: 30, gap_s: 300, units: [{ id: 7, call_sign: "SOKOL-1", service: "patrol", n, lon: [first, ...rest], lat: n.map((_, i) => (i ? 0 : 4_130_000)), statuses }] };
}

function film(n: number[], lon: number[], statuses?: [number, string][]): Film {
  const made = new Film();
  made.add(T0, answer(n, lon, statuses));
  return made;
}

it("moves a unit evenly between two steps, with its heading", () => {
  const [mark] = film([0, 1], [6_920_000, 1000]).at(T0 + 15_000);
  expect(mark?.at[0]).toBeCloseTo(69.205, 6);
  expect([mark?.callSign, mark?.status, mark?.age]).toEqual(["SOKOL-1", "available", "fresh"]);
  expect(mark?.heading).toBeCloseTo(90, 0);
});

it("leaves a unit where it was heard over a gap, and lets it fade", () => {
  const gap = film([0, 40], [6_920_000, 1000]);
  expect(gap.at(T0 + 3 * MINUTE)).toMatchObject([{ heading: null, age: "old" }]);
  expect(gap.at(T0 + 3 * MINUTE)[0]?.at[0]).toBeCloseTo(69.2, 6);
  expect(gap.at(T0 + 16 * MINUTE)).toMatchObject([{ age: "lost" }]);
  expect(gap.at(T0 + 20 * MINUTE)[0]?.at[0]).toBeCloseTo(69.21, 6);
});

it("shows nobody before the first position, and nobody off duty", () => {
  const shift = film([2, 1], [6_920_000, 0], [[-60, "off_duty"], [60, "available"], [100, "off_duty"]]);
  expect(shift.at(T0 + 30_000)).toEqual([]);
  expect(shift.at(T0 + 70_000)).toHaveLength(1);
  expect(shift.at(T0 + 100_000)).toEqual([]);
});

it("joins hours that come in any order, over their border", () => {
  const made = new Film();
  made.add(T0 + HOUR_MS, answer([1], [6_921_000]));
  made.add(T0, answer([119], [6_920_000]));
  expect(made.has(T0)).toBe(true);
  expect(made.at(T0 + HOUR_MS)[0]?.at[0]).toBeCloseTo(69.205, 6);
  expect(made.units()).toEqual([{ id: "7", callSign: "SOKOL-1", service: "patrol" }]);
});

it("takes a time apart by the hour", () => {
  expect(hoursOf(T0, T0 + 1.5 * HOUR_MS)).toEqual([[T0, T0 + HOUR_MS], [T0 + HOUR_MS, T0 + 1.5 * HOUR_MS]]);
});

const happened = parseHappened({ total: 9, incidents: [{
  id: "a", number: "TK-1", type: "Fight", title: "At the market", is_exercise: false, lon: 69.2, lat: 41.3,
  steps: [[60, "reported"], [120, "acknowledged"], [600, "closed"]], priorities: [[60, 3], [180, 1]],
}] }, T0);

it("shows an incident from its report to its end, with what it was then", () => {
  const [one] = happened.incidents;
  if (!one) throw new Error("no incident");
  const then = (s: number): unknown => {
    const incident = incidentAt(one, T0 + s * 1000, "UZ-TK");
    return incident && [incident.status, incident.priority, incident.rings];
  };
  expect([30, 60, 130, 200, 600].map(then)).toEqual([null, ["reported", 3, true], ["acknowledged", 3, false], ["acknowledged", 1, false], null]);
  expect(happened.total).toBe(9);
});

it("counts reports along the time", () => {
  expect(density(happened.incidents, T0, T0 + 4 * MINUTE, 4)).toEqual([0, 1, 0, 0]);
  expect(density(happened.incidents, T0 + 2 * MINUTE, T0 + 4 * MINUTE, 2)).toEqual([0, 0]);
});

it("goes faster and slower within the speeds that there are", () => {
  expect([otherSpeed(1, -1), otherSpeed(1, 1), otherSpeed(60, 1), otherSpeed(600, 1)]).toEqual([1, 10, 120, 600]);
});

it("reads the legs and stops of a way", () => {
  const way = parseWay({ legs: [{ lon: [6_920_000, 100], lat: [4_130_000, 0] }], stops: [{ lon: 69.2, lat: 41.3 }] });
  expect(way.legs[0]?.[1]?.[0]).toBeCloseTo(69.201, 6);
  expect(way.stops).toEqual([[69.2, 41.3]]);
});

it("leads from an incident to a quarter of an hour before it", () => {
  const address = new URL(playbackAddress("UZ-TK", T0, { at: [69.2, 41.3] }), "http://portal");
  expect(Object.fromEntries(address.searchParams)).toEqual({ region: "UZ-TK", since: "2026-11-20T05:45:00.000Z", hours: "2", t: String(T0), at: "41.30000,69.20000,14" });
});
