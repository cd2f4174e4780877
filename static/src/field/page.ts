/** The tablet's page: what the officer sees, presses and is asked. */

import { newKey } from "../io/api";
import { Live, liveAddress, type SocketLike } from "../io/live";
import { Ringer } from "../io/ringer";
import { bearing, distanceM, distanceText } from "../model/geo";
import { gettext, ngettext, numberText, pgettext } from "../model/i18n";
import { isRaw, list } from "../model/raw";
import { agoText, clockIn, ServerClock } from "../model/time";
import { byId, clone, put, show, slot } from "../panels/dom";
import { isActive, laidOver, mayRefuse, newsOf, nextStep, parseDay, type Assignment, type Day, type Status } from "./day";
import { Device } from "./device";
import { Link, type Standing } from "./link";
import type { FieldMap } from "./map";
import { shrunk } from "./photo";
import { Queue, type Entry } from "./queue";
import { SosButton } from "./sos";
import { Whereabouts } from "./whereabouts";
import { entryWord, gpsWord, statusWord, stepWord } from "./words";

const LOOK_AGAIN_MS = 120_000;
const WITHOUT_SOCKET_MS = 20_000;
const TRY_AGAIN_MS = 10_000;
const ASKED_AGAIN_MS = 5_000;
const WAY_AGAIN_MS = 60_000;
const NEWS: VibratePattern = [300, 120, 300];

interface Config {
  api: string;
  live: string;
  timezone: string;
  worker: string;
  hasRouter: boolean;
  credits: string;
  tiles: { url: string; attribution: string } | null;
}

type Tab = "tasks" | "map" | "me";

export class FieldPage {
  private readonly config: Config = JSON.parse(byId("page-config").textContent ?? "{}") as Config;
  private readonly server = new ServerClock();
  private readonly clock = clockIn(this.config.timezone);
  private readonly link = new Link(`${this.config.api}`, (standing) => this.became(standing));
  private readonly queue: Queue;
  private readonly whereabouts: Whereabouts;
  private readonly ringer = new Ringer(() => undefined);
  private readonly live: Live;
  private day: Day | null = null;
  private readAt = 0;
  private map: FieldMap | null = null;
  private tab: Tab = "tasks";
  private chosen = "";
  private refusing: Assignment | null = null;
  private wayFor = "";
  private wayAt = 0;
  private isReading = false;
  private figures: Record<string, unknown> | null = null;

  private constructor(private readonly device: Device) {
    this.queue = new Queue(device, (entry) => this.link.send(entry), () => this.draw());
    this.whereabouts = new Whereabouts(device, this.link, () => this.server.now(), () => this.drawState(),
      // Where the officer was since duty began is taken once the portal knows that it began.
      () => this.queue.duty === true);
    this.live = new Live({
      open: () => new WebSocket(liveAddress(location, this.config.live)) as unknown as SocketLike,
      hello: () => ({ type: "hello", since: {}, topics: [] }),
      onFrame: (body) => this.heard(body),
      onState: (state) => { if (state === "signed_out" || state === "rights_changed") void this.read(); },
    });
  }

  static async start(): Promise<void> {
    const page = new FieldPage(await Device.open());
    page.listen();
    await page.recall();
    void page.registerWorker();
    await page.read();
    page.live.connect();
  }

  // --- what is known -------------------------------------------------------------------------------------------

  /** The last day that was read: without a connection it is what there is. */
  private async recall(): Promise<void> {
    const kept = await this.device.kept<{ raw: unknown; offset: number; at: number }>("day");
    const day = kept && parseDay(kept.raw);
    if (kept && day) {
      this.server.learn(new Date(Date.now() + kept.offset).toISOString());
      this.readAt = kept.at;
      await this.belongTo(day.userId);
      this.take(day, false);
    }
    await this.queue.open(Date.now());
  }

  private async belongTo(user: number): Promise<void> {
    if (this.queue.user === user) return;
    [this.queue.user, this.link.user] = [user, user];
    await this.queue.open(Date.now());
  }

  private async read(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    try {
      const raw = await this.link.get("field/");
      const day = raw === null ? null : parseDay(raw);
      if (!day) return;
      this.server.learn(day.serverTime);
      this.readAt = Date.now();
      await this.belongTo(day.userId);
      await this.device.keep("day", { raw, offset: this.server.now() - Date.now(), at: this.readAt });
      this.take(day, true);
    } finally {
      this.isReading = false;
      this.draw();
    }
    void this.send();
  }

  private take(day: Day, isNews: boolean): void {
    const news = isNews ? newsOf(this.day, day) : null;
    const wasAsked = this.day?.check?.id;
    this.day = day;
    if (news) this.alert(news === "assigned" ? 1 : 3);
    if (day.check && day.check.id !== wasAsked) this.alert(1);
    this.follow();
    this.draw();
  }

  /** Off duty nothing is watched; what is pressed holds at once, with or without a connection. */
  private follow(): void {
    if (this.day) this.whereabouts.follow((this.queue.duty ?? this.day.isOnDuty) || this.day.sosSince !== null, this.day.userId);
  }

  private async send(): Promise<void> {
    if (this.queue.waiting.length === 0) return;
    // What was kept until duty ended belongs to it.
    if (this.queue.duty === false) await this.whereabouts.send();
    const work = async (): Promise<void> => { await this.queue.drain(); };
    // Two windows of one tablet never send the same thing at once.
    if ("locks" in navigator) await navigator.locks.request("safecity-field-queue", work);
    else await work();
    if (this.link.standing === "online") await this.read();
  }

  private heard(body: string): void {
    const frame: unknown = JSON.parse(body);
    if (isRaw(frame) && frame.type === "own" && Number(frame.seq) !== this.day?.seq) void this.read();
  }

  private alert(priority: 1 | 3): void {
    this.ringer.play(priority);
    navigator.vibrate?.(NEWS);
  }

  private became(standing: Standing): void {
    if (standing === "revoked") void this.wipe();
    if (standing === "signed_out" && this.tab !== "me") this.open("me");
    this.draw();
  }

  /** A lost tablet, or somebody signs out: nothing personal stays. */
  private async wipe(): Promise<void> {
    await this.device.clear();
    [this.day, this.queue.user, this.link.user] = [null, 0, 0];
    this.whereabouts.follow(false, 0);
    await this.queue.open(Date.now());
  }

  // --- what is pressed -----------------------------------------------------------------------------------------

  private listen(): void {
    for (const button of document.querySelectorAll<HTMLElement>("[data-tab]")) button.addEventListener("click", () => this.open(button.dataset.tab as Tab));
    new SosButton(() => this.ringer.play(1), () => void this.callForHelp());
    byId("duty").addEventListener("click", () => void this.turnDuty());
    byId("refuse-form").addEventListener("submit", (event) => { event.preventDefault(); void this.refuse(); });
    byId("refuse-cancel").addEventListener("click", () => byId<HTMLDialogElement>("refuse").close());
    byId("check-answer").addEventListener("click", () => void this.answer());
    byId("check-sos").addEventListener("click", () => void this.callForHelp());
    byId("sign-out").addEventListener("click", () => void this.signOut());
    byId("sign-out-drop").addEventListener("click", () => void this.leave());
    byId("sign-out-stay").addEventListener("click", () => byId<HTMLDialogElement>("unsent").close());
    // A browser lets a page sound after a touch.
    document.addEventListener("pointerdown", () => void this.ringer.arm(), { once: true });
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("offline", () => this.link.become("offline"));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.hurry(); });
    setInterval(() => this.lookAgain(), TRY_AGAIN_MS);
    setInterval(() => { if (this.day?.check) this.alert(1); }, ASKED_AGAIN_MS);
    setInterval(() => this.drawState(), 1000);
  }

  private hurry(): void {
    this.live.hurry();
    void this.read();
  }

  private lookAgain(): void {
    if (this.queue.waiting.length > 0) void this.send();
    const age = Date.now() - this.readAt;
    if (age > LOOK_AGAIN_MS || (this.live.state !== "live" && age > WITHOUT_SOCKET_MS) || this.link.standing === "offline") void this.read();
  }

  private async add(entry: Omit<Entry, "id" | "user" | "key" | "at">): Promise<void> {
    const at = this.server.now();
    const body = { ...entry.body, at: new Date(at).toISOString() };
    await this.queue.add({ ...entry, body, key: newKey(), at });
    void this.send();
  }

  private step(assignment: Assignment, to: Status, reason = ""): Promise<void> {
    return this.add({ kind: "step", path: `assignments/${assignment.id}/transition/`, body: reason ? { to, reason } : { to }, assignment: assignment.id });
  }

  private async note(assignment: Assignment, form: HTMLFormElement): Promise<void> {
    const input = slot<HTMLTextAreaElement>(form, "note");
    const words = input.value.trim();
    if (!words) return;
    input.value = "";
    await this.add({ kind: "note", path: `assignments/${assignment.id}/notes/`, body: { text: words }, assignment: assignment.id });
  }

  private async photo(assignment: Assignment, input: HTMLInputElement): Promise<void> {
    const files = [...(input.files ?? [])];
    input.value = "";
    for (const file of files) {
      await this.add({ kind: "photo", path: `assignments/${assignment.id}/photos/`, body: {}, file: await shrunk(file), assignment: assignment.id });
    }
  }

  private async refuse(): Promise<void> {
    const input = byId<HTMLTextAreaElement>("refuse-reason");
    const reason = input.value.trim();
    if (!this.refusing || !reason) return;
    await this.step(this.refusing, "refused", reason);
    [this.refusing, input.value] = [null, ""];
    byId<HTMLDialogElement>("refuse").close();
  }

  private async turnDuty(): Promise<void> {
    await this.add({ kind: "duty", path: "duty/", body: { is_on: !(this.day?.isOnDuty ?? false) } });
    this.follow();
  }

  private async readFigures(): Promise<void> {
    const raw = await this.link.get("activity/me/");
    if (isRaw(raw)) this.figures = raw;
    this.draw();
  }

  private async callForHelp(): Promise<void> {
    const { here } = this.whereabouts;
    await this.add({ kind: "sos", path: "sos/", body: here ? { location: { type: "Point", coordinates: here } } : {} });
  }

  private async answer(): Promise<void> {
    const check = this.day?.check;
    if (!this.day || !check) return;
    this.day = { ...this.day, check: null };
    await this.add({ kind: "answer", path: `checks/${check.id}/answer/`, body: {} });
  }

  private async signOut(): Promise<void> {
    await this.send();
    const { length } = this.queue.waiting;
    if (length === 0) return this.leave();
    put(byId("unsent"), { text: ngettext("%(count)s thing is not sent yet. Signed out, it is lost.", "%(count)s things are not sent yet. Signed out, they are lost.", length) });
    byId<HTMLDialogElement>("unsent").showModal();
  }

  private async leave(): Promise<void> {
    this.live.stop();
    await this.wipe();
    byId<HTMLFormElement>("sign-out-form").submit();
  }

  // --- what is drawn -------------------------------------------------------------------------------------------

  private open(tab: Tab): void {
    this.tab = tab;
    if (tab === "me") void this.readFigures();
    if (tab === "map") void this.openMap();
    this.draw();
  }

  private async openMap(): Promise<void> {
    if (!this.map) {
      const { FieldMap } = await import("./map");
      this.map ??= new FieldMap(byId("field-map"), this.config.tiles, this.config.credits);
      const data = await this.link.get("basemap/");
      if (data) this.map.set(data as Parameters<FieldMap["set"]>[0]);
    }
    this.map.look();
    this.drawMap();
  }

  private draw(): void {
    const day = this.day && laidOver(this.day, this.queue.steps, this.queue.duty);
    for (const button of document.querySelectorAll<HTMLElement>("[data-tab]")) button.setAttribute("aria-current", String(button.dataset.tab === this.tab));
    for (const panel of document.querySelectorAll<HTMLElement>("[data-panel]")) show(panel, panel.dataset.panel === this.tab);
    this.drawTasks(day);
    this.drawMe(day);
    this.drawQueue();
    this.drawState();
    show(byId("check"), Boolean(day?.check));
    this.drawMap();
  }

  private current(): Assignment | null {
    const active = this.day ? laidOver(this.day, this.queue.steps, this.queue.duty).assignments.filter(isActive) : [];
    return active.find(({ id }) => id === this.chosen) ?? active[0] ?? null;
  }

  private drawTasks(day: Day | null): void {
    const box = byId("tasks");
    const wanted = day?.assignments ?? [];
    const known = new Map([...box.children].map((card) => [(card as HTMLElement).dataset.id ?? "", card as HTMLElement]));
    for (const [id, card] of known) if (!wanted.some((one) => one.id === id)) card.remove();
    wanted.forEach((one, i) => {
      const card = known.get(one.id) ?? this.card(one);
      this.fill(card, one);
      if (box.children[i] !== card) box.insertBefore(card, box.children[i] ?? null);
    });
    show(byId("no-tasks"), day !== null && wanted.length === 0);
    show(byId("no-day"), day === null);
    put(byId("no-tasks"), { text: day?.isOnDuty ? gettext("Nothing for you now. New work comes with a sound.") : gettext("You are off duty. Start your shift to get work.") });
    put(byId("no-day"), { text: this.standingText() });
  }

  private card(one: Assignment): HTMLElement {
    const card = clone("task");
    card.dataset.id = one.id;
    const now = (): Assignment | undefined => this.day && laidOver(this.day, this.queue.steps, this.queue.duty).assignments.find(({ id }) => id === one.id) || undefined;
    slot(card, "next").addEventListener("click", () => {
      const shown = now();
      const to = shown && nextStep(shown.status);
      if (shown && to) void this.step(shown, to);
    });
    slot(card, "refuse").addEventListener("click", () => {
      this.refusing = now() ?? null;
      byId<HTMLDialogElement>("refuse").showModal();
    });
    slot(card, "where").addEventListener("click", () => { this.chosen = one.id; this.open("map"); });
    slot<HTMLFormElement>(card, "note-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.note(one, event.currentTarget as HTMLFormElement);
    });
    slot<HTMLInputElement>(card, "photo").addEventListener("change", (event) => void this.photo(one, event.currentTarget as HTMLInputElement));
    return card;
  }

  private fill(card: HTMLElement, one: Assignment): void {
    const next = nextStep(one.status);
    const times = (["accepted", "en_route", "on_scene", "cleared"] as const).flatMap((stamp) => {
      const at = one.stamps[stamp];
      return at === undefined ? [] : [`${this.clock.short(at)} ${stepWord(stamp)}`];
    });
    card.dataset.priority = String(one.priority);
    card.dataset.active = String(isActive(one));
    put(card, {
      priority: `P${one.priority}`, number: one.number, type: one.typeName, title: one.title, address: one.address, description: one.description,
      status: statusWord(one.status), times: times.join(" · "), away: this.away(one), next: next ? stepWord(next) : "", reason: one.reason,
    });
    show(slot(card, "exercise"), one.isExercise);
    show(slot(card, "next"), next !== null);
    show(slot(card, "refuse"), mayRefuse(one.status));
    show(slot(card, "where"), one.at !== null && isActive(one));
    show(slot(card, "more"), isActive(one));
    show(slot(card, "pending"), this.queue.waiting.some(({ assignment }) => assignment === one.id));
  }

  private away({ at }: Assignment): string {
    const { here } = this.whereabouts;
    if (!at) return gettext("no point on the map");
    return here ? `${distanceText(distanceM(here, at))} ${arrow(bearing(here, at))}` : "";
  }

  private shiftText({ shift, isOnDuty }: Day): string {
    if (!shift) return isOnDuty ? "" : gettext("No shift is planned for you.");
    const time = (at: number | null): string => (at === null ? "…" : this.clock.stamp(at, this.server.now()));
    const plan = shift.from === null ? "" : gettext("Planned: %(from)s – %(to)s, %(unit)s", { from: time(shift.from), to: time(shift.to), unit: shift.callSign });
    return [shift.beganAt === null ? "" : gettext("Since %(time)s", { time: time(shift.beganAt) }), plan].filter(Boolean).join(". ");
  }

  private drawFigures(): void {
    show(byId("figures"), this.figures !== null);
    if (!this.figures) return;
    const { duty_s, committed_s, saturation, calls, accepted_in_time, arrived, is_small } = this.figures;
    const hours = (seconds: unknown): string => pgettext("age", "%(n)s h", { n: numberText((Number(seconds) || 0) / 3600, 1) });
    const share = typeof saturation === "number" && is_small !== true ? ` · ${Math.round(saturation * 100)} %` : "";
    put(byId("figures"), {
      duty: hours(duty_s), committed: hours(committed_s) + share, calls: numberText(Number(calls) || 0),
      accepted: numberText(Number(accepted_in_time) || 0), arrived: numberText(Number(arrived) || 0),
      small: is_small === true ? gettext("Few calls: these numbers say little.") : "",
    });
  }

  private drawMe(day: Day | null): void {
    const sosWaits = this.queue.waiting.some(({ kind }) => kind === "sos");
    put(byId("me"), {
      name: day?.userName ?? "", unit: day?.callSign ?? "", badge: [day?.badge, day?.mahalla].filter(Boolean).join(" · "),
      duty: day?.isOnDuty ? gettext("You are on duty") : gettext("You are off duty"), turn: day?.isOnDuty ? gettext("End the shift") : gettext("Start the shift"),
    });
    put(byId("me"), { shift: day ? this.shiftText(day) : "" });
    this.drawFigures();
    byId("duty").toggleAttribute("disabled", day === null || this.queue.waiting.some(({ kind }) => kind === "duty"));
    show(byId("sos-on"), Boolean(day?.sosSince) || sosWaits);
    put(byId("sos-on"), {
      text: day?.sosSince ? gettext("SOS since %(time)s. The centre sees where you are and ends it.", { time: this.clock.short(day.sosSince) })
        : gettext("SOS is not sent yet: no connection. It goes out at once when there is one."),
    });
    byId("sos-on").dataset.sent = String(Boolean(day?.sosSince));
  }

  private drawQueue(): void {
    const { waiting, refused } = this.queue;
    show(byId("outbox"), waiting.length + refused.length > 0);
    byId("outbox-list").replaceChildren(...[...waiting, ...refused].map((entry) => this.line(entry)));
    show(byId("of-others"), this.queue.ofOthers > 0);
  }

  private line(entry: Entry): HTMLElement {
    const line = clone("outbox");
    put(line, { what: entryWord(entry), at: this.clock.time(entry.at), why: entry.refusal ?? gettext("waits for a connection") });
    line.dataset.refused = String(entry.refusal !== undefined);
    show(slot(line, "dismiss"), entry.refusal !== undefined);
    slot(line, "dismiss").addEventListener("click", () => void this.queue.dismiss(entry));
    return line;
  }

  private drawState(): void {
    const { standing } = this.link;
    const { length } = this.queue.waiting;
    const gps = this.whereabouts.gps;
    byId("state").dataset.standing = standing;
    put(byId("state"), {
      link: standing === "online" ? gettext("connected") : standing === "unknown" ? "…" : gettext("no connection"),
      waiting: length > 0 ? ngettext("%(count)s waits", "%(count)s wait", length) : "", gps: gpsWord(gps),
    });
    slot(byId("state"), "gps").dataset.gps = gps;
    const isBad = standing !== "online" && standing !== "unknown";
    show(byId("offline-bar"), isBad);
    put(byId("offline-bar"), { text: this.standingText() });
    show(byId("gps-bar"), gps === "denied");
  }

  private standingText(): string {
    const asOf = this.readAt ? ` ${gettext("What you see is as of %(ago)s.", { ago: agoText(Date.now() - this.readAt) })}` : "";
    switch (this.link.standing) {
      case "offline":
        return gettext("No connection. Your steps are kept on the tablet and sent by themselves.") + asOf;
      case "signed_out":
        return gettext("You are signed out. Sign in again: what you wrote is kept for you.");
      case "revoked":
        return gettext("This tablet was revoked. Nothing is kept on it any more. Return it to your unit.");
      case "no_unit":
        return gettext("You belong to no unit yet. Your supervisor puts you into one.");
      default:
        return gettext("Loading…");
    }
  }

  private drawMap(): void {
    if (!this.map || this.tab !== "map") return;
    const one = this.current();
    const { here } = this.whereabouts;
    this.map.show(one?.at ?? null, here);
    put(byId("map-note"), { text: one ? `${one.number} · ${this.away(one)}` : gettext("No work with a place.") });
    void this.findWay(one);
  }

  private async findWay(one: Assignment | null): Promise<void> {
    const { here } = this.whereabouts;
    if (!this.config.hasRouter || !one?.at || !here) return;
    if (this.wayFor === one.id && Date.now() - this.wayAt < WAY_AGAIN_MS) return;
    [this.wayFor, this.wayAt] = [one.id, Date.now()];
    const way = await this.link.get(`field/route/?lon=${here[0]}&lat=${here[1]}&to_lon=${one.at[0]}&to_lat=${one.at[1]}`);
    this.map?.drawWay(isRaw(way) ? list(way.line).map((pair) => [Number(list(pair)[0]), Number(list(pair)[1])] as const) : []);
  }

  private async registerWorker(): Promise<void> {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(this.config.worker, { scope: "/field/" }).catch(() => undefined);
    document.documentElement.dataset.worker = (await navigator.serviceWorker.ready).active ? "ready" : "";
  }
}

const ARROWS = ["↑", "↗", "→", "↘", "↓", "↙", "←", "↖"] as const;

/** The direction as an arrow with north above. */
function arrow(degrees: number): string {
  return ARROWS[Math.round(degrees / 45) % 8] ?? "";
}
