import { expect, it } from "vitest";
import { Arrivals } from "./arrivals";
import { anIncident } from "./testing";

const NONE = new Set<string>();
const ids = (incidents: readonly { id: string }[]): string[] => incidents.map(({ id }) => id);

it("what was there when the page was opened is no news", () => {
  expect(new Arrivals().take([anIncident()], NONE, true).incidents).toEqual([]);
});

it("what an event brought is news", () => {
  const arrivals = new Arrivals();
  const [old, fresh] = [anIncident(), anIncident()];
  arrivals.take([old], NONE, true);
  expect(arrivals.take([old, fresh], new Set([fresh.id]), false)).toEqual({ incidents: [fresh], isLate: false });
});

it("what came during an outage is news once the next snapshot is there, the most severe first", () => {
  const arrivals = new Arrivals();
  const [old, low, critical] = [anIncident(), anIncident({ priority: 4 }), anIncident({ priority: 1 })];
  arrivals.take([old], NONE, true);
  const news = arrivals.take([old, low, critical], NONE, true);
  expect([ids(news.incidents), news.isLate]).toEqual([[critical.id, low.id], true]);
  expect(arrivals.take([old, low, critical], NONE, true).incidents).toEqual([]);
});

it("what a filter or a change touches is no news", () => {
  const arrivals = new Arrivals();
  const old = anIncident();
  arrivals.take([old], NONE, true);
  expect(arrivals.take([old, anIncident()], NONE, false).incidents).toEqual([]);
});
