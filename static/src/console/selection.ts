/** What is selected: its panel, its mark and place on the map, and an incident's point that is being set there. */

import type { MapView, Tip } from "../map/map-view";
import { placeOf, type Cameras } from "../model/cameras";
import { CAMERA_STATUSES } from "../model/clusters";
import type { LonLat } from "../model/geo";
import { gettext } from "../model/i18n";
import type { Incident } from "../model/messages";
import type { Store } from "../model/store";
import type { Selection } from "../model/view";
import { cameraKindWord, cameraStatusWord, priorityWord, serviceWord, statusWord, unitStatusWord } from "../model/words";
import type { Context } from "../panels/context";
import { byId, show } from "../panels/dom";
import { IncidentPanel } from "../panels/incident-panel";
import { CameraPanel, UnitPanel } from "../panels/object-panel";
import type { Steps } from "../panels/steps";
import { toast } from "../panels/toasts";

/** The words of anything on the map. */
export function describe({ kind, id }: Selection, store: Store, cameras: Cameras | null): Tip {
  if (kind === "incident") {
    const incident = store.incident(id);
    return { title: incident?.title ?? id, text: incident ? `${incident.number} · ${priorityWord(incident.priority)} · ${statusWord(incident.status)}` : "" };
  }
  if (kind === "unit") {
    const unit = store.unit(id);
    return { title: unit?.callSign ?? id, text: unit ? `${serviceWord(unit.service)} · ${unitStatusWord(unit.status)}` : "" };
  }
  const i = cameras?.index.get(Number(id));
  const status = i === undefined ? "unknown" : (CAMERA_STATUSES[cameras?.columns.status[i] ?? -1] ?? "unknown");
  return { title: gettext("Camera %(id)s", { id }), text: `${cameraKindWord((i === undefined ? "" : cameras?.columns.kind[i]) ?? "")} · ${cameraStatusWord(status)}` };
}

export interface SelectionParts {
  map: MapView;
  steps: Steps;
  cameras: () => Cameras | null;
}

export class Selected {
  private panel: IncidentPanel | UnitPanel | CameraPanel | null = null;
  private placing: Incident | null = null;

  constructor(private readonly context: Context, private readonly parts: SelectionParts) {}

  /** The open incident's panel. */
  get incidentPanel(): IncidentPanel | null {
    return this.panel instanceof IncidentPanel ? this.panel : null;
  }

  get isPlacing(): boolean {
    return this.placing !== null;
  }

  tick(): void {
    this.panel?.tick();
  }

  /** Draw again if it is touched by what changed. */
  draw(incidents: ReadonlySet<string>, isReset: boolean): void {
    const { selection } = this.context.view.state;
    if (this.panel && selection && (selection.kind !== "incident" || isReset || incidents.has(selection.id))) this.panel.draw();
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

  dispatch(incident: Incident): void {
    this.context.view.select({ kind: "incident", id: incident.id });
    this.incidentPanel?.arm(true);
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

  private panelOf(selection: Selection | null): IncidentPanel | UnitPanel | CameraPanel | null {
    const { map, steps, cameras } = this.parts;
    const hooks = { close: () => this.context.view.select(null), centre: () => this.centre() };
    switch (selection?.kind) {
      case undefined:
        return null;
      case "incident":
        return new IncidentPanel(this.context, selection.id, steps, {
          ...hooks, near: (ids) => map.cameras.highlight(new Set(ids.map(Number))), placeOnMap: (incident) => this.placeOnMap(incident),
        });
      case "unit":
        return new UnitPanel(this.context, selection.id, hooks);
      case "camera":
        return new CameraPanel(this.context, selection.id, hooks, cameras);
    }
  }

  private mark(selection: Selection | null): void {
    const { map } = this.parts;
    const id = (kind: Selection["kind"]): string | null => (selection?.kind === kind ? selection.id : null);
    map.incidents.select(id("incident"));
    map.units.select(id("unit"));
    map.cameras.select(selection?.kind === "camera" ? Number(selection.id) : null);
    if (selection?.kind !== "incident" && selection?.kind !== "camera") map.cameras.highlight(new Set());
  }

  private place(): LonLat | null {
    const { selection } = this.context.view.state;
    const { store } = this.context;
    if (!selection) return null;
    if (selection.kind === "incident") return (this.incidentPanel?.incident?.at ?? store.incident(selection.id)?.at) ?? null;
    if (selection.kind === "unit") return store.unit(selection.id)?.at ?? null;
    const cameras = this.parts.cameras();
    return cameras && placeOf(cameras, Number(selection.id));
  }
}
