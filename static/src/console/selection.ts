/** What is selected: its panel, its mark and place on the map, and an incident's point that is being set there. */

import type { MapView, Tip } from "../map/map-view";
import { kindOf, placeOf, rowOf, statusOf } from "../model/points";
import type { PointSets } from "../model/area";
import { groupNamed } from "../model/alarm-queries";
import { alarmStateWord, briefOf } from "../model/alarm-words";
import type { LonLat } from "../model/geo";
import { gettext } from "../model/i18n";
import type { Alarm } from "../model/alarm";
import type { Incident } from "../model/messages";
import type { Changes } from "../model/store";
import { middleOf } from "../model/sites";
import type { Selection } from "../model/view";
import { cameraKindWord, cameraStatusWord, priorityWord, sensorStatusWord, serviceWord, statusWord, unitStatusWord } from "../model/words";
import { AlarmGroupPanel } from "../panels/alarm-group-panel";
import { AlarmPanel } from "../panels/alarm-panel";
import type { AlarmSteps } from "../panels/alarm-steps";
import type { Context } from "../panels/context";
import { byId, show } from "../panels/dom";
import { IncidentPanel } from "../panels/incident-panel";
import { CameraPanel, UnitPanel } from "../panels/object-panel";
import { SensorPanel } from "../panels/sensor-panel";
import { SitePanel } from "../panels/site-panel";
import type { Steps } from "../panels/steps";
import { toast } from "../panels/toasts";

type Panel = IncidentPanel | AlarmPanel | AlarmGroupPanel | UnitPanel | CameraPanel | SensorPanel | SitePanel;

/** The words of anything on the map. */
export function describe({ kind, id }: Selection, { store, alarmTypes, sites, config }: Pick<Context, "store" | "alarmTypes" | "sites" | "config">, { cameras, sensors }: PointSets): Tip {
  if (kind === "incident") {
    const incident = store.incident(id);
    return { title: incident?.title ?? id, text: incident ? `${incident.number} · ${priorityWord(incident.priority)} · ${statusWord(incident.status)}` : "" };
  }
  if (kind === "unit") {
    const unit = store.unit(id);
    return { title: unit?.callSign ?? id, text: unit ? `${serviceWord(unit.service)} · ${unitStatusWord(unit.status)}` : "" };
  }
  if (kind === "alarm") {
    const alarm = store.alarm(id);
    const lines = alarm ? [`${priorityWord(alarm.priority)} · ${alarmStateWord(alarm.state)}`, [alarm.sourceCode, briefOf(alarm)].filter(Boolean).join(" · ")] : [];
    return { title: alarm ? (alarmTypes.get(alarm.type)?.name ?? alarm.type) : id, text: lines.filter(Boolean).join("\n") };
  }
  if (kind === "alarm_group") return { title: gettext("Alarms"), text: "" };
  if (kind === "site") return { title: sites.get(id)?.name ?? id, text: sites.get(id)?.kindName ?? "" };
  if (kind === "sensor") {
    const row = sensors ? rowOf(sensors.points, Number(id)) : -1;
    const code = sensors && row >= 0 ? kindOf(sensors.points, row) : "";
    return { title: config.sensorKinds.get(code)?.name ?? gettext("Sensor"), text: sensors && row >= 0 ? sensorStatusWord(statusOf(sensors.points, row)) : "" };
  }
  const row = cameras ? rowOf(cameras.points, Number(id)) : -1;
  const words = cameras && row >= 0 ? [cameraKindWord(kindOf(cameras.points, row)), cameraStatusWord(statusOf(cameras.points, row))] : [];
  return { title: gettext("Camera %(id)s", { id }), text: words.filter(Boolean).join(" · ") };
}

export interface SelectionParts {
  map: MapView;
  steps: Steps;
  alarmSteps: AlarmSteps;
  points: () => PointSets;
  /** The dispatch window opens for an incident. */
  dispatch: (incident: Incident) => void;
}

export class Selected {
  private panel: Panel | null = null;
  private placing: Incident | null = null;

  constructor(private readonly context: Context, private readonly parts: SelectionParts) {}

  /** The open incident's panel. */
  get incidentPanel(): IncidentPanel | null {
    return this.panel instanceof IncidentPanel ? this.panel : null;
  }

  /** The alarms that are open in the panel: one, or a group. */
  get alarms(): readonly Alarm[] {
    if (this.panel instanceof AlarmGroupPanel) return this.panel.alarms;
    return this.panel instanceof AlarmPanel && this.panel.alarm ? [this.panel.alarm] : [];
  }

  get isPlacing(): boolean {
    return this.placing !== null;
  }

  tick(): void {
    this.panel?.tick();
  }

  redraw(): void {
    this.panel?.draw();
  }

  /** Draw again if it is touched by what changed. */
  draw({ incidents, alarms, topics }: Changes): void {
    const { selection } = this.context.view.state;
    if (!this.panel || !selection) return;
    const touched = { incident: incidents.has(selection.id), alarm: alarms.has(selection.id), alarm_group: alarms.size > 0, unit: true, camera: true, sensor: true, site: true };
    if (topics.has("reset") || touched[selection.kind]) this.panel.draw();
    if (selection.kind === "alarm_group") this.markAlarms(selection);
  }

  open(selection: Selection | null): void {
    const root = byId("panel");
    this.panel = this.panelOf(selection);
    root.replaceChildren(...(this.panel ? [this.panel.element] : []));
    show(root, this.panel !== null);
    byId("content").dataset.panel = this.panel ? "open" : "closed";
    root.scrollTop = 0;
    this.mark(selection);
  }

  /** Bring what was selected just now into view. */
  reveal(): void {
    const at = this.place();
    if (at) this.parts.map.reveal(at);
  }

  centre(): void {
    const at = this.place();
    if (at) this.parts.map.fly(at, 15);
    else toast(gettext("This is not on the map: it has no point."), "warn");
  }

  /** Somebody else was quicker. */
  lost(incident: Incident, text: string): void {
    if (this.incidentPanel?.id === incident.id) this.incidentPanel.lost(text);
    else toast(`${incident.number}: ${text}`, "warn");
  }

  lostAlarm(alarm: Alarm, text: string): void {
    if (this.panel instanceof AlarmPanel && this.panel.id === alarm.id) this.panel.lost(text);
    else toast(text, "warn");
  }

  dispatch(incident: Incident): void {
    this.context.view.select({ kind: "incident", id: incident.id });
    this.parts.dispatch(incident);
  }

  placeOnMap(incident: Incident): void {
    this.placing = incident;
    this.parts.map.placing(true);
    toast(gettext("Click on the map where %(number)s is. Esc ends it.", { number: incident.number }));
  }

  /** The map was clicked where the incident is. */
  placed(at: LonLat): void {
    if (!this.placing) return;
    const incident = this.placing;
    this.stopPlacing();
    void this.parts.steps.place(this.context.store.incident(incident.id) ?? incident, at[0], at[1]);
  }

  stopPlacing(): void {
    this.placing = null;
    this.parts.map.placing(false);
  }

  private panelOf(selection: Selection | null): Panel | null {
    const { map, steps, alarmSteps, points } = this.parts;
    const near = (ids: readonly string[]): void => map.cameras.highlight(new Set(ids.map(Number)));
    const hooks = { close: () => this.context.view.select(null), centre: () => this.centre() };
    switch (selection?.kind) {
      case undefined:
        return null;
      case "incident":
        return new IncidentPanel(this.context, selection.id, steps, {
          ...hooks, near, placeOnMap: (incident) => this.placeOnMap(incident),
        });
      case "alarm":
        return new AlarmPanel(this.context, selection.id, alarmSteps, { ...hooks, near });
      case "alarm_group":
        return new AlarmGroupPanel(this.context, selection.id, alarmSteps, hooks);
      case "site":
        return new SitePanel(this.context, selection.id, hooks);
      case "unit":
        return new UnitPanel(this.context, selection.id, hooks);
      case "camera":
        return new CameraPanel(this.context, selection.id, hooks, () => points().cameras);
      case "sensor":
        return new SensorPanel(this.context, selection.id, hooks, () => points().sensors);
    }
  }

  private mark(selection: Selection | null): void {
    const { map } = this.parts;
    const id = (kind: Selection["kind"]): string | null => (selection?.kind === kind ? selection.id : null);
    map.incidents.select(id("incident"));
    this.markAlarms(selection);
    map.sites.select(id("site"));
    map.units.select(id("unit"));
    map.cameras.select(selection?.kind === "camera" ? Number(selection.id) : null);
    map.sensors.select(selection?.kind === "sensor" ? Number(selection.id) : null);
    if (!selection || !["incident", "alarm", "camera"].includes(selection.kind)) map.cameras.highlight(new Set());
  }

  private markAlarms(selection: Selection | null): void {
    const group = selection?.kind === "alarm_group" ? groupNamed(this.context.store.alarms(), selection.id) : null;
    const ids = selection?.kind === "alarm" ? [selection.id] : (group?.alarms ?? []).map(({ id }) => id);
    this.parts.map.alarms.select(new Set(ids));
  }

  /** Where what is selected is; null where nothing is, or nobody knows. */
  get at(): LonLat | null {
    return this.place();
  }

  private place(): LonLat | null {
    const { selection } = this.context.view.state;
    const { store } = this.context;
    if (!selection) return null;
    if (selection.kind === "incident") return (this.incidentPanel?.incident?.at ?? store.incident(selection.id)?.at) ?? null;
    if (selection.kind === "unit") return store.unit(selection.id)?.at ?? null;
    if (selection.kind === "alarm" || selection.kind === "alarm_group") return this.alarms.find(({ at }) => at !== null)?.at ?? null;
    if (selection.kind === "site") return middleOf(this.context.sites.get(selection.id) ?? { ring: [] });
    const { cameras, sensors } = this.parts.points();
    const known = selection.kind === "sensor" ? sensors : cameras;
    return known && placeOf(known.points, Number(selection.id));
  }
}
