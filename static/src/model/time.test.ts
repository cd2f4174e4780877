import { describe, expect, it } from "vitest";
import { ageText, agoText, clockIn, lengthText, parseAt, ServerClock, timerText } from "./time";

const AT = Date.parse("2026-10-31T19:05:09Z");

describe("a clock in Tashkent", () => {
  const clock = clockIn("Asia/Tashkent");

  it("writes 24 hours with the zone, whatever the browser's own", () => {
    expect(clock.time(AT)).toBe("00:05:09");
    expect(clock.full(AT)).toBe("2026-11-01 00:05:09 UTC+5");
  });

  it("writes the day only when it is not today", () => {
    expect(clock.stamp(AT, AT + 60_000)).toBe("00:05:09");
    expect(clock.stamp(AT, AT + 2 * 86_400_000)).toBe("01.11 00:05");
  });
});

it.each([[0, "00:00"], [48_900, "00:48"], [1_100_000, "18:20"], [7_509_000, "2:05:09"], [-5, "00:00"]])("a timer of %d ms is %s", (ms, text) => {
  expect(timerText(ms)).toBe(text);
});

it("a timer of days names them", () => {
  expect(timerText(3 * 86_400_000 + 4 * 3_600_000 + 10 * 60_000)).toBe("3 d 04:10");
});

it.each([[48, "0:48"], [300, "5:00"], [3900, "1:05:00"]])("a length of %d s is %s", (seconds, text) => {
  expect(lengthText(seconds)).toBe(text);
});

it.each([[400, "0.4 s"], [12_000, "12 s"], [180_000, "3 min"], [7_200_000, "2 h"], [5 * 86_400_000, "5 d"]])("an age of %d ms is %s", (ms, text) => {
  expect(ageText(ms)).toBe(text);
});

it("what is under a second is just now, and seconds are whole", () => {
  expect(agoText(300)).toBe("just now");
  expect(agoText(2300)).toBe("2 s ago");
});

it("nonsense is no time", () => {
  expect(parseAt("soon")).toBeNull();
  expect(parseAt(null)).toBeNull();
});

it("timers follow the server's clock, not this machine's", () => {
  const clock = new ServerClock(() => AT);
  clock.learn("2026-10-31T19:10:09Z");
  expect(clock.now()).toBe(AT + 300_000);
  clock.learn("nonsense");
  expect(clock.now()).toBe(AT + 300_000);
});
