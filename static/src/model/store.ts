/** The live screen's one truth: snapshot, then events, then nothing else. Layers, lists and counters read it. */

import type { LonLat } from "./geo";
import {
  parseAlarm, parseCameraChange, parseIncident, parseUnit,
  type Alarm, type EventFrame, type Incident, type PositionsFrame, type Snapshot, type Unit,
} from "./messages";

export type Topic = "incidents" | "units" | "alarms" | "cameras" | "positions" | "reset";

/** What changed since listeners were told last. */
export interface Changes {
  topics: ReadonlySet<Topic>;
  incidents: ReadonlySet<string>;
  /** Incidents that were not known before, and came by an event (not with a snapshot). */
  arrived: ReadonlySet<string>;
}

export type Applied = "applied" | "duplicate" | "ignored";

interface Held<T> {
  item: T;
  /** Regions whose feed gave us the item; it goes when the last one takes it back. */
  via: Set<string>;
}

const ANY = "*";

class Shelf<T extends { id: string; region: string }> {
  private readonly held = new Map<string, Held<T>>();
  private cached: readonly T[] | null = null;

  get(id: string): T | undefined {
    return this.held.get(id)?.item;
  }

  all(): readonly T[] {
    return (this.cached ??= [...this.held.values()].map((entry) => entry.item));
  }

  replace(items: readonly T[], regions: ReadonlySet<string>): void {
    this.held.clear();
    for (const item of items) {
      this.held.set(item.id, { item, via: new Set([regions.has(item.region) ? item.region : ANY]) });
    }
    this.cached = null;
  }

  put(item: T, via: string): void {
    const known = this.held.get(item.id);
    this.held.set(item.id, { item, via: (known?.via ?? new Set<string>()).add(via) });
    this.cached = null;
  }

  /** An item leaves one region's feed: by transfer another region may still show it. */
  withdraw(id: string, via: string): boolean {
    const known = this.held.get(id);
    if (!known) return false;
    known.via.delete(via);
    known.via.delete(ANY);
    return known.via.size === 0 && this.drop(id);
  }

  drop(id: string): boolean {
    this.cached = null;
    return this.held.delete(id);
  }
}

export class Store {
  /** The last number heard of each region: what `hello` asks to go on from. */
  readonly seq: Record<string, number> = {};
  readonly epoch: Record<string, string> = {};
  private readonly incidentShelf = new Shelf<Incident>();
  private readonly unitShelf = new Shelf<Unit>();
  private readonly alarmShelf = new Shelf<Alarm>();
  /** An empty status: the camera is no longer there, or not yet known. */
  private readonly cameraStatus = new Map<number, string>();
  private readonly listeners = new Set<(changes: Changes) => void>();
  private dirty = new Set<Topic>();
  private dirtyIncidents = new Set<string>();
  private arrived = new Set<string>();

  incidents(): readonly Incident[] {
    return this.incidentShelf.all();
  }

  incident(id: string): Incident | undefined {
    return this.incidentShelf.get(id);
  }

  units(): readonly Unit[] {
    return this.unitShelf.all();
  }

  unit(id: string): Unit | undefined {
    return this.unitShelf.get(id);
  }

  alarms(): readonly Alarm[] {
    return this.alarmShelf.all();
  }

  /** Health that changed since the camera columns were loaded. */
  cameraChanges(): ReadonlyMap<number, string> {
    return this.cameraStatus;
  }

  /** The columns were loaded anew: what changed before is in them. */
  forgetCameraChanges(): void {
    this.cameraStatus.clear();
  }

  regions(): string[] {
    return Object.keys(this.seq);
  }

  /** Start anew from one moment of the server. */
  applySnapshot(snapshot: Snapshot): void {
    const regions = new Set(Object.keys(snapshot.seq));
    refill(this.seq, snapshot.seq);
    refill(this.epoch, snapshot.epoch);
    this.incidentShelf.replace(snapshot.incidents.filter((item) => item.isOpen), regions);
    this.unitShelf.replace(snapshot.units, regions);
    this.alarmShelf.replace(snapshot.alarms.filter((item) => item.isOpen), regions);
    for (const topic of ["reset", "incidents", "units", "alarms", "positions"] as const) this.dirty.add(topic);
  }

  /** Apply what is next; what was heard before changes nothing. */
  applyEvent(event: EventFrame): Applied {
    const last = this.seq[event.region];
    if (last === undefined) return "ignored";
    if (event.seq <= last) return "duplicate";
    this.seq[event.region] = event.seq;
    switch (event.topic) {
      case "incidents":
        return this.incidentEvent(event);
      case "units":
        return this.take(this.unitShelf, parseUnit(event.data), event, "units");
      case "alarms":
        return this.take(this.alarmShelf, parseAlarm(event.data), event, "alarms");
      case "cameras":
        return this.cameraEvent(event);
      default:
        return "ignored";
    }
  }

  /**
   * Everything up to these numbers was sent. Answers false when the server counts lower than we do, which
   * means that its history is not ours.
   */
  applyHeartbeat(seq: Readonly<Record<string, number>>): boolean {
    let same = true;
    for (const [region, number] of Object.entries(seq)) {
      const last = this.seq[region];
      if (last === undefined) continue;
      if (number < last) same = false;
      else this.seq[region] = number;
    }
    return same;
  }

  /** The newest position of each unit that moved; units we do not know are left out. */
  applyPositions(frame: PositionsFrame): void {
    for (let i = 0; i < frame.ids.length; i++) {
      const unit = this.unitShelf.get(frame.ids[i] ?? "");
      const lon = frame.lon[i];
      const lat = frame.lat[i];
      if (!unit || lon === undefined || lat === undefined || !Number.isFinite(lon) || !Number.isFinite(lat)) continue;
      const at: LonLat = [lon, lat];
      const status = frame.status[i] ?? unit.status;
      if (status !== unit.status) this.dirty.add("units");
      this.unitShelf.put({ ...unit, at, status, heading: frame.heading[i] ?? unit.heading, positionAt: frame.at ?? unit.positionAt }, frame.region);
    }
    this.dirty.add("positions");
  }

  /** What the server answered to our own write: as good as the event that follows it. */
  acceptIncident(item: Incident): void {
    if (this.isOlder(item)) return;
    if (item.isOpen) this.incidentShelf.put(item, item.region);
    else this.incidentShelf.drop(item.id);
    this.touchIncident(item.id);
  }

  subscribe(listener: (changes: Changes) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tell listeners once what changed since the last time. */
  flush(): void {
    if (this.dirty.size === 0) return;
    const changes: Changes = { topics: this.dirty, incidents: this.dirtyIncidents, arrived: this.arrived };
    this.dirty = new Set();
    this.dirtyIncidents = new Set();
    this.arrived = new Set();
    for (const listener of this.listeners) listener(changes);
  }

  private isOlder(item: Incident): boolean {
    const known = this.incidentShelf.get(item.id);
    return known !== undefined && item.version < known.version;
  }

  private touchIncident(id: string): void {
    this.dirty.add("incidents");
    this.dirtyIncidents.add(id);
  }

  private incidentEvent(event: EventFrame): Applied {
    const item = parseIncident(event.data);
    if (event.data !== null && !item) return "ignored";
    if (!item) {
      if (this.incidentShelf.withdraw(event.id, event.region)) this.touchIncident(event.id);
      return "applied";
    }
    if (this.isOlder(item)) return "applied";
    const isNew = item.isOpen && !this.incidentShelf.get(item.id);
    if (item.isOpen) this.incidentShelf.put(item, event.region);
    else this.incidentShelf.drop(item.id);
    if (isNew) this.arrived.add(item.id);
    this.touchIncident(item.id);
    return "applied";
  }

  private take<T extends { id: string; region: string; isOpen?: boolean }>(
    shelf: Shelf<T>, item: T | null, event: EventFrame, topic: Topic,
  ): Applied {
    if (event.data !== null && !item) return "ignored";
    if (!item) shelf.withdraw(event.id, event.region);
    else if (item.isOpen === false) shelf.drop(item.id);
    else shelf.put(item, event.region);
    this.dirty.add(topic);
    return "applied";
  }

  private cameraEvent(event: EventFrame): Applied {
    const change = event.data === null ? { id: Number(event.id), status: "", isOpen: false } : parseCameraChange(event.data);
    if (!change) return "ignored";
    this.cameraStatus.set(change.id, change.isOpen ? change.status : "");
    this.dirty.add("cameras");
    return "applied";
  }
}

function refill<T>(target: Record<string, T>, source: Readonly<Record<string, T>>): void {
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, source);
}
