import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Loading } from "./loading";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

it("what could not be loaded is named, tried again until it comes, and then no longer named", async () => {
  const missing: string[][] = [];
  const types = vi.fn(async () => undefined);
  const cameras = vi.fn(async () => undefined);
  cameras.mockRejectedValueOnce(new Error("no")).mockRejectedValueOnce(new Error("no"));
  const loading = new Loading({ types: { name: "types", load: types }, cameras: { name: "cameras", load: cameras } }, (names) => missing.push([...names]));
  loading.load("types", "cameras");
  await vi.advanceTimersByTimeAsync(0);
  expect(missing[missing.length - 1]).toEqual(["cameras"]);
  await vi.advanceTimersByTimeAsync(1000);
  loading.hurry();
  await vi.advanceTimersByTimeAsync(0);
  expect([types.mock.calls.length, cameras.mock.calls.length]).toEqual([1, 3]);
  expect(missing[missing.length - 1]).toEqual([]);
});
