/** The full-width banner of an officer who needs help: who, where now, who is near, and its own sound. */

import { Api, ApiError, csrfCookie } from "../io/api";
import { Live, liveAddress, type SocketLike } from "../io/live";
import { Ringer } from "../io/ringer";
import { distanceText, lonLatOf } from "../model/geo";
import { gettext } from "../model/i18n";
import { isRaw, list, text, type Raw } from "../model/raw";
import { agoText, parseAt } from "../model/time";
import { byId, clone, put, show, slot } from "./dom";

const LOOK_AGAIN_MS = 5_000;
const RING_MS = 4_000;

export class SosBar {
  private readonly api = new Api({ base: "/api/v1/", csrf: () => csrfCookie(document.cookie), signIn: () => Promise.reject(new Error("signed out")) });
  private readonly ringer = new Ringer(() => undefined);
  private calls: readonly Raw[] = [];
  private ending = "";
  private turn = 0;

  constructor(private readonly mayEnd: boolean) {
    document.addEventListener("pointerdown", () => void this.ringer.arm());
    document.addEventListener("keydown", () => void this.ringer.arm());
    byId("sos-end-form").addEventListener("submit", (event) => { event.preventDefault(); void this.end(); });
    byId("sos-end-cancel").addEventListener("click", () => this.dialog.close());
    // A browser that allows sound without a touch needs none.
    void this.ringer.arm();
    setInterval(() => { if (this.calls.length > 0) void this.look(); }, LOOK_AGAIN_MS);
    setInterval(() => { if (this.calls.length > 0) this.ringer.play(1); }, RING_MS);
  }

  /** Something about a call for help has changed: read them anew. */
  async look(): Promise<void> {
    const mine = ++this.turn;
    const found = await this.api.get("sos/").catch(() => null);
    if (mine !== this.turn || found === null) return;
    const calls = list(found).filter(isRaw);
    if (calls.length > this.calls.length) this.ringer.play(1);
    this.calls = calls;
    this.draw();
  }

  private get dialog(): HTMLDialogElement {
    return byId<HTMLDialogElement>("sos-end");
  }

  private draw(): void {
    byId("sos-bar").replaceChildren(...this.calls.map((call) => this.row(call)));
    show(byId("sos-bar"), this.calls.length > 0);
  }

  private row(call: Raw): HTMLElement {
    const row = clone("sos");
    const since = parseAt(text(call.raised_at));
    const seen = parseAt(text(call.position_at));
    const near = list(call.nearest).filter(isRaw).map((unit) => `${text(unit.call_sign)} ${distanceText(Number(unit.distance_m))}`);
    const presses = Number(call.presses) || 1;
    put(row, {
      who: [text(call.call_sign), text(call.inspector)].filter(Boolean).join(" · "), presses: presses > 1 ? `×${presses}` : "",
      since: since === null ? "" : agoText(Date.now() - since),
      where: lonLatOf(call.live_location) === null ? gettext("place unknown") : seen === null ? "" : gettext("position %(ago)s", { ago: agoText(Date.now() - seen) }),
      near: near.length > 0 ? gettext("near: %(units)s", { units: near.join(", ") }) : "",
    });
    slot<HTMLAnchorElement>(row, "open").href = `/incidents/${encodeURIComponent(text(call.number))}/`;
    show(slot(row, "end"), this.mayEnd);
    slot(row, "end").addEventListener("click", () => { this.ending = text(call.id); this.dialog.showModal(); });
    return row;
  }

  private async end(): Promise<void> {
    const input = byId<HTMLInputElement>("sos-end-reason");
    show(byId("sos-end-error"), false);
    try {
      await this.api.post(`sos/${this.ending}/end/`, { reason: input.value.trim() });
      input.value = "";
      this.dialog.close();
    } catch (error) {
      byId("sos-end-error").textContent = error instanceof ApiError && !error.isUnknown && !error.isUnreachable ? error.message : gettext("The portal does not answer; try again.");
      show(byId("sos-end-error"), true);
    }
    await this.look();
  }
}

/** On pages without the console's feed: a socket of its own that asks for this topic alone. */
export function watchSos(): void {
  const element = document.getElementById("sos-bar");
  if (!element || document.body.classList.contains("console")) return;
  const bar = new SosBar(element.dataset.end === "true");
  const live = new Live({
    open: () => new WebSocket(liveAddress(location, "/ws/live/")) as unknown as SocketLike,
    hello: () => ({ type: "hello", since: {}, topics: ["sos"] }),
    onFrame: (body) => { if (body.startsWith('{"type":"event"') || body.startsWith('{"type":"welcome"')) void bar.look(); },
    onState: () => undefined,
  });
  live.connect();
  window.addEventListener("online", () => live.hurry());
}
