/** The next steps of an incident as the screen offers them; the server decides. */

import type { CommandName } from "./keyboard";
import type { Incident } from "./messages";

export type Step = Extract<CommandName, "acknowledge" | "dispatch" | "en_route" | "on_scene" | "resolve" | "close">;

const OFFERED: Readonly<Record<string, readonly Step[]>> = {
  reported: ["acknowledge", "dispatch"],
  reopened: ["acknowledge", "dispatch"],
  acknowledged: ["dispatch", "resolve"],
  dispatched: ["en_route", "on_scene", "dispatch", "resolve"],
  en_route: ["on_scene", "dispatch", "resolve"],
  on_scene: ["resolve", "dispatch"],
  on_hold: ["dispatch", "resolve"],
  resolved: ["close"],
};

/** The steps to offer, the expected one first. */
export function stepsOf(incident: Incident): readonly Step[] {
  const steps = OFFERED[incident.status] ?? [];
  // What rings again (its handler's screen is gone, its last unit too) is taken over by acknowledging.
  return incident.rings && !steps.includes("acknowledge") ? ["acknowledge", ...steps] : steps;
}

export function mayStep(incident: Incident, step: Step): boolean {
  return stepsOf(incident).includes(step);
}

/** Where a unit of this incident stands before the step. */
const BEFORE: Readonly<Partial<Record<Step, readonly string[]>>> = {
  en_route: ["assigned", "accepted"],
  on_scene: ["assigned", "accepted", "en_route"],
};

/** The assignments that the step would move. */
export function movable(incident: Incident, step: Step): Incident["units"] {
  const before = BEFORE[step] ?? [];
  return incident.units.filter((unit) => before.includes(unit.status));
}
