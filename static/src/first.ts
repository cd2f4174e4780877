/**
 * What the console does first: a worker asks for the cameras and reads them, while the page's other scripts are still on the way.
 * The worker fetches them itself: the page's own thread is busy, and would hand them on late.
 *
 * A script of the old kind, without imports and exports, which runs as soon as it has come; its own element names the addresses of the worker and
 * of the columns, to those who may read cameras.
 */

import type { Early } from "./io/points";

declare global {
  interface Window {
    early?: Early;
  }
}

const { worker: script, columns: address } = document.currentScript?.dataset ?? {};
if (script && address) {
  const worker = new Worker(script, { type: "module" });
  const heard: Event[] = [];
  const hear = (event: Event): void => { heard.push(event); };
  for (const name of ["message", "error"]) worker.addEventListener(name, hear);
  worker.postMessage({ number: 0, address, search: location.search });
  window.early = { worker, heard, hear };
}
