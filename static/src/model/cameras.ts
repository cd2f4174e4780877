/** The columns of all cameras in scope, decoded, with what changed since laid over. */

import { CAMERA_STATUSES, type CameraColumns } from "./clusters";
import { decodeColumn, worldX, worldY, type LonLat } from "./geo";
import type { CameraChange } from "./messages";

export interface Cone {
  azimuth: number;
  fov: number;
  rangeM: number;
}

export interface Cameras {
  columns: CameraColumns;
  lon: Float64Array;
  lat: Float64Array;
  region: readonly string[];
  index: ReadonlyMap<number, number>;
  cones: ReadonlyMap<number, Cone>;
}

type Raw = Record<string, unknown>;

const numbers = (value: unknown): (number | null)[] => (Array.isArray(value) ? (value as (number | null)[]) : []);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** A code is a place in the list of words; a server may also send the word itself. */
function words(codes: unknown, list: readonly string[]): string[] {
  return (Array.isArray(codes) ? codes : []).map((code) => (typeof code === "number" ? (list[code] ?? "") : String(code ?? "")));
}

export function statusIndex(status: string): number {
  const index = (CAMERA_STATUSES as readonly string[]).indexOf(status);
  return index < 0 ? CAMERA_STATUSES.length - 1 : index;
}

export function parseColumns(raw: unknown): Cameras {
  const given = (raw ?? {}) as Raw;
  const ids = numbers(given.ids).map(Number);
  const lon = decodeColumn(numbers(given.lon).map(Number));
  const lat = decodeColumn(numbers(given.lat).map(Number));
  const statuses = words(given.status, texts(given.statuses).length > 0 ? texts(given.statuses) : CAMERA_STATUSES);
  return {
    columns: {
      ids, x: lon.map(worldX), y: lat.map(worldY), status: Uint8Array.from(statuses, statusIndex),
      kind: words(given.kind, texts(given.kinds)),
    },
    lon, lat, region: words(given.region, texts(given.regions)),
    index: new Map(ids.map((id, i) => [id, i])),
    cones: conesOf((given.cones ?? {}) as Raw),
  };
}

function conesOf(given: Raw): Map<number, Cone> {
  const ids = numbers(given.ids).map(Number);
  const [azimuths, fovs, ranges] = [numbers(given.azimuth), numbers(given.fov_deg), numbers(given.range_m)];
  const cones = new Map<number, Cone>();
  ids.forEach((id, i) => {
    const azimuth = azimuths[i];
    if (typeof azimuth === "number") cones.set(id, { azimuth, fov: fovs[i] ?? 60, rangeM: ranges[i] ?? 60 });
  });
  return cones;
}

/** One camera whose health is another than it was: its place in the columns. */
export interface Turn {
  index: number;
  from: number;
  to: number;
}

/** Lay live changes over; `isUnknown` when a camera came or went, so that the columns must be loaded anew. */
export function applyChanges(cameras: Cameras, changes: ReadonlyMap<number, CameraChange>): { turns: Turn[]; isUnknown: boolean } {
  const { status } = cameras.columns;
  const turns: Turn[] = [];
  let isUnknown = false;
  for (const { id, isOpen, status: word } of changes.values()) {
    const index = cameras.index.get(id);
    if ((index !== undefined) !== isOpen) isUnknown = true;
    if (index === undefined || !isOpen) continue;
    const [from, to] = [status[index] as number, statusIndex(word)];
    if (from === to) continue;
    status[index] = to;
    turns.push({ index, from, to });
  }
  return { turns, isUnknown };
}

export function placeOf(cameras: Cameras, id: number): LonLat | null {
  const i = cameras.index.get(id);
  return i === undefined ? null : [cameras.lon[i] as number, cameras.lat[i] as number];
}

/** Online and all, in one region or everywhere. */
export function health(cameras: Cameras, region: string): { online: number; all: number } {
  let [online, all] = [0, 0];
  cameras.columns.status.forEach((status, i) => {
    if (region && cameras.region[i] !== region) return;
    all++;
    if (status === 0) online++;
  });
  return { online, all };
}
