import { expect, it } from "vitest";
import { mayStep, movable, stepsOf } from "./moves";
import { anIncident } from "./testing";

it.each([["reported", "acknowledge"], ["acknowledged", "dispatch"], ["dispatched", "en_route"], ["en_route", "on_scene"], ["on_scene", "resolve"], ["resolved", "close"]])("what is %s is offered %s first", (status, first) => {
  expect(stepsOf(anIncident({ status, needs_ack: status === "reported" }))[0]).toBe(first);
});

it("what rings again is offered to be taken, whatever its status", () => {
  expect(stepsOf(anIncident({ status: "en_route", needs_ack: true }))[0]).toBe("acknowledge");
});

it("nothing is offered once it is over", () => {
  expect(stepsOf(anIncident({ status: "closed", needs_ack: false, open: false }))).toEqual([]);
  expect(mayStep(anIncident({ status: "closed", needs_ack: false }), "close")).toBe(false);
});

it("a step moves the units that have not made it yet", () => {
  const units = ["assigned", "en_route", "on_scene"].map((status, i) => ({ id: i, assignment: `a${i}`, call_sign: `U ${i}`, service: "patrol", status }));
  const incident = anIncident({ status: "en_route", units });
  expect(movable(incident, "en_route").map((unit) => unit.assignment)).toEqual(["a0"]);
  expect(movable(incident, "on_scene").map((unit) => unit.assignment)).toEqual(["a0", "a1"]);
});
