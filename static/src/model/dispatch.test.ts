import { describe, expect, it } from "vitest";
import { parseNear, parseSent, recommended, telling, ticksAfter, toggled, wouldGo, type Near } from "./dispatch";

function near(ids: string[], forNeeds: string[] = []): Near {
  return parseNear({
    results: ids.map((id) => ({ id: Number(id), call_sign: `T-${id}`, service: "patrol", status: "available", distance_m: 100, reasons: ["near"] })),
    needed: [{ service: "patrol", skill: "", count: 2, sent: 0, missing: 0, recommended: forNeeds.map(Number) }],
  });
}

describe("who can be sent", () => {
  it("is read with what a unit that is left out is at work on", () => {
    const { leftOut } = parseNear({ left_out: [{ id: 3, call_sign: "T-3", held: { number: "TK-1", title: "Theft", priority: 4, can_be_taken: true } }] });
    expect(leftOut[0]?.held).toMatchObject({ number: "TK-1", canBeTaken: true });
    expect(leftOut[0]?.distanceM).toBeNull();
  });

  it("starts with the recommended set ticked", () => {
    const answer = near(["1", "2", "3"], ["2", "3"]);
    expect([...recommended(answer)]).toEqual(["2", "3"]);
    expect([...ticksAfter(answer, new Set(), false)]).toEqual(["2", "3"]);
  });

  it("keeps what a person has ticked, and drops who can no longer be sent", () => {
    expect([...ticksAfter(near(["1", "3"], ["3"]), new Set(["1", "2"]), true)]).toEqual(["1"]);
    expect([...toggled(new Set(["1"]), "1")]).toEqual([]);
  });

  it("sends what is ticked, in its order, else who has the focus", () => {
    const answer = near(["1", "2", "3"]);
    expect(wouldGo(answer, new Set(["3", "1"]), "2").map(({ id }) => id)).toEqual(["1", "3"]);
    expect(wouldGo(answer, new Set(), "2").map(({ id }) => id)).toEqual(["2"]);
    expect(wouldGo(answer, new Set(), null)).toEqual([]);
  });

  it("leaves out a reason that everybody has", () => {
    const answer = parseNear({ results: [{ id: 1, reasons: ["of this region", "negotiator"] }, { id: 2, reasons: ["of this region"] }] });
    expect(answer.candidates.map((candidate) => telling(answer, candidate))).toEqual([["negotiator"], []]);
  });

  it("tells what became of each", () => {
    expect(parseSent([{ unit: 1, assignment: { id: "a" }, detail: "" }, { unit: 2, assignment: null, detail: "taken" }])).toEqual([
      { unit: "1", isSent: true, detail: "" }, { unit: "2", isSent: false, detail: "taken" },
    ]);
  });
});
