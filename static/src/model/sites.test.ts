import { expect, it } from "vitest";
import { holds, middleOf, parseSite, sitesAt } from "./sites";

const raw = {
  id: 7, code: "W-1", name: "Dam", kind: "water", kind_name: "water supply", region: "UZ-TO", address: "",
  perimeter: { type: "Polygon", coordinates: [[[70, 41], [70.2, 41], [70.2, 41.2], [70.1, 41.05], [70, 41.2], [70, 41]]] },
};
const site = parseSite(raw);

it("a site is read with the outer ring of its perimeter", () => {
  expect([site?.id, site?.ring.length, site && middleOf(site)]).toEqual(["7", 5, [70.1, 41.1]]);
  expect(parseSite({ id: 1 })?.ring).toEqual([]);
  expect([parseSite(null), parseSite({})]).toEqual([null, null]);
});

it("a point is inside by the ring, not by its box", () => {
  const ring = site?.ring ?? [];
  expect([holds(ring, [70.05, 41.05]), holds(ring, [70.1, 41.15]), holds(ring, [70.3, 41.1])]).toEqual([true, false, false]);
});

it("the sites of a point are those that hold it; one without a ring holds nothing", () => {
  const all = [site, parseSite({ id: 8 })].flatMap((one) => one ?? []);
  expect(sitesAt(all, [70.01, 41.01]).map(({ id }) => id)).toEqual(["7"]);
  expect(sitesAt(all, [0, 0])).toEqual([]);
});
