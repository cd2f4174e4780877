import { expect, it } from "vitest";
import { lineWord, sourceWord, statusWord } from "./words";

it("a code that this page has no word for is told to be unknown, not shown as if it were a word", () => {
  expect(statusWord("handed_over")).toBe("unknown (handed over)");
  expect(lineWord("call_split")).toBe("unknown (call split)");
  expect(statusWord("")).toBe("");
});

it("a system is called by the name it gave itself", () => {
  expect(sourceWord("cctv-hub")).toBe("cctv-hub");
});
