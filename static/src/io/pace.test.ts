import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AtMostEvery, OncePerFrame } from "./pace";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("requestAnimationFrame", (work: () => void) => setTimeout(work, 16));
  vi.stubGlobal("cancelAnimationFrame", (frame: number) => clearTimeout(frame));
});
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

it("many changes in one animation frame are drawn once", () => {
  const work = vi.fn();
  const once = new OncePerFrame(work);
  for (let i = 0; i < 100; i++) once.ask();
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20);
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  expect(work).toHaveBeenCalledTimes(1);
});

it("a hidden page, which has no animation frames, hears of changes all the same", () => {
  vi.stubGlobal("requestAnimationFrame", () => 1);
  const work = vi.fn();
  const once = new OncePerFrame(work);
  once.ask();
  vi.advanceTimersByTime(250);
  once.ask();
  vi.advanceTimersByTime(250);
  expect(work).toHaveBeenCalledTimes(2);
});

it("what is asked for too soon is done at the end of the time, not lost", () => {
  const work = vi.fn();
  const paced = new AtMostEvery(1000, work);
  paced.ask();
  vi.advanceTimersByTime(300);
  paced.ask();
  paced.ask();
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(700);
  expect(work).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5000);
  expect(work).toHaveBeenCalledTimes(2);
});
