/** The SOS button: a countdown that can be cancelled, then the call goes out, with a connection or without. */

import { byId, put, show } from "../panels/dom";

const SECONDS = 5;
const LOUD: VibratePattern = [400, 150, 400, 150, 400];

export class SosButton {
  private left = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly ring: () => void, private readonly call: () => void) {
    byId("sos").addEventListener("click", () => this.begin());
    byId("sos-cancel").addEventListener("click", () => this.stop());
    byId("sos-now").addEventListener("click", () => this.go());
  }

  begin(): void {
    if (this.left > 0) return;
    this.left = SECONDS;
    this.draw();
    byId("sos-cancel").focus();
    this.timer = setInterval(() => this.tick(), 1000);
  }

  private tick(): void {
    this.left -= 1;
    navigator.vibrate?.(120);
    if (this.left > 0) return this.draw();
    this.go();
  }

  private go(): void {
    this.stop();
    navigator.vibrate?.(LOUD);
    this.ring();
    this.call();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.left = 0;
    this.draw();
  }

  private draw(): void {
    show(byId("sos-countdown"), this.left > 0);
    put(byId("sos-countdown"), { left: String(this.left) });
  }
}
