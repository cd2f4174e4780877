import { expect, it, vi } from "vitest";
import { Ringer } from "./ringer";

/** A context that the browser lets sound, and silences again. */
class FakeAudio extends EventTarget {
  state = "suspended";
  async resume(): Promise<void> {
    this.become("running");
  }
  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }
}

it("is armed as long as the browser lets it sound, and tells when that changes", async () => {
  const audio = new FakeAudio();
  const changed = vi.fn();
  const ringer = new Ringer(changed, () => audio as unknown as AudioContext);
  expect(ringer.isArmed).toBe(false);
  await ringer.arm();
  expect(ringer.isArmed).toBe(true);
  audio.become("interrupted");
  expect(ringer.isArmed).toBe(false);
  expect(changed).toHaveBeenCalledTimes(2);
});

it("is not armed where the browser refuses", async () => {
  const audio = Object.assign(new FakeAudio(), { resume: () => Promise.reject(new Error("not allowed")) });
  const ringer = new Ringer(() => undefined, () => audio as unknown as AudioContext);
  await ringer.arm();
  expect(ringer.isArmed).toBe(false);
});
