import { afterEach, expect, it, vi } from "vitest";
import { gettext, ngettext } from "./i18n";

afterEach(() => vi.unstubAllGlobals());

it("texts come from Django's catalogue, with their places filled", () => {
  vi.stubGlobal("gettext", (text: string) => (text === "%(number)s is reported." ? "%(number)s: xabar berildi." : text));
  expect(gettext("%(number)s is reported.", { number: "TK-1" })).toBe("TK-1: xabar berildi.");
});

it("without a catalogue the English text stands", () => {
  expect(gettext("%(shown)s of %(total)s shown", { shown: 5, total: 7 })).toBe("5 of 7 shown");
  expect(ngettext("%(count)s camera", "%(count)s cameras", 1)).toBe("1 camera");
  expect(ngettext("%(count)s camera", "%(count)s cameras", 5)).toBe("5 cameras");
});

it("a value is text and never a new place", () => {
  expect(gettext("%(a)s %(b)s", { a: "%(b)s", b: "x" })).toBe("%(b)s x");
});
