import { expect, it } from "vitest";
import { parseKinds, valueText } from "./sensors";

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
