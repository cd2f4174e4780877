/** The steps of an incident, by key or by mouse: each is one request; what the server answers is shown at once. */

import { ApiError } from "../io/api";
import { rows } from "../io/portal";
import { gettext, pgettext } from "../model/i18n";
import { parseIncident, type Incident } from "../model/messages";
import { mayStep, movable, type Step } from "../model/moves";
import { choicesOf, chosen, parsePeople } from "../model/people";
import { NATIONAL } from "../model/queries";
import { OUTCOMES, outcomeWord, statusWord } from "../model/words";
import { lonLatOf } from "../model/geo";
import type { Ask } from "./ask";
import type { Context } from "./context";
import { fail, failureText, toast } from "./toasts";

export class Steps {
  /** What is on its way to the server, by incident, and when it is there. */
  private readonly busy = new Map<string, { step: string; done: Promise<unknown> }>();

  constructor(
    private readonly context: Context,
    private readonly ask: Ask,
    /** The panel is asked to offer units to send. */
    private readonly offerUnits: (incident: Incident) => void,
    /** Somebody else was quicker: say so at the incident. */
    private readonly lost: (incident: Incident, text: string) => void,
  ) {}

  /** Take one step, or say why it cannot be taken now. */
  take(step: Step, incident: Incident): void {
    const pending = this.busy.get(incident.id);
    // A key pressed twice is sent once; the next step waits for the one before it. Units are offered meanwhile.
    if (pending && step !== "dispatch") return pending.step === step ? undefined : void pending.done.then(() => this.takeNext(step, incident));
    if (!mayStep(incident, step)) {
      const state = statusWord(incident.status);
      return toast(gettext("%(number)s is “%(state)s”: this step does not follow from there.", { number: incident.number, state }), "warn");
    }
    const takes: Record<Step, () => void> = {
      acknowledge: () => void this.move(incident, step, { to: "acknowledged" }),
      dispatch: () => this.offerUnits(incident),
      en_route: () => this.moveUnits(incident, "en_route"),
      on_scene: () => this.moveUnits(incident, "on_scene"),
      resolve: () => this.resolve(incident),
      close: () => void this.move(incident, step, { to: "closed" }),
    };
    takes[step]();
  }

  /** A step that waited: not if the operator looks at something else by now. */
  private takeNext(step: Step, incident: Incident): void {
    const { selection } = this.context.view.state;
    if (selection?.kind === "incident" && selection.id === incident.id) this.take(step, this.newest(incident));
  }

  async assign(incident: Incident, unit: string): Promise<boolean> {
    return this.once(incident, "assign", async () => {
      await this.context.portal.assign(incident.id, unit);
      await this.refreshQuietly(incident.id);
    });
  }

  async moveAssignment(incident: Incident, assignment: string, to: string, reason?: string): Promise<boolean> {
    return this.once(incident, to, async () => {
      await this.context.portal.moveAssignment(assignment, to, reason);
      await this.refreshQuietly(incident.id);
    });
  }

  /** Give the incident to a region: from the national queue it is placed, else handed over with a reason. */
  transfer(incident: Incident): void {
    const isQueue = incident.region === NATIONAL;
    this.ask.open({
      name: `transfer:${incident.id}`,
      title: isQueue ? gettext("Place %(number)s in a region", { number: incident.number }) : gettext("Hand %(number)s over to another region", { number: incident.number }),
      text: incident.title,
      go: isQueue ? gettext("Place") : gettext("Hand over"),
      select: { label: gettext("Region"), options: this.regionsBut(incident.region) },
      note: { label: gettext("Reason"), isNeeded: true },
    }, async ({ select, note }) => {
      const answer = await this.context.portal.transfer(incident.id, select, note);
      this.accept(answer);
      toast(gettext("%(number)s is now with %(region)s.", { number: incident.number, region: this.context.regionName(select) }), "good");
    });
  }

  /** Give the incident to another handler, or back to the queue. */
  async handOver(incident: Incident): Promise<void> {
    const answer = await this.context.portal.handlers(incident.id).catch(fail);
    if (answer === undefined) return;
    const options = choicesOf(parsePeople(rows(answer)));
    this.ask.open({
      name: `hand-over:${incident.id}`, title: gettext("Who goes on with %(number)s?", { number: incident.number }), text: incident.title, go: gettext("Hand over"),
      select: { label: gettext("To"), options },
      note: { label: gettext("Note"), isNeeded: false },
    }, async ({ select, note }) => {
      this.accept(await this.context.portal.handOver(incident.id, chosen(select), note));
      toast(gettext("%(number)s is handed over.", { number: incident.number }), "good");
    });
  }

  standDown(incident: Incident, assignment: string, callSign: string): void {
    this.ask.open({
      name: `stand-down:${assignment}`, title: gettext("Call %(unit)s off?", { unit: callSign }), go: gettext("Call off"), isHarmful: true,
      note: { label: gettext("Reason"), isNeeded: true },
    }, async ({ note }) => {
      await this.context.portal.moveAssignment(assignment, "stood_down", note);
      await this.refreshQuietly(incident.id);
    });
  }

  /** Call off every unit that has not arrived. */
  standDownAll(incident: Incident): void {
    this.ask.open({
      name: `stand-down:${incident.id}`, title: gettext("Call off all units on their way?"), text: movable(incident, "on_scene").map(({ callSign }) => callSign).join(", "),
      go: gettext("Call off"), isHarmful: true, note: { label: gettext("Reason"), isNeeded: true },
    }, async ({ note }) => {
      await this.context.portal.standDown(incident.id, note);
      await this.refreshQuietly(incident.id);
    });
  }

  /** Send a unit on to another incident. */
  reassign(incident: Incident, assignment: string, callSign: string): void {
    const others = this.context.store.incidents().filter(({ id, isOpen, status }) => id !== incident.id && isOpen && status !== "resolved");
    if (others.length === 0) return toast(gettext("There is no other open incident."), "warn");
    const options = [...others].sort((a, b) => a.priority - b.priority).map(({ id, number, priority, title }) => ({ value: id, label: `${number} · P${priority} · ${title}` }));
    this.ask.open({
      name: `reassign:${assignment}`, title: gettext("Send %(unit)s to another incident", { unit: callSign }),
      text: gettext("It leaves %(number)s. If no other unit is there, that incident goes back to its operators and rings.", { number: incident.number }),
      go: gettext("Send there"), select: { label: gettext("Incident"), options }, note: { label: gettext("Reason"), isNeeded: true },
    }, async ({ select, note }) => {
      await this.context.portal.reassign(assignment, select, note);
      await Promise.all([this.refreshQuietly(incident.id), this.refreshQuietly(select)]);
    });
  }

  /** Another region asks for help: agree, and then send a unit as to any incident. */
  async agreeToAid(incident: Incident, aid: string): Promise<void> {
    if (await this.once(incident, "aid", async () => { await this.context.portal.answerAid(aid, true, ""); await this.refresh(incident.id); })) this.take("dispatch", this.newest(incident));
  }

  refuseAid(incident: Incident, aid: string): void {
    this.ask.open({
      name: `aid:${aid}`, title: gettext("Refuse to help with %(number)s?", { number: incident.number }), text: incident.title, go: pgettext("action", "Refuse"), isHarmful: true,
      note: { label: gettext("Reason"), isNeeded: true },
    }, async ({ note }) => {
      await this.context.portal.answerAid(aid, false, note);
      await this.refreshQuietly(incident.id);
    });
  }

  /** What ends an incident without a visit: with a reason. */
  giveUp(incident: Incident): void {
    this.ask.open({
      name: `give-up:${incident.id}`, title: gettext("End %(number)s without an outcome", { number: incident.number }), go: gettext("End it"), isHarmful: true,
      choices: [{ value: "cancelled", label: gettext("Cancelled: no longer needed") }, { value: "unfounded", label: gettext("Unfounded: it did not happen") }],
      note: { label: gettext("Reason"), isNeeded: true },
    }, async ({ choice, note }) => {
      await this.moveNewest(incident, { to: choice, note });
    });
  }

  private regionsBut(code: string): { value: string; label: string }[] {
    return this.context.everyRegion()
      .filter((region) => region.code !== code)
      .map((region) => ({ value: region.code, label: region.name }));
  }

  private resolve(incident: Incident): void {
    this.ask.open({
      name: `resolve:${incident.id}`, title: gettext("Resolve %(number)s", { number: incident.number }), text: incident.title, go: gettext("Resolve"),
      choices: OUTCOMES.map((outcome) => ({ value: outcome, label: outcomeWord(outcome) })),
      note: { label: gettext("Note"), isNeeded: false },
    }, async ({ choice, note }) => {
      await this.moveNewest(incident, { to: "resolved", outcome: choice, ...(note ? { note } : {}) });
    });
  }

  /** After a dialog: what others did while it was open is on this screen, so the version is the newest shown. */
  private async moveNewest(incident: Incident, body: { to: string; outcome?: string; note?: string }): Promise<void> {
    const { version } = this.newest(incident);
    const answer = await this.context.portal.move(incident.id, { ...body, version }).catch((error: unknown) => this.conflict(incident, error));
    this.accept(answer);
  }

  private moveUnits(incident: Incident, step: "en_route" | "on_scene"): void {
    const units = movable(incident, step);
    const [first] = units;
    if (!first) return void this.move(incident, step, { to: step });
    if (units.length === 1) return void this.moveAssignment(incident, first.assignment, step);
    this.ask.open({
      name: `${step}:${incident.id}`, title: step === "en_route" ? gettext("Which unit is on its way?") : gettext("Which unit is on scene?"), go: gettext("Set"),
      choices: units.map((unit) => ({ value: unit.assignment, label: unit.callSign })),
    }, async ({ choice }) => {
      await this.context.portal.moveAssignment(choice, step);
      await this.refreshQuietly(incident.id);
    });
  }

  private newest(incident: Incident): Incident {
    return this.context.store.incident(incident.id) ?? incident;
  }

  private async move(incident: Incident, step: Step, body: { to: string }): Promise<void> {
    await this.once(incident, step, async () => this.accept(await this.context.portal.move(incident.id, { ...body, version: incident.version })));
  }

  /** One request at a time for an incident; the same step twice is one. */
  private async once(incident: Incident, step: string, work: () => Promise<void>): Promise<boolean> {
    for (let pending = this.busy.get(incident.id); pending; pending = this.busy.get(incident.id)) {
      if (pending.step === step) return false;
      await pending.done;
    }
    const done = this.send(incident, work);
    this.busy.set(incident.id, { step, done });
    return done;
  }

  private async send(incident: Incident, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.isConflict) this.tellLost(incident, error);
      else fail(error);
      return false;
    } finally {
      this.busy.delete(incident.id);
    }
  }

  /** The feed tells the same; the next step waits for whichever comes first. */
  private async refreshQuietly(id: string): Promise<void> {
    await this.refresh(id).catch(() => undefined);
  }

  private conflict(incident: Incident, error: unknown): never {
    if (error instanceof ApiError && error.isConflict) this.tellLost(incident, error);
    throw error;
  }

  private tellLost(incident: Incident, error: ApiError): void {
    this.lost(incident, failureText(error));
    void this.refreshQuietly(incident.id);
  }

  private async refresh(id: string): Promise<void> {
    this.accept(await this.context.portal.incident(id));
  }

  private accept(answer: unknown): void {
    const incident = parseIncident(answer);
    if (!incident) return;
    this.context.store.acceptIncident(incident);
    this.context.store.flush();
  }

  /** Put the point of an incident, from a click on the map. */
  async place(incident: Incident, lon: number, lat: number): Promise<boolean> {
    const location = { type: "Point", coordinates: [lon, lat] };
    if (!lonLatOf(location)) return false;
    return this.once(incident, "place", async () => this.accept(
      await this.context.portal.place(incident.id, { location, location_source: "map", version: incident.version }),
    ));
  }
}
