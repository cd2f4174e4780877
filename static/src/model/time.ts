/** Durations and clock times as the screen writes them; the clock itself is always handed in. */

import { gettext, numberText, pgettext } from "./i18n";

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** Milliseconds since 1970 of an ISO text, or null. */
export function parseAt(text: string | null | undefined): number | null {
  if (!text) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** A running timer: `00:48`, `18:20`, `2:05:09`, `3 d 04:10`. */
export function timerText(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND_MS));
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  if (days > 0) return gettext("%(days)s d %(clock)s", { days, clock: `${two(hours)}:${two(minutes)}` });
  if (hours > 0) return `${hours}:${two(minutes)}:${two(total % 60)}`;
  return `${two(minutes)}:${two(total % 60)}`;
}

/** A length of time beside its target: `0:48`, `5:00`, `1:05:00`. */
export function lengthText(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
}

/** How old data is: `0.4 s`, `12 s`, `3 min`, `2 h`, `5 d`. */
export function ageText(ms: number): string {
  const seconds = Math.max(0, ms) / SECOND_MS;
  if (seconds < 10) return pgettext("age", "%(n)s s", { n: numberText(seconds, 1) });
  if (seconds < 90) return pgettext("age", "%(n)s s", { n: Math.round(seconds) });
  if (seconds < 5400) return pgettext("age", "%(n)s min", { n: Math.round(seconds / 60) });
  if (seconds < 172_800) return pgettext("age", "%(n)s h", { n: Math.round(seconds / 3600) });
  return pgettext("age", "%(n)s d", { n: Math.round(seconds / 86_400) });
}

/** The same in whole seconds, for what is counted and not measured: `4 s`. */
export function wholeAgeText(ms: number): string {
  return ms < 10 * SECOND_MS ? pgettext("age", "%(n)s s", { n: Math.max(0, Math.round(ms / SECOND_MS)) }) : ageText(ms);
}

/** `2 s ago`, `just now` under a second. */
export function agoText(ms: number): string {
  if (ms < SECOND_MS) return gettext("just now");
  return gettext("%(age)s ago", { age: wholeAgeText(ms) });
}

export interface Clock {
  /** `14:32:07` */
  time(at: number): string;
  /** `14:32` */
  short(at: number): string;
  /** `2026-10-31 14:32:07 UTC+5`, for what is shown on hover. */
  full(at: number): string;
  /** `31.10.2026` */
  date(at: number): string;
  /** `14:32:07` today, else `31.10 14:32`. */
  stamp(at: number, now: number): string;
  /** `UTC+5` */
  zone(at: number): string;
}

/** Writes moments in one time zone, 24 h, the same in every language. */
export function clockIn(timeZone: string): Clock {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
  const zones = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "shortOffset" });
  const split = (at: number): Record<string, string> =>
    Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, part.value]));
  const clock: Clock = {
    time: (at) => { const p = split(at); return `${p.hour}:${p.minute}:${p.second}`; },
    short: (at) => { const p = split(at); return `${p.hour}:${p.minute}`; },
    date: (at) => { const p = split(at); return `${p.day}.${p.month}.${p.year}`; },
    full: (at) => { const p = split(at); return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second} ${clock.zone(at)}`; },
    stamp: (at, now) => {
      const p = split(at);
      return clock.date(at) === clock.date(now) ? `${p.hour}:${p.minute}:${p.second}` : `${p.day}.${p.month} ${p.hour}:${p.minute}`;
    },
    zone: (at) => {
      const name = zones.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "UTC";
      return name.replace("GMT", "UTC");
    },
  };
  return clock;
}

/** The server's clock as seen from here: the newest difference wins. */
export class ServerClock {
  private offsetMs = 0;

  constructor(private readonly local: () => number = () => Date.now()) {}

  /** Take the server's time as it was when a frame came. */
  learn(serverTime: string): void {
    const at = parseAt(serverTime);
    if (at !== null) this.offsetMs = at - this.local();
  }

  now(): number {
    return this.local() + this.offsetMs;
  }
}
