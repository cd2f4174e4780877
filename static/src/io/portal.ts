/** The portal's addresses as the console uses them: one function each, answers as they come. */

import type { LonLat } from "../model/geo";
import type { Series, Span } from "../model/series";
import { AlarmPortal } from "./alarm-portal";
import type { Api } from "./api";

type Raw = Record<string, unknown>;

/** Whoever types waits no longer for what may be found. */
const SEARCH_MS = 8000;

/** A camera's picture, how old it was when it came, and the mark of its content. */
export interface Snapshot {
  blob: Blob;
  ageMs: number;
  mark: string;
}

/** A stream's address with its token, and when that ends by the server's clock. */
export interface Grant {
  url: string;
  expiresAt: number;
}

/** The rows of a list answer, whether or not it is paged. */
export function rows(answer: unknown): Raw[] {
  if (Array.isArray(answer)) return answer as Raw[];
  const { results } = (answer ?? {}) as { results?: unknown };
  return Array.isArray(results) ? (results as Raw[]) : [];
}

export class Portal {
  readonly alarms: AlarmPortal;

  constructor(private readonly api: Api) {
    this.alarms = new AlarmPortal(api);
  }

  snapshot(): Promise<unknown> {
    return this.api.get("live/snapshot/");
  }

  views(): Promise<unknown> {
    return this.api.get("views/");
  }

  saveView(view: { name: string; query: string; is_shared: boolean }): Promise<unknown> {
    return this.api.post("views/", view);
  }

  deleteView(id: string): Promise<unknown> {
    return this.api.delete(`views/${id}/`);
  }

  incidentTypes(): Promise<unknown> {
    return this.api.get("incident-types/");
  }

  districts(): Promise<unknown> {
    return this.api.get("districts/?limit=1000");
  }

  basemap(): Promise<unknown> {
    return this.api.get("basemap/");
  }

  /** Bytes: they are read in a worker. */
  cameraColumns(): Promise<{ blob: Blob; headers: Headers }> {
    return this.api.bytes("cameras/columns/");
  }

  async cameraCones(): Promise<ArrayBuffer> {
    return (await this.api.bytes("cameras/cones/")).blob.arrayBuffer();
  }

  /** What a sensor said over a span, in at most so many points. */
  series(sensor: string, { from, to }: Span, points: number): Promise<Series> {
    const asked = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: String(points) });
    return this.api.get(`sensors/${encodeURIComponent(sensor)}/series/?${asked}`);
  }

  sensorColumns(): Promise<{ blob: Blob; headers: Headers }> {
    return this.api.bytes("sensors/columns/");
  }

  sensor(id: string): Promise<Raw> {
    return this.api.get(`sensors/${encodeURIComponent(id)}/`);
  }

  camera(id: string): Promise<Raw> {
    return this.api.get(`cameras/${encodeURIComponent(id)}/`);
  }

  /** The picture that a camera shows now. */
  async cameraPicture(id: string, signal: AbortSignal): Promise<Snapshot> {
    const { blob, headers } = await this.api.bytes(`cameras/${encodeURIComponent(id)}/snapshot/`, signal);
    return { blob, ageMs: 1000 * (Number(headers.get("Age")) || 0), mark: headers.get("ETag") ?? "" };
  }

  /** Where the camera's live video is, with a token that is good for a while; each call gives a fresh one. */
  async stream(id: string): Promise<Grant> {
    const raw = await this.api.post<Raw>(`cameras/${encodeURIComponent(id)}/stream/`, {});
    return { url: String(raw.url), expiresAt: Date.parse(String(raw.expires_at)) };
  }

  camerasById(ids: readonly string[]): Promise<unknown> {
    return this.api.get(`cameras/?limit=200&id=${ids.join(",")}`);
  }

  camerasNear([lon, lat]: LonLat, limit: number): Promise<unknown> {
    return this.api.get(`cameras/nearest/?lon=${lon}&lat=${lat}&limit=${limit}`);
  }

  camerasMatching(text: string, signal: AbortSignal): Promise<unknown> {
    return this.api.get(`cameras/?limit=8&search=${encodeURIComponent(text)}`, AbortSignal.any([signal, AbortSignal.timeout(SEARCH_MS)]));
  }

  outages(id: string): Promise<unknown> {
    return this.api.get(`cameras/${encodeURIComponent(id)}/outages/?limit=5`);
  }

  plannedWork(id: string): Promise<unknown> {
    return this.api.get(`cameras/${encodeURIComponent(id)}/maintenance/?limit=3`);
  }

  unit(id: string): Promise<Raw> {
    return this.api.get(`units/${encodeURIComponent(id)}/`);
  }

  /** At most `limit` hits of each kind; a search that nobody answers in time has failed. */
  search(text: string, signal: AbortSignal, limit = 6): Promise<unknown> {
    return this.api.get(`search/?q=${encodeURIComponent(text)}&limit=${limit}`, AbortSignal.any([signal, AbortSignal.timeout(SEARCH_MS)]));
  }

  incident(id: string): Promise<Raw> {
    return this.api.get(`incidents/${encodeURIComponent(id)}/`);
  }

  timeline(id: string): Promise<unknown> {
    return this.api.get(`incidents/${encodeURIComponent(id)}/timeline/`);
  }

  nearestCameras(id: string): Promise<unknown> {
    return this.api.get(`incidents/${encodeURIComponent(id)}/nearest-cameras/?limit=4`);
  }

  nearestUnits(id: string, limit = 6, service = ""): Promise<Raw> {
    return this.api.get(`incidents/${encodeURIComponent(id)}/nearest-units/?limit=${limit}${service ? `&service=${service}` : ""}`);
  }

  /** Several units at once: each with its own result, or all or none. */
  dispatch(id: string, units: readonly { unit: string; pre_empt?: boolean }[], mode: "each" | "all"): Promise<Raw> {
    return this.api.post(`incidents/${encodeURIComponent(id)}/dispatch/`, { units: units.map(({ unit, ...rest }) => ({ unit: Number(unit), ...rest })), mode });
  }

  /** Call off whoever has not arrived. */
  standDown(id: string, reason: string): Promise<Raw[]> {
    return this.api.post(`incidents/${encodeURIComponent(id)}/stand-down/`, { reason });
  }

  reassign(assignment: string, incident: string, reason: string): Promise<Raw> {
    return this.api.post(`assignments/${encodeURIComponent(assignment)}/reassign/`, { incident, reason });
  }

  askForAid(id: string, service: string): Promise<Raw> {
    return this.api.post(`incidents/${encodeURIComponent(id)}/aid/`, { service });
  }

  answerAid(aid: string, agrees: boolean, reason: string): Promise<Raw> {
    return this.api.post(`aid/${encodeURIComponent(aid)}/answer/`, { agrees, reason });
  }

  move(id: string, body: { to: string; version?: number; outcome?: string; note?: string }): Promise<Raw> {
    return this.api.post(`incidents/${encodeURIComponent(id)}/transition/`, body);
  }

  assign(id: string, unit: string): Promise<Raw> {
    return this.api.post(`incidents/${encodeURIComponent(id)}/assignments/`, { unit: /^\d+$/.test(unit) ? Number(unit) : unit });
  }

  moveAssignment(id: string, to: string, reason?: string): Promise<Raw> {
    return this.api.post(`assignments/${encodeURIComponent(id)}/transition/`, { to, ...(reason ? { reason } : {}) });
  }

  note(id: string, text: string): Promise<Raw> {
    return this.api.post(`incidents/${encodeURIComponent(id)}/notes/`, { text });
  }

  transfer(id: string, region: string, reason: string): Promise<Raw> {
    return this.api.post(`incidents/${encodeURIComponent(id)}/transfer/`, { region, reason });
  }

  /** The people who may go on with an incident. */
  handlers(id: string): Promise<unknown> {
    return this.api.get(`incidents/${encodeURIComponent(id)}/handlers/?limit=1000`);
  }

  /** Give an incident to a person; null gives it to the queue, where it rings. */
  handOver(id: string, to: number | null, note: string): Promise<Raw> {
    return this.api.post(`incidents/${encodeURIComponent(id)}/hand-over/`, { to, note });
  }

  place(id: string, body: Raw): Promise<Raw> {
    return this.api.patch(`incidents/${encodeURIComponent(id)}/`, body);
  }

  /** Its `source` and `source_ref` make a repeated sending answer with the call that is there. */
  answerCall(call: Raw): Promise<Raw> {
    return this.api.post("calls/", call);
  }

  call(id: string): Promise<Raw> {
    return this.api.get(`calls/${encodeURIComponent(id)}/`);
  }

  editCall(id: string, changes: Raw): Promise<Raw> {
    return this.api.patch(`calls/${encodeURIComponent(id)}/`, changes);
  }

  attachCall(call: string, body: Raw): Promise<Raw> {
    return this.api.post(`calls/${encodeURIComponent(call)}/attach/`, body);
  }
}
