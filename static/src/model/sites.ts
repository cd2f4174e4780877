/** Protected sites as the server lists them: where their perimeter runs, and what lies inside. */

import type { LonLat } from "./geo";
import { list, isRaw, text } from "./raw";

export interface Site {
  id: string;
  code: string;
  name: string;
  kind: string;
  kindName: string;
  region: string;
  address: string;
  /** The outer ring, without its repeated last point. */
  ring: readonly LonLat[];
}

function ringOf(perimeter: unknown): LonLat[] {
  const outer = isRaw(perimeter) ? list(list(perimeter.coordinates)[0]) : [];
  const ring = outer.filter((pair): pair is [number, number] => Array.isArray(pair) && typeof pair[0] === "number" && typeof pair[1] === "number");
  return ring.slice(0, -1).map(([lon, lat]): LonLat => [lon, lat]);
}

export function parseSite(raw: unknown): Site | null {
  if (!isRaw(raw) || !text(raw.id)) return null;
  return {
    id: text(raw.id), code: text(raw.code), name: text(raw.name), kind: text(raw.kind), kindName: text(raw.kind_name), region: text(raw.region),
    address: text(raw.address), ring: ringOf(raw.perimeter),
  };
}

/** The middle of the ring's box: near enough to go there. */
export function middleOf({ ring }: Pick<Site, "ring">): LonLat | null {
  if (ring.length === 0) return null;
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  return [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
}

/** Is the point inside? By the number of sides that a ray to the east meets. */
export function holds(ring: readonly LonLat[], [lon, lat]: LonLat): boolean {
  let isInside = false;
  ring.forEach(([x, y], i) => {
    const [px, py] = ring[(i + ring.length - 1) % ring.length] as LonLat;
    if (y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x) isInside = !isInside;
  });
  return isInside;
}

/** Those with the point inside. */
export function sitesAt(sites: readonly Site[], at: LonLat): Site[] {
  return sites.filter(({ ring }) => ring.length > 2 && holds(ring, at));
}
