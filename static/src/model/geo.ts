/** Points, distances and map projection: pure numbers, always lon then lat, metres for distance. */

import { numberText, pgettext } from "./i18n";

export type LonLat = readonly [lon: number, lat: number];

export interface Point {
  type: "Point";
  coordinates: [number, number];
}

/** west, south, east, north. */
export type Box = readonly [number, number, number, number];

const EARTH_RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;
/** One 1e-5 degree, the unit of column data. */
export const COLUMN_UNIT = 1e-5;

export function isLonLat(lon: unknown, lat: unknown): boolean {
  return (
    typeof lon === "number" && typeof lat === "number" &&
    Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
  );
}

/** The coordinates of a GeoJSON Point, or null when it is none. */
export function lonLatOf(point: unknown): LonLat | null {
  if (typeof point !== "object" || point === null) return null;
  const { type, coordinates } = point as { type?: unknown; coordinates?: unknown };
  if (type !== "Point" || !Array.isArray(coordinates)) return null;
  const [lon, lat] = coordinates as [unknown, unknown];
  return isLonLat(lon, lat) ? [lon as number, lat as number] : null;
}

/** Great-circle distance in metres (haversine). */
export function distanceM(a: LonLat, b: LonLat): number {
  const half = Math.sin(((b[1] - a[1]) * RADIANS) / 2) ** 2;
  const across = Math.sin(((b[0] - a[0]) * RADIANS) / 2) ** 2;
  const h = half + Math.cos(a[1] * RADIANS) * Math.cos(b[1] * RADIANS) * across;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Web Mercator as Leaflet's zoom 0: the world is a square of 256. */
export function worldX(lon: number): number {
  return ((lon + 180) / 360) * 256;
}

export function worldY(lat: number): number {
  const clipped = Math.max(-85.0511287798, Math.min(85.0511287798, lat));
  return (0.5 - Math.log(Math.tan(Math.PI / 4 + (clipped * RADIANS) / 2)) / (2 * Math.PI)) * 256;
}

export function lonOf(x: number): number {
  return (x / 256) * 360 - 180;
}

export function latOf(y: number): number {
  return Math.atan(Math.sinh((0.5 - y / 256) * 2 * Math.PI)) / RADIANS;
}

/** Metres that one screen pixel covers at this latitude and zoom. */
export function metresPerPixel(lat: number, zoom: number): number {
  return (Math.cos(lat * RADIANS) * 2 * Math.PI * 6_378_137) / (256 * 2 ** zoom);
}

/** `41.31152, 69.27951` (as people write it, lat first) or `69.27951 41.31152` inside this part of the world, else null. */
export function parseCoordinates(text: string): LonLat | null {
  const match = /^\s*(-?\d{1,3}(?:\.\d+)?)[\s,;]+(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  if (!match) return null;
  const first = Number(match[1]);
  const second = Number(match[2]);
  // Uzbekistan lies at 37-46 N, 56-74 E: the order is seen from the numbers.
  if (first > 50 && second < 50) return isLonLat(first, second) ? [first, second] : null;
  return isLonLat(second, first) ? [second, first] : null;
}

/** `640 m`, `1.9 km`, `124 km`, with the signs of the language: `1,9 км`. */
export function distanceText(metres: number): string {
  if (metres < 995) return pgettext("distance", "%(n)s m", { n: numberText(Math.round(metres / 10) * 10 || Math.round(metres)) });
  return pgettext("distance", "%(n)s km", { n: numberText(metres / 1000, metres < 9_950 && metres % 1000 !== 0 ? 1 : 0) });
}

/** Compass bearing in degrees from a to b. */
export function bearing(a: LonLat, b: LonLat): number {
  const y = Math.sin((b[0] - a[0]) * RADIANS) * Math.cos(b[1] * RADIANS);
  const x =
    Math.cos(a[1] * RADIANS) * Math.sin(b[1] * RADIANS) -
    Math.sin(a[1] * RADIANS) * Math.cos(b[1] * RADIANS) * Math.cos((b[0] - a[0]) * RADIANS);
  return (Math.atan2(y, x) / RADIANS + 360) % 360;
}
