import { expect, it } from "vitest";
import { PointsReader, type Early } from "./points";

const BUILT = { points: { status: Uint8Array.of(0, 2) }, levels: [] };

/** What `first.ts` hands over: a worker that may have told something already. */
function begun(): Early & { tell: (data: object) => void; breaks: () => void; isOver: () => boolean } {
  const target = new EventTarget();
  let isOver = false;
  const worker = Object.assign(target, { terminate: () => { isOver = true; }, postMessage: () => undefined }) as unknown as Worker;
  const heard: Event[] = [];
  const hear = (event: Event): void => { heard.push(event); };
  for (const name of ["message", "error"]) worker.addEventListener(name, hear);
  return {
    worker, heard, hear, isOver: () => isOver,
    tell: (data) => target.dispatchEvent(new MessageEvent("message", { data: { number: 0, ...data } })),
    breaks: () => target.dispatchEvent(new Event("error")),
  };
}

it("goes on with what a worker told before and tells after", async () => {
  const early = begun();
  const firsts: unknown[] = [];
  early.tell({ etag: "one" });
  early.tell({ result: "glance", isFirst: true });
  const whole = new PointsReader([]).goOn(early, (built) => firsts.push(built));
  early.tell({ result: BUILT });
  expect(await whole).toBe(BUILT);
  expect(firsts).toEqual(["glance"]);
  expect(early.heard.length).toBe(2);
});

it("reads nothing twice that the worker has read already", async () => {
  const early = begun();
  const reader = new PointsReader([]);
  const whole = reader.goOn(early, () => undefined);
  early.tell({ etag: "one" });
  early.tell({ result: BUILT });
  await whole;
  const again = await reader.read(6, () => Promise.resolve({ blob: new Blob(), headers: new Headers({ ETag: "one" }) }), () => undefined);
  expect([...again.points.status]).toEqual([0, 2]);
});

it.each(["before", "after"])("fails where the worker broke %s the page went on with it", async (when) => {
  const early = begun();
  if (when === "before") early.breaks();
  const whole = new PointsReader([]).goOn(early, () => undefined);
  if (when === "after") early.breaks();
  await expect(whole).rejects.toThrow("the worker failed");
  expect(early.isOver()).toBe(true);
});

it("fails where the columns could not be fetched", async () => {
  const early = begun();
  const whole = new PointsReader([]).goOn(early, () => undefined);
  early.tell({ failure: "Error: cameras: 403" });
  await expect(whole).rejects.toThrow("403");
});
