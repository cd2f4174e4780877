/** What keys, buttons and the palette can do: one table of commands. */

import { groupKey, groupNamed } from "../model/alarm-queries";
import { may } from "../model/config";
import { gettext } from "../model/i18n";
import { commandOf, shownKey, type CommandName } from "../model/keyboard";
import type { Step } from "../model/moves";
import type { AlarmStep, AlarmSteps } from "../panels/alarm-steps";
import type { CallEntry } from "../panels/call-entry";
import { seesPictures, wallNear } from "../panels/camera-picture";
import type { Context } from "../panels/context";
import { byId, isTyping } from "../panels/dom";
import { openHelp } from "../panels/help";
import type { Chooser } from "../panels/map-notes";
import type { Command, Palette } from "../panels/palette";
import type { DispatchPanel } from "../panels/dispatch";
import type { Rail } from "../panels/rail";
import type { SoundPanel } from "../panels/sound";
import type { Steps } from "../panels/steps";
import { toast } from "../panels/toasts";
import type { AreaTool } from "./area-tool";
import type { Selected } from "./selection";

export interface CommandParts {
  selected: Selected;
  steps: Steps;
  alarmSteps: AlarmSteps;
  call: CallEntry;
  dispatch: DispatchPanel;
  rail: Rail;
  sound: SoundPanel;
  chooser: Chooser;
  area: AreaTool;
  palette: () => Palette;
}

const labels = (): [CommandName, string][] => [
  ["call", gettext("Enter a call")], ["acknowledge", gettext("Acknowledge")], ["dispatch", gettext("Dispatch: who can be sent, and why")],
  ["en_route", gettext("Unit en route")], ["on_scene", gettext("Unit on scene")], ["resolve", gettext("Resolve with an outcome")],
  ["close", gettext("Close incident")], ["note", gettext("Write a note")], ["next", gettext("Next in the list")], ["previous", gettext("Previous in the list")],
  ["open", gettext("Open")], ["tab", gettext("Next list")], ["centre", gettext("Show on the map")], ["area", gettext("Ask about an area of the map")], ["mute", gettext("Mute or unmute")],
  ["alarms", gettext("List of alarms")], ["acknowledge_group", gettext("Acknowledge all alarms of this kind here")], ["shelve", gettext("Shelve an alarm, or take it off the shelf")],
  ["clear", gettext("Clear an alarm by hand")], ["open_incident", gettext("Open an incident from an alarm")],
  ["snooze", gettext("Put the ringing off for 2 minutes")], ["fullscreen", gettext("Full screen")], ["wall", gettext("Wall of the cameras around what is chosen, or around the middle of the map")], ["palette", gettext("Find or do")],
  ["help", gettext("Keys and help")], ["escape", gettext("Close what is open")],
];

export class Commands {
  private readonly runs: Partial<Record<CommandName, () => void>>;

  constructor(private readonly context: Context, private readonly parts: CommandParts) {
    const { selected, rail, sound } = parts;
    this.runs = {
      help: () => openHelp(this.list()), palette: () => parts.palette().open(), next: () => rail.step(1), previous: () => rail.step(-1), open: () => this.enter(),
      acknowledge: () => this.acknowledge(), acknowledge_group: () => void this.acknowledgeGroup(), alarms: () => this.toAlarms(),
      shelve: () => this.alarmStep(this.isShelved ? "unshelve" : "shelve"), clear: () => this.alarmStep("clear"), open_incident: () => this.alarmStep("open_incident"), dispatch: () => this.step("dispatch"), en_route: () => this.step("en_route"),
      on_scene: () => this.step("on_scene"), resolve: () => this.step("resolve"), close: () => this.step("close"),
      call: () => this.enterCall(), note: () => selected.incidentPanel?.focusNote(), mute: () => sound.mute(),
      snooze: () => sound.snooze(context.server.now()), fullscreen, wall: () => this.openWall(), escape: () => this.escape(), centre: () => selected.centre(), area: () => parts.area.toggle(), tab: () => rail.turn(),
    };
  }

  list(): readonly Command[] {
    return labels().map(([name, label]) => ({ label, key: shownKey(name), run: () => this.run(name) }));
  }

  run(name: CommandName): void {
    this.runs[name]?.();
  }

  pressed(event: KeyboardEvent): void {
    if (document.querySelector("dialog[open]") || this.parts.area.pressed(event)) return;
    const command = commandOf(event, isTyping(event.target));
    if (!command) return;
    // Enter on a button is that button's; the arrows belong to the map and the panel while these have the focus.
    const target = event.target instanceof Element ? event.target : null;
    if (command === "open" && target?.closest("button, a, summary")) return;
    if (event.code.startsWith("Arrow") && target?.closest("#map, #panel")) return;
    if (command.startsWith("pick_")) {
      if (this.parts.dispatch.isOpen) this.parts.dispatch.pick(Number(command.slice(5)));
      return;
    }
    event.preventDefault();
    this.run(command);
  }

  enterCall(): void {
    if (!may(this.context.config, "incidents:write")) return toast(gettext("Your role does not take calls."), "warn");
    if (this.parts.selected.isPlacing) this.parts.selected.stopPlacing();
    this.parts.call.open();
  }

  /** `a` is for what is open: an incident, an alarm, or all alarms of a group. */
  private acknowledge(): void {
    const { kind } = this.context.view.state.selection ?? {};
    if (kind === "alarm") this.alarmStep("acknowledge");
    else if (kind === "alarm_group") void this.parts.alarmSteps.acknowledgeAll(this.parts.selected.alarms);
    else this.step("acknowledge");
  }

  private async acknowledgeGroup(): Promise<void> {
    const { alarmSteps, selected } = this.parts;
    const [alarm] = selected.alarms;
    if (!alarm) return toast(gettext("Choose an alarm first (L for their list, then J, K or a click)."));
    await alarmSteps.acknowledgeAll(groupNamed(this.context.store.alarms(), groupKey(alarm))?.alarms ?? [alarm]);
  }

  private get isShelved(): boolean {
    return this.parts.selected.alarms[0]?.state === "shelved";
  }

  private alarmStep(step: AlarmStep): void {
    const { kind } = this.context.view.state.selection ?? {};
    const [alarm] = this.parts.selected.alarms;
    if (kind === "alarm" && alarm) this.parts.alarmSteps.take(step, alarm);
    else toast(gettext("Choose an alarm first (L for their list, then J, K or a click)."));
  }

  private toAlarms(): void {
    if (!may(this.context.config, "alarms:read")) return toast(gettext("Your role does not see alarms."), "warn");
    this.context.view.set({ tab: "alarms" });
    byId("list").focus({ preventScroll: true });
  }

  private openWall(): void {
    if (!seesPictures(this.context)) return toast(gettext("Your role does not see video."), "warn");
    const at = this.parts.selected.at ?? this.context.view.state.centre;
    if (at) window.open(wallNear(at), "_blank", "noopener");
    else toast(gettext("Choose a place first: an incident, a camera, or a part of the map."));
  }

  private step(step: Step): void {
    if (!may(this.context.config, "incidents:write")) return toast(gettext("Your role reads only."), "warn");
    const { selection } = this.context.view.state;
    const incident = selection?.kind === "incident" ? this.context.store.incident(selection.id) : undefined;
    if (incident) this.parts.steps.take(step, incident);
    else toast(gettext("Choose an incident first (J, K or a click)."));
  }

  private escape(): void {
    const { area, chooser, selected, call, dispatch } = this.parts;
    if (chooser.isOpen) chooser.close();
    else if (area.isDrawing) area.stop();
    else if (selected.isPlacing) selected.stopPlacing();
    else if (call.isOpen) call.escape();
    else if (dispatch.isOpen) dispatch.close();
    else if (isTyping(document.activeElement)) (document.activeElement as HTMLElement).blur();
    else if (this.context.view.state.selection) this.context.view.select(null);
    else this.context.view.set({ area: [] });
  }

  /** Enter: open the first incident, or go into the panel. */
  private enter(): void {
    if (!this.context.view.state.selection) this.parts.rail.step(1);
    else byId("panel").querySelector<HTMLElement>("button, a, input")?.focus();
  }
}

function fullscreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen().catch(() => undefined);
}
