/** Off the page's thread: JSON is read, clusters are made, and arrays go back without a copy. */

import { buffersOf, builtOf, conesOf, type Known } from "../model/building";
import { parsePoints } from "../model/points";

interface Task {
  number: number;
  body: ArrayBuffer;
  /** The zoom that is looked at: it is made first, and shown. */
  zoom?: number;
  /** The words of a status in the page's order; without them the body holds cones of the points that came last. */
  statuses?: readonly string[];
}

/** Of the points that came last: the cones are put into their rows. */
let known: Known = { version: "", ids: new Float64Array(), byId: new Uint32Array() };

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

self.addEventListener("message", ({ data }: MessageEvent<Task>) => {
  try {
    tell(data.number, done(data), false);
  } catch (error) {
    self.postMessage({ number: data.number, failure: String(error) });
  }
});
