/** Off the page's thread: JSON is read, clusters are made, and arrays go back without a copy. */

import { buffersOf, build, conesOf, type Known } from "../model/building";

interface Task {
  number: number;
  body: ArrayBuffer;
  /** The words of a status in the page's order; without them the body holds cones of the points that came last. */
  statuses?: readonly string[];
}

/** Of the points that came last: the cones are put into their rows. */
let known: Known = { version: "", ids: new Float64Array(), byId: new Uint32Array() };

function done(body: ArrayBuffer, statuses?: readonly string[]): object {
  const raw: unknown = JSON.parse(new TextDecoder().decode(body));
  if (!statuses) return conesOf(raw, known);
  const built = build(raw, statuses);
  known = { version: built.points.version, ids: built.points.ids.slice(), byId: built.points.byId.slice() };
  return built;
}

self.addEventListener("message", ({ data: { number, body, statuses } }: MessageEvent<Task>) => {
  try {
    const result = done(body, statuses);
    self.postMessage({ number, result }, { transfer: buffersOf(result) });
  } catch (error) {
    self.postMessage({ number, failure: String(error) });
  }
});
