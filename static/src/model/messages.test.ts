import { describe, expect, it } from "vitest";
import { parseFrame, parseIncident, parseSnapshot, parseUnit } from "./messages";
import { rawIncident } from "./testing";

describe("frames", () => {
  it.each(["", "no json", "null", "[]", "7", '{"type":"event","region":"UZ-TK"}', '{"type":"event","seq":"5","region":"UZ-TK"}'])("that are none are null: %s", (body) => {
    expect(parseFrame(body)).toBeNull();
  });

  it("of a kind that is not known are named, so that a newer server breaks nothing", () => {
    expect(parseFrame('{"type":"presence","who":[]}')).toEqual({ type: "other", name: "presence" });
  });

  it("of positions take unit ids as numbers or words, and a missing heading as none", () => {
    const frame = parseFrame('{"type":"positions","region":"UZ-TK","at":"2026-10-01T08:00:00Z","ids":[7],"lon":[69.1],"lat":[41.2],"heading":[null],"status":["available"],"age_s":[5]}');
    expect(frame).toMatchObject({ ids: ["7"], heading: [null], lon: [69.1], ageS: [5] });
  });

  it("of removal carry null as data", () => {
    expect(parseFrame('{"type":"event","region":"UZ-TK","seq":5,"topic":"incidents","kind":"incident.removed","id":"x","at":"","data":null}')).toMatchObject({ data: null });
  });
});

describe("an incident", () => {
  it("keeps markup in its title as plain text", () => {
    expect(parseIncident(rawIncident({ title: "<img src=x onerror=alert(1)>" }))?.title).toBe("<img src=x onerror=alert(1)>");
  });

  it("names its units with their assignments", () => {
    const units = [{ id: 5, assignment: "a-1", call_sign: "Sokol 14", service: "patrol", region: "UZ-TK", status: "en_route" }];
    expect(parseIncident(rawIncident({ units }))?.units).toEqual([{ assignment: "a-1", unit: "5", callSign: "Sokol 14", service: "patrol", status: "en_route" }]);
  });

  it.each([null, { type: "Point", coordinates: [200, 1] }, { type: "Point", coordinates: ["a", "b"] }, { type: "LineString", coordinates: [[1, 2]] }])("has no place when its point is none: %j", (location) => {
    expect(parseIncident(rawIncident({ location }))?.at).toBeNull();
  });

  it("is null without an id", () => {
    expect(parseIncident({ title: "x" })).toBeNull();
    expect(parseIncident(null)).toBeNull();
  });

  it("rings as the server says, whatever its status", () => {
    expect(parseIncident(rawIncident({ status: "acknowledged", needs_ack: true }))?.rings).toBe(true);
    expect(parseIncident(rawIncident({ status: "reported", needs_ack: false }))?.rings).toBe(false);
  });
});

it("a unit's crew is told by names", () => {
  expect(parseUnit({ id: 3, call_sign: "PI 3", crew: [{ id: 1, name: "A. Rahimov" }, { id: 2, name: "S. Qodirov" }] })?.crew).toBe("A. Rahimov, S. Qodirov");
});

it("a snapshot leaves out what it cannot understand, and is null without numbers", () => {
  expect(parseSnapshot({ seq: { "UZ-TK": 1 }, incidents: [rawIncident(), 5, null] })?.incidents).toHaveLength(1);
  expect(parseSnapshot({ incidents: [] })).toBeNull();
});
