import { describe, expect, it } from "vitest";
import { isAside, parseAlarm, parseAlarmTypes } from "./alarm";
import { briefOf, factsOf, withUnit } from "./alarm-words";
import { anAlarm, rawAlarm } from "./testing";

describe("an alarm", () => {
  it("is read with its source, its site, its incident and who acknowledged it", () => {
    const alarm = anAlarm({
      sites: [{ id: 4, name: "Dam" }], incident: { id: "i1", number: "TK-26-000001" }, state: "acknowledged", camera: 12,
      acknowledged_by: { id: 3, name: "Operator 12" }, acknowledged_at: "2026-10-01T08:01:00Z",
    });
    expect([alarm.sites, alarm.incident, alarm.acknowledgedBy, alarm.camera, alarm.rings])
      .toEqual([[{ id: "4", name: "Dam" }], { id: "i1", name: "TK-26-000001" }, "Operator 12", "12", false]);
  });

  it("asks for attention in a state that this page does not know", () => {
    expect(anAlarm({ state: "brand_new" }).rings).toBe(true);
  });

  it("is nothing without an id", () => {
    expect([parseAlarm(null), parseAlarm({}), parseAlarm("x")]).toEqual([null, null, null]);
  });

  it("is put by when shelved, suppressed or out of service, and never rings then", () => {
    for (const state of ["shelved", "suppressed", "out_of_service"]) expect([isAside(anAlarm({ state })), anAlarm({ state }).rings]).toEqual([true, false]);
  });

  it("that is closed does not ring, whatever its state says", () => {
    expect(anAlarm({ open: false }).rings).toBe(false);
  });

  it("has types with the names of the user's language", () => {
    expect(parseAlarmTypes([{ code: "smoke", name: "Tutun", category: "fire", default_priority: 2, never_shelved: true, shelve_hours: 8 }]))
      .toEqual([{ code: "smoke", name: "Tutun", category: "fire", defaultPriority: 2, isNeverShelved: true, shelveHours: 8 }]);
    expect(parseAlarmTypes(null)).toEqual([]);
  });
});

describe("its facts in words", () => {
  it("are the value with its unit and its limit", () => {
    expect(briefOf(anAlarm())).toBe("5.31 m > 4.20 m");
    expect(factsOf(anAlarm()).map(([name, value]) => `${name}: ${value}`)).toEqual(["Value: 5.31 m", "Limit: above 4.20 m"]);
  });

  it("write units for people", () => {
    expect([withUnit(41, "Cel"), withUnit(12.34, "ug/m3"), withUnit(null, "m"), withUnit(3, undefined)]).toEqual(["41 °C", "12.3 µg/m³", "", "3"]);
  });

  it("of an outage are how many cameras it touches", () => {
    expect(briefOf(anAlarm({ facts: { cameras_count: 400, cause: "no answer" } }))).toBe("no answer · 400");
  });

  it("are none where the source told none", () => {
    expect([factsOf(anAlarm({ facts: {} })), briefOf(anAlarm({ facts: {} }))]).toEqual([[], ""]);
    expect(parseAlarm(rawAlarm({ facts: null }))?.facts).toEqual({});
  });
});
