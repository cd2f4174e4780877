/** The live screen's one truth: snapshot, then events, then nothing else. Layers, lists and counters read it. */

import {
  parseAlarm, parseCameraChange, parseIncident, parseUnit,
  type Alarm, type CameraChange, type EventFrame, type Incident, type PositionsFrame, type Snapshot, type Unit,
} from "./messages";
import { MINUTE_MS, SECOND_MS } from "./time";

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

/** Versions of incidents that have left, kept for a minute: what was on its way then must not bring one back. */
class Gone {
  private readonly left = new Map<string, { version: number; at: number }>();

  constructor(private readonly now: () => number) {}

  keep(id: string, version: number): void {
    const at = this.now();
    for (const [other, { at: since }] of this.left) if (at - since > MINUTE_MS) this.left.delete(other);
    this.left.set(id, { version, at });
  }

  version(id: string): number | undefined {
    return this.left.get(id)?.version;
  }

  clear(): void {
    this.left.clear();
  }
}

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

  /** Newer facts of an item that stays as long as those feeds hold it which gave it. */
  update(item: T): void {
    const known = this.held.get(item.id);
    if (!known) return;
    known.item = item;
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
  private readonly cameras = new Map<number, CameraChange>();
  private readonly gone: Gone;
  private readonly listeners = new Set<(changes: Changes) => void>();
  private dirty = new Set<Topic>();
  private dirtyIncidents = new Set<string>();
  private arrived = new Set<string>();

  constructor(now: () => number = () => Date.now()) {
    this.gone = new Gone(now);
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

  /** What changed since the snapshot, or since the columns that were read after it. */
  cameraChanges(): ReadonlyMap<number, CameraChange> {
    return this.cameras;
  }

  /** Columns have come that were asked for when just these changes were known: they hold them. */
  forgetCameraChanges(known: ReadonlyMap<number, CameraChange>): void {
    for (const [id, change] of known) if (this.cameras.get(id) === change) this.cameras.delete(id);
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
    this.cameras.clear();
    this.gone.clear();
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
        return this.take(this.unitShelf, this.whereItIs(parseUnit(event.data)), event, "units");
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

  /**
   * What the server answered to our own write: as good as the event that follows it. Of a region that we do not
   * follow no event would ever take it away: such an incident stays only while a feed holds it.
   */
  acceptIncident(item: Incident): void {
    const isHeld = this.incidentShelf.get(item.id) !== undefined;
    const isFollowed = item.region in this.seq;
    if (this.isOlder(item) || (!isHeld && (!isFollowed || item.version === this.gone.version(item.id)))) return;
    if (!item.isOpen) this.dropIncident(item);
    else if (isFollowed) this.incidentShelf.put(item, item.region);
    else this.incidentShelf.update(item);
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
    const known = this.incidentShelf.get(item.id)?.version ?? this.gone.version(item.id);
    return known !== undefined && item.version < known;
  }

  private dropIncident(item: Incident): void {
    this.gone.keep(item.id, item.version);
    this.incidentShelf.drop(item.id);
  }

  private withdrawIncident(id: string, region: string): void {
    const known = this.incidentShelf.get(id);
    if (!known || !this.incidentShelf.withdraw(id, region)) return;
    this.gone.keep(id, known.version);
    this.touchIncident(id);
  }

  private touchIncident(id: string): void {
    this.dirty.add("incidents");
    this.dirtyIncidents.add(id);
  }

  private incidentEvent(event: EventFrame): Applied {
    const item = parseIncident(event.data);
    if (event.data !== null && !item) return "ignored";
    if (!item) {
      this.withdrawIncident(event.id, event.region);
      return "applied";
    }
    if (this.isOlder(item)) return "applied";
    const isNew = item.isOpen && !this.incidentShelf.get(item.id);
    if (item.isOpen) this.incidentShelf.put(item, event.region);
    else this.dropIncident(item);
    if (isNew) this.arrived.add(item.id);
    this.touchIncident(item.id);
    return "applied";
  }

  /** An event may be older than the last frame: a unit does not go back to where it was. */
  private whereItIs(unit: Unit | null): Unit | null {
    const known = unit && this.unitShelf.get(unit.id);
    if (!known?.at || !unit?.at || (unit.positionAt ?? 0) >= (known.positionAt ?? 0)) return unit;
    return { ...unit, at: known.at, heading: known.heading, positionAt: known.positionAt };
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
    const left = { id: Number(event.id), region: event.region, status: "", isOpen: false };
    const change = event.data === null ? left : parseCameraChange(event.data);
    if (!change) return "ignored";
    this.cameras.set(change.id, change);
    this.dirty.add("cameras");
    return "applied";
  }
}

function refill<T>(target: Record<string, T>, source: Readonly<Record<string, T>>): void {
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, source);
}
