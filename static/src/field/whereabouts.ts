/** Where the tablet is: watched while the page is open, kept on the device, sent in batches. */

import type { LonLat } from "../model/geo";
import { distanceM } from "../model/geo";
import type { Device, Fix } from "./device";
import type { Link } from "./link";

export type Gps = "off" | "searching" | "good" | "poor" | "denied";

const SEND_EVERY_MS = 15_000;
const LEAST_MS = 5_000;
const LEAST_M = 10;
const STILL_MS = 60_000;
const BATCH = 500;
const POOR_M = 100;
const LOST_AFTER_MS = 60_000;

export class Whereabouts {
  here: LonLat | null = null;
  private seenAt = 0;
  private accuracyM = 0;
  private watch: number | null = null;
  private isDenied = false;
  private last: { at: number; place: LonLat } | null = null;
  private isSending = false;

  constructor(private readonly device: Device, private readonly link: Link, private readonly now: () => number, private readonly changed: () => void, private readonly mustWait: () => boolean = () => false) {
    setInterval(() => void this.send(), SEND_EVERY_MS);
  }

  get gps(): Gps {
    if (this.watch === null) return this.isDenied ? "denied" : "off";
    if (this.isDenied) return "denied";
    if (!this.here || Date.now() - this.seenAt > LOST_AFTER_MS) return "searching";
    return this.accuracyM > POOR_M ? "poor" : "good";
  }

  /** Off duty nothing is watched, unless help is called for. */
  follow(isFollowed: boolean, user: number): void {
    if (!isFollowed) return this.stop();
    if (this.watch !== null || !("geolocation" in navigator)) return;
    this.watch = navigator.geolocation.watchPosition(
      (position) => this.found(position, user),
      (error) => { this.isDenied = error.code === error.PERMISSION_DENIED; this.changed(); },
      { enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000 },
    );
    this.changed();
  }

  private stop(): void {
    if (this.watch === null) return;
    navigator.geolocation.clearWatch(this.watch);
    [this.watch, this.here, this.last] = [null, null, null];
    this.changed();
  }

  private found({ coords, timestamp }: GeolocationPosition, user: number): void {
    const place: LonLat = [coords.longitude, coords.latitude];
    [this.here, this.seenAt, this.accuracyM, this.isDenied] = [place, Date.now(), coords.accuracy, false];
    if (this.isWorthKeeping(timestamp, place)) {
      this.last = { at: timestamp, place };
      // By the server's clock, as far as it is known: the device's may be wrong.
      const at = new Date(timestamp + this.now() - Date.now()).toISOString();
      const fix: Fix = {
        user, at, lon: place[0], lat: place[1], speed_mps: coords.speed, heading: Number.isFinite(coords.heading) ? coords.heading : null, accuracy_m: coords.accuracy,
      };
      void this.device.addFix(fix).then(() => this.changed());
    }
    this.changed();
  }

  private isWorthKeeping(at: number, place: LonLat): boolean {
    if (!this.last || at - this.last.at >= STILL_MS) return true;
    return at - this.last.at >= LEAST_MS && distanceM(this.last.place, place) >= LEAST_M;
  }

  /** Send what is kept of this user; what another left is dropped: positions are nobody else's business. */
  async send(): Promise<void> {
    if (this.isSending || this.link.user === 0 || this.mustWait()) return;
    this.isSending = true;
    try {
      await this.sendAll();
    } finally {
      this.isSending = false;
    }
  }

  private async sendAll(): Promise<void> {
    for (let fixes = await this.device.fixes(BATCH); fixes.length > 0; fixes = await this.device.fixes(BATCH)) {
      const mine = fixes.filter(({ user }) => user === this.link.user);
      if (mine.length > 0) {
        const rows = mine.map(({ id: _id, user: _user, ...row }) => row);
        const headers = { "Content-Type": "application/json", "X-Field-User": String(this.link.user) };
        const answer = await this.link.asked("POST", "field/positions/", JSON.stringify(rows), headers);
        if (answer.status !== 200) return;
      }
      await this.device.removeFixes(fixes);
      this.changed();
    }
  }
}
