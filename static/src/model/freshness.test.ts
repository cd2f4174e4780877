import { describe, expect, it } from "vitest";
import { Freshness } from "./freshness";
import { parseFrame, type Frame } from "./messages";
import { anEvent } from "./testing";

const frame = (body: object): Frame => parseFrame(JSON.stringify(body)) as Frame;
const POSITIONS = frame({ type: "positions", region: "UZ-TK", ids: [] });
const HEARTBEAT = frame({ type: "heartbeat", seq: {}, server_time: "" });

function loaded(): Freshness {
  const freshness = new Freshness();
  for (const subject of ["incidents", "units", "cameras"] as const) freshness.loaded(subject, 0);
  return freshness;
}

const ages = (freshness: Freshness, now: number): (number | null)[] =>
  [freshness.age("incidents", now), freshness.age("units", now), freshness.age("cameras", now)];

describe("the age of a layer", () => {
  it("is unknown before its data has come", () => {
    const freshness = new Freshness();
    freshness.hear(HEARTBEAT, 0);
    expect(ages(freshness, 5)).toEqual([null, null, null]);
  });

  it("of units is that of the newest positions, whatever else is heard", () => {
    const freshness = loaded();
    freshness.hear(POSITIONS, 10);
    freshness.hear(HEARTBEAT, 40);
    expect(ages(freshness, 50)).toEqual([10, 40, 10]);
  });

  it("of incidents is not made young by positions that go on while events do not", () => {
    const freshness = loaded();
    for (const at of [10, 20, 30]) freshness.hear(POSITIONS, at);
    expect(ages(freshness, 30)).toEqual([30, 0, 30]);
  });

  it("is that of an event of its own topic", () => {
    const freshness = loaded();
    freshness.hear(anEvent({ seq: 1, topic: "cameras" }), 20);
    expect(ages(freshness, 30)).toEqual([30, 30, 10]);
  });
});
