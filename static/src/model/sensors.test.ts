import { expect, it } from "vitest";
import { doubtOf, parseKinds, valueText } from "./sensors";

const kinds = parseKinds({ water_level: { name: "Water level", symbol: "m", decimals: 2 }, count: { name: "Count", symbol: "", decimals: 0 } });

it("writes a value with its kind's unit and decimals", () => {
  expect(valueText(3.267, kinds.get("water_level"), "m")).toBe("3.27 m");
  expect(valueText(12, kinds.get("count"), "1")).toBe("12");
});

it("keeps the code of a unit whose kind is newer than the page, and does not invent a value", () => {
  expect(valueText(1.5, undefined, "ug/m3")).toBe("1.50 ug/m3");
  expect(valueText(null, kinds.get("water_level"), "m")).toBe("none yet");
});

it("takes a page without kinds", () => {
  expect(parseKinds(undefined).size).toBe(0);
});

it("says of a value that it is not the present, and of a sensor without one that it was never heard", () => {
  const now = Date.parse("2026-10-01T08:12:00Z");
  const heard = { value_at: "2026-10-01T08:00:00Z" };
  expect(doubtOf({ ...heard, stale: true }, now)).toBe("silent for 12 min: not the present");
  expect(doubtOf({ ...heard, stale: false }, now)).toBe("");
  expect(doubtOf({ value_at: null, stale: false }, now)).toBe("never heard");
});
