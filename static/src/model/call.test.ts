import { expect, it } from "vitest";
import { amendment, callBody, corrections, factsOf, incidentBody, newSending, type Written } from "./call";

const OPENED = Date.parse("2026-10-01T08:00:00.000Z");
const WRITTEN: Written = {
  number: " +998901234567 ", channel: "102", type: "fire", priority: 2, title: "", description: "", address: "", region: "",
  place: { at: [69.28, 41.31], name: "Navoiy", source: "said" },
};
const SENDING = { ...newSending(OPENED, "k1"), source: "102" };

it("invents no time of answering: a call rang at the latest when its form was opened", () => {
  const body = callBody(WRITTEN, SENDING);
  expect(body.rang_at).toBe("2026-10-01T08:00:00.000Z");
  expect(body).not.toHaveProperty("answered_at");
});

it("says where the point comes from", () => {
  expect(callBody(WRITTEN, SENDING).location_source).toBe("said");
  const onMap: Written = { ...WRITTEN, place: { at: [69, 41], name: "", source: "map" } };
  expect(incidentBody(onMap, SENDING, "Fire").location_source).toBe("map");
  expect(callBody({ ...WRITTEN, place: null }, SENDING)).toMatchObject({ location: null, location_source: "" });
});

it("gives an incident without a title the name of its type", () => {
  expect(incidentBody(WRITTEN, SENDING, "Fire").title).toBe("Fire");
});

it("corrects what differs from what was sent, a point together with its source", () => {
  const sent = factsOf(WRITTEN);
  expect(corrections(sent, factsOf(WRITTEN))).toEqual({});
  expect(corrections(sent, factsOf({ ...WRITTEN, number: "+998905554433" }))).toEqual({ number: "+998905554433" });
  const moved = corrections(sent, factsOf({ ...WRITTEN, place: { at: [69.3, 41.3], name: "", source: "said" } }));
  expect(moved).toEqual({ location: { type: "Point", coordinates: [69.3, 41.3] }, location_source: "said" });
});

it("amends an incident by what it lacks, guarded by its version", () => {
  const incident = {
    version: 7, type: "fire", priority: 2, title: "Fire", description: "", address: "", location: { type: "Point", coordinates: [69.28, 41.31] },
    location_source: "said",
  };
  expect(amendment(incident, WRITTEN, "Fire")).toBeNull();
  expect(amendment(incident, { ...WRITTEN, address: "Navoiy 5" }, "Fire")).toEqual({ address: "Navoiy 5", version: 7 });
});
