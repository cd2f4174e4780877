import { expect, it, vi } from "vitest";
import { distanceM, distanceText, parseCoordinates, latOf, lonOf, worldX, worldY } from "./geo";

it("distances are metres on the sphere", () => {
  const metres = distanceM([69.2401, 41.2995], [66.9597, 39.6542]);
  expect(metres).toBeGreaterThan(265_000);
  expect(metres).toBeLessThan(270_000);
});

it("places come back from the projected world", () => {
  for (const [lon, lat] of [[69.28, 41.31], [-120.5, -33.2], [0, 0]] as const) {
    expect(lonOf(worldX(lon))).toBeCloseTo(lon, 9);
    expect(latOf(worldY(lat))).toBeCloseTo(lat, 9);
  }
});

it.each([["41.31152, 69.27951", [69.27951, 41.31152]], ["69.27951 41.31152", [69.27951, 41.31152]], ["41,31 69,27", null], ["Toshkent", null], ["95, 200", null]])("coordinates %s are read as people write them", (text, expected) => {
  expect(parseCoordinates(text)).toEqual(expected);
});

it.each([[64, "60 m"], [3, "3 m"], [1100, "1.1 km"], [12_400, "12 km"]])("%d m are written as %s", (metres, text) => {
  expect(distanceText(metres)).toBe(text);
});

it.each([
  ["ru", { "%(n)s m": "%(n)s м", "%(n)s km": "%(n)s км" }, "1,1 км", "60 м"], ["uz", {}, "1,1 km", "60 m"],
])("distances in %s have its signs and its comma", (lang, words: Record<string, string>, far, near) => {
  vi.stubGlobal("document", { documentElement: { lang } });
  vi.stubGlobal("pgettext", (_: string, text: string) => words[text] ?? text);
  expect([distanceText(1100), distanceText(64)]).toEqual([far, near]);
  vi.unstubAllGlobals();
});

it("the world is a square of 256 at zoom 0", () => {
  expect([worldX(-180), worldX(180), worldY(0)]).toEqual([0, 256, 128]);
});
