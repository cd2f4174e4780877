import { describe, expect, it } from "vitest";
import { owns, parseConfig } from "./config";

describe("whose incident it is", () => {
  it("is mine in one of my regions, and only seen where another region shares it", () => {
    const config = parseConfig({ regions: [{ code: "UZ-TK", name: "Tashkent" }] });
    expect(owns(config, "UZ-TK")).toBe(true);
    expect(owns(config, "UZ-TO")).toBe(false);
    expect(owns(config, "UZ")).toBe(false);
  });
});
