import { describe, expect, it } from "vitest";
import { troublesTold } from "./troubles";

describe("troubles", () => {
  it("are told by code, else by the part that has them, each sentence once", () => {
    expect(troublesTold([])).toBe("");
    expect(troublesTold(["alarms_behind"])).toContain("late");
    expect(troublesTold(["alarms_silent"])).toContain("stopped");
    expect(troublesTold(["mqtt_silent", "mqtt_away"])).toBe(troublesTold(["mqtt_away"]));
    expect(troublesTold(["alarms_silent", "mqtt_away"])).toBe(`${troublesTold(["alarms_silent"])} ${troublesTold(["mqtt_away"])}`);
  });

  it("that nobody knows are not kept back", () => {
    expect(troublesTold(["weather_gone"])).toContain("may be old");
  });
});
