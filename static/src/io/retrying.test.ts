import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Retrying } from "./retrying";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

/** Fails so often, then succeeds. */
function failing(times: number): ReturnType<typeof vi.fn<() => Promise<void>>> {
  return vi.fn(async () => { if (times-- > 0) throw new Error("no"); });
}

it("work that failed is tried again until it is done, and tells of both", async () => {
  const work = failing(2);
  const told = vi.fn();
  void new Retrying(work, told).run();
  await vi.advanceTimersByTimeAsync(3000);
  expect(work).toHaveBeenCalledTimes(3);
  expect(told.mock.calls.map(([failures]) => failures)).toEqual([1, 2, 0]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(work).toHaveBeenCalledTimes(3);
});

it("a pause is cut short by who cannot wait", async () => {
  const work = failing(1);
  const retrying = new Retrying(work);
  void retrying.run();
  await vi.advanceTimersByTimeAsync(10);
  retrying.hurry();
  await vi.advanceTimersByTimeAsync(0);
  expect([work.mock.calls.length, retrying.isRunning]).toEqual([2, false]);
});

it("what is asked for while it runs is done once more, after it", async () => {
  let done = (): void => undefined;
  const work = vi.fn(() => new Promise<void>((resolve) => (done = resolve)));
  const retrying = new Retrying(work);
  void retrying.run();
  void retrying.run();
  void retrying.run();
  done();
  await vi.advanceTimersByTimeAsync(0);
  expect(work).toHaveBeenCalledTimes(2);
  done();
  await vi.advanceTimersByTimeAsync(0);
  expect([work.mock.calls.length, retrying.isRunning]).toEqual([2, false]);
});
