import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PAUSE_MS, Voice } from "./voice";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

it("says each sentence, one after the other", () => {
  const said: string[] = [];
  const voice = new Voice((text) => said.push(text));
  for (const text of ["one", "two", "two"]) voice.say(text);
  expect(said).toEqual(["one"]);
  vi.advanceTimersByTime(PAUSE_MS);
  expect(said).toEqual(["one", "two"]);
  vi.advanceTimersByTime(PAUSE_MS * 3);
  expect(said).toEqual(["one", "two", "two"]);
  voice.say("three");
  expect(said.at(-1)).toBe("three");
});
