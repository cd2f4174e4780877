/** Off the page's thread: JSON is read, clusters are made, and arrays go back without a copy. */

import { parseAddress } from "../model/address";
import { buffersOf, builtOf, conesOf, type Known } from "../model/building";
import { CAMERA_STATUSES } from "../model/cameras";
import { parsePoints } from "../model/points";

interface Task {
  number: number;
  body: ArrayBuffer;
  /** The zoom that is looked at: it is made first, and shown. */
  zoom?: number;
  /** The words of a status in the page's order; without them the body holds cones of the points that came last. */
  statuses?: readonly string[];
}

/** Cameras that are fetched here, for the place that the page's address names. */
interface Early {
  number: number;
  address: string;
  search: string;
}

/** The map has not looked yet when the address names no place. */
const COUNTRY_ZOOM = 6;

/** Of the points that came last: the cones are put into their rows. */
let known: Known = { version: "", ids: new Float64Array(), byId: new Uint32Array() };

async function fetched({ number, address, search }: Early): Promise<Task> {
  const response = await fetch(address, { headers: { Accept: "*/*" } });
  if (!response.ok) throw new Error(`cameras: ${response.status}`);
  self.postMessage({ number, etag: response.headers.get("ETag") ?? "" });
  return { number, body: await response.arrayBuffer(), statuses: CAMERA_STATUSES, zoom: parseAddress(search).zoom ?? COUNTRY_ZOOM };
}

function done({ number, body, statuses, zoom }: Task): object {
  const raw: unknown = JSON.parse(new TextDecoder().decode(body));
  if (!statuses) return conesOf(raw, known);
  const points = parsePoints(raw, statuses);
  if (zoom !== undefined) tell(number, builtOf(points, zoom), true);
  const built = builtOf(points);
  known = { version: built.points.version, ids: built.points.ids.slice(), byId: built.points.byId.slice() };
  return built;
}

function tell(number: number, result: object, isFirst: boolean): void {
  self.postMessage({ number, result, isFirst }, { transfer: buffersOf(result) });
}

async function answer(asked: Task | Early): Promise<void> {
  try {
    tell(asked.number, done("address" in asked ? await fetched(asked) : asked), false);
  } catch (error) {
    self.postMessage({ number: asked.number, failure: String(error) });
  }
}

self.addEventListener("message", ({ data }: MessageEvent<Task | Early>) => void answer(data));
