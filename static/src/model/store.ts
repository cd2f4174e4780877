/** The live screen's one truth: snapshot, then events, then nothing else. Layers, lists and counters read it. */

import { parseAlarm, type Alarm } from "./alarm";
import {
  parsePointChange, parseIncident, parseUnit,
  type PointChange, type EventFrame, type Incident, type PositionsFrame, type Snapshot, type Unit,
} from "./messages";
import { Shelf, VersionedShelf } from "./shelf";
import { SECOND_MS } from "./time";

/** Topics whose things come as columns and change by events. */
export type PointTopic = "cameras" | "sensors";
export type Topic = "incidents" | "units" | "alarms" | PointTopic | "positions" | "reset";

/** What changed since listeners were told last. */
export interface Changes {
  topics: ReadonlySet<Topic>;
  incidents: ReadonlySet<string>;
  /** Incidents that were not known before, and came by an event (not with a snapshot). */
  arrived: ReadonlySet<string>;
  alarms: ReadonlySet<string>;
  arrivedAlarms: ReadonlySet<string>;
}

export type Applied = "applied" | "duplicate" | "ignored";

export class Store {
  /** The last number heard of each region: what `hello` asks to go on from. */
  readonly seq: Record<string, number> = {};
  readonly epoch: Record<string, string> = {};
  private readonly incidentShelf: VersionedShelf<Incident>;
  private readonly alarmShelf: VersionedShelf<Alarm>;
  private readonly unitShelf = new Shelf<Unit>();
  private readonly points: Readonly<Record<PointTopic, Map<number, PointChange>>> = { cameras: new Map(), sensors: new Map() };
  private readonly listeners = new Set<(changes: Changes) => void>();
  private dirty = new Set<Topic>();

  constructor(now: () => number = () => Date.now()) {
    this.incidentShelf = new VersionedShelf(now);
    this.alarmShelf = new VersionedShelf(now);
  }

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

  alarm(id: string): Alarm | undefined {
    return this.alarmShelf.get(id);
  }

  /** What changed since the snapshot, or since the columns that were read after it. */
  changesOf(topic: PointTopic): ReadonlyMap<number, PointChange> {
    return this.points[topic];
  }

  /** Columns have come that were asked for when just these changes were known: they hold them. */
  forgetChanges(topic: PointTopic, known: ReadonlyMap<number, PointChange>): void {
    const changes = this.points[topic];
    for (const [id, change] of known) if (changes.get(id) === change) changes.delete(id);
  }

  regions(): string[] {
    return Object.keys(this.seq);
  }

  /** Start anew from one moment of the server. */
  applySnapshot(snapshot: Snapshot): void {
    const regions = new Set(Object.keys(snapshot.seq));
    refill(this.seq, snapshot.seq);
    refill(this.epoch, snapshot.epoch);
    this.incidentShelf.replace(snapshot.incidents, regions);
    this.unitShelf.replace(snapshot.units, regions);
    this.alarmShelf.replace(snapshot.alarms, regions);
    for (const changes of Object.values(this.points)) changes.clear();
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
        return this.hear(this.incidentShelf, parseIncident(event.data), event, "incidents");
      case "units":
        return this.unitEvent(event);
      case "alarms":
        return this.hear(this.alarmShelf, parseAlarm(event.data), event, "alarms");
      case "cameras":
      case "sensors":
        return this.pointEvent(event, event.topic);
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

  /**
   * The newest position of each unit that moved; units we do not know are left out. A frame may be older than the
   * last event of a unit, so its status is not looked at.
   */
  applyPositions(frame: PositionsFrame): void {
    for (let i = 0; i < frame.ids.length; i++) {
      const unit = this.unitShelf.get(frame.ids[i] ?? "");
      const lon = frame.lon[i];
      const lat = frame.lat[i];
      if (!unit || lon === undefined || lat === undefined || !Number.isFinite(lon) || !Number.isFinite(lat)) continue;
      const positionAt = frame.at === null ? unit.positionAt : frame.at - (frame.ageS[i] ?? 0) * SECOND_MS;
      this.unitShelf.update({ ...unit, at: [lon, lat], heading: frame.heading[i] ?? unit.heading, positionAt });
    }
    this.dirty.add("positions");
  }

  /** What the server answered to our own write. */
  acceptIncident(item: Incident): void {
    if (this.incidentShelf.accept(item, item.region in this.seq)) this.dirty.add("incidents");
  }

  acceptAlarm(item: Alarm): void {
    if (this.alarmShelf.accept(item, item.region in this.seq)) this.dirty.add("alarms");
  }

  subscribe(listener: (changes: Changes) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tell listeners once what changed since the last time. */
  flush(): void {
    if (this.dirty.size === 0) return;
    const [incidents, alarms] = [this.incidentShelf.take(), this.alarmShelf.take()];
    const changes: Changes = {
      topics: this.dirty, incidents: incidents.touched, arrived: incidents.arrived, alarms: alarms.touched, arrivedAlarms: alarms.arrived,
    };
    this.dirty = new Set();
    for (const listener of this.listeners) listener(changes);
  }

  private hear<T extends { id: string; region: string; version: number; isOpen: boolean }>(
    shelf: VersionedShelf<T>, item: T | null, event: EventFrame, topic: Topic,
  ): Applied {
    if (event.data !== null && !item) return "ignored";
    if (shelf.hear(event.id, item, event.region)) this.dirty.add(topic);
    return "applied";
  }

  /** An event may be older than the last frame: a unit does not go back to where it was. */
  private whereItIs(unit: Unit | null): Unit | null {
    const known = unit && this.unitShelf.get(unit.id);
    if (!known?.at || !unit?.at || (unit.positionAt ?? 0) >= (known.positionAt ?? 0)) return unit;
    return { ...unit, at: known.at, heading: known.heading, positionAt: known.positionAt };
  }

  private unitEvent(event: EventFrame): Applied {
    const unit = this.whereItIs(parseUnit(event.data));
    if (event.data !== null && !unit) return "ignored";
    if (!unit) this.unitShelf.withdraw(event.id, event.region);
    else if (!unit.isOpen) this.unitShelf.drop(unit.id);
    else this.unitShelf.put(unit, event.region);
    this.dirty.add("units");
    return "applied";
  }

  private pointEvent(event: EventFrame, topic: PointTopic): Applied {
    const left = { id: Number(event.id), region: event.region, status: "", isOpen: false, isEdited: false };
    const change = event.data === null ? left : parsePointChange(event.data, event.kind);
    if (!change) return "ignored";
    // Until the columns are loaded anew an edit is not done with, whatever follows it.
    const isEdited = change.isEdited || (this.points[topic].get(change.id)?.isEdited ?? false);
    this.points[topic].set(change.id, { ...change, isEdited });
    this.dirty.add(topic);
    return "applied";
  }
}

function refill<T>(target: Record<string, T>, source: Readonly<Record<string, T>>): void {
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, source);
}
