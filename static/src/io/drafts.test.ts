import { expect, it } from "vitest";
import { Drafts } from "./drafts";

/** As a browser's: its keys are own properties, its methods are not. */
function storage(): Storage {
  const methods = {
    getItem(this: Record<string, string>, key: string) { return this[key] ?? null; },
    setItem(this: Record<string, string>, key: string, value: string) { this[key] = value; },
    removeItem(this: Record<string, string>, key: string) { Reflect.deleteProperty(this, key); },
  };
  return Object.create(methods) as Storage;
}

it("what was typed is found again, without what is empty", () => {
  const drafts = new Drafts("7", storage());
  drafts.keep("call", { number: "+998", title: "" });
  expect(drafts.find("call")).toEqual({ number: "+998" });
  drafts.keep("call", { number: "" });
  expect(drafts.find("call")).toBeNull();
});

it("nobody finds what somebody else typed at the same desk", () => {
  const shared = storage();
  new Drafts("7", shared).keep("call", { number: "+998" });
  expect(new Drafts("8", shared).find("call")).toBeNull();
});

it("signing out leaves nothing of one's own behind", () => {
  const shared = storage();
  const [mine, other] = [new Drafts("7", shared), new Drafts("8", shared)];
  mine.keep("call", { number: "1" });
  mine.keep("note:5", { text: "2" });
  other.keep("call", { number: "3" });
  mine.forgetAll();
  expect([mine.find("call"), mine.find("note:5"), other.find("call")]).toEqual([null, null, { number: "3" }]);
});

it("a draft that was spoilt is none", () => {
  const spoilt = storage();
  spoilt.setItem("draft:7:call", "{");
  expect(new Drafts("7", spoilt).find("call")).toBeNull();
});

it("drafts of one kind are found together, each by its name", () => {
  const drafts = new Drafts("7", storage());
  drafts.keep("call:a", { number: "1" });
  drafts.keep("call:b", { number: "2" });
  drafts.keep("note:5", { text: "3" });
  expect(drafts.all("call:").sort()).toEqual([["call:a", { number: "1" }], ["call:b", { number: "2" }]]);
});
