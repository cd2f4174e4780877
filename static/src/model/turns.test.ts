import { describe, expect, it } from "vitest";
import { OLD_MS, parseNames, parseTurns, shiftAt, trustIn, turnAt, type Turn } from "./turns";

const turn = (slug: string, seconds: number): Turn => ({ slug, name: slug, query: "", seconds });

describe("what is shown in turn", () => {
  it("goes round and round, each for its own time", () => {
    const turns = [turn("a", 10), turn("b", 20)];
    expect([0, 9_999, 10_000, 29_999, 30_000, 40_000].map((ms) => turnAt(turns, ms).index)).toEqual([0, 0, 1, 1, 0, 1]);
    expect(turnAt(turns, 20_000).share).toBe(0.5);
  });

  it("stands still where there is one", () => {
    expect(turnAt([turn("a", 10)], 123_456)).toEqual({ index: 0, share: 0 });
  });

  it("is read without what is no turn, and never flickers", () => {
    expect(parseTurns({ turns: [{ slug: "a", name: "A", query: "p=1", seconds: 0 }, "x"] })).toEqual([{ slug: "a", name: "A", query: "p=1", seconds: 10 }]);
    expect(parseTurns(undefined)).toEqual([]);
    expect(parseNames({ names: { types: { fire: "Fire" } } })).toEqual({ types: { fire: "Fire" }, alarmTypes: {}, districts: {} });
  });
});

describe("what is shown", () => {
  it("is believed while it is live and new", () => {
    expect(trustIn("live", 15_000, 0)).toBe("good");
    expect(trustIn("connecting", null, 1_000)).toBe("loading");
  });

  it("is called old when nothing has confirmed it, whatever the socket says", () => {
    expect(trustIn("live", OLD_MS + 1, 0)).toBe("old");
    expect(trustIn("down", 6_000, 6_000)).toBe("old");
    expect(trustIn("down", null, 6_000)).toBe("old");
  });

  it("is not called old for a moment's break", () => {
    expect(trustIn("down", 16_000, 1_000)).toBe("good");
  });

  it("says when it was shut out", () => {
    expect(trustIn("signed_out", 0, 0)).toBe("signed_out");
    expect(trustIn("rights_changed", 0, 0)).toBe("shut_out");
  });

  it("never rests on the same pixels", () => {
    const places = [0, 1, 2, 3].map((minute) => shiftAt(minute * 60_000).join());
    expect(new Set(places).size).toBe(4);
  });
});
