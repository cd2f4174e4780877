import { expect, it } from "vitest";
import { CALM, flooded, FloodWatch, FLOOD_WINDOW_MS } from "./flood";
import { anAlarm } from "./testing";

const NOW = Date.parse("2026-10-01T08:10:00Z");
const raisedAt = (agoS: number) => anAlarm({ raised_at: new Date(NOW - agoS * 1000).toISOString() });
const many = (count: number, agoS = 60) => Array.from({ length: count }, () => raisedAt(agoS));

it("begins with more than ten in ten minutes, and not with ten", () => {
  const watch = new FloodWatch();
  const ten = many(10);
  expect(watch.look(ten, NOW)).toBe(false);
  expect(watch.look([...ten, raisedAt(1)], NOW)).toBe(true);
  expect(watch.flood).toEqual({ isOn: true, count: 11, since: NOW });
});

it("is over when fewer than five came in ten minutes, not as soon as ten are left", () => {
  const on = flooded(CALM, 11, NOW);
  expect(flooded(on, 5, NOW).isOn).toBe(true);
  expect(flooded(on, 4, NOW)).toEqual({ isOn: false, count: 4, since: null });
});

it("does not count what was raised longer ago", () => {
  const watch = new FloodWatch();
  watch.look(many(30, FLOOD_WINDOW_MS / 1000), NOW);
  expect(watch.flood.isOn).toBe(false);
});

it("counts what was cleared meanwhile, and ends by time alone", () => {
  const watch = new FloodWatch();
  for (const alarm of many(11)) watch.look([alarm], NOW);
  expect(watch.flood.isOn).toBe(true);
  expect(watch.look([], NOW + FLOOD_WINDOW_MS)).toBe(true);
  expect(watch.flood).toEqual(CALM);
});

it("keeps the time at which it began", () => {
  const watch = new FloodWatch();
  const all = many(12);
  watch.look(all, NOW);
  watch.look(all, NOW + 60_000);
  expect(watch.flood.since).toBe(NOW);
});

it("begins anew when another question is asked", () => {
  const watch = new FloodWatch();
  watch.look(many(12), NOW);
  watch.forget();
  expect(watch.flood).toEqual(CALM);
});
