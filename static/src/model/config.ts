/** What the page was rendered with. */

import type { Box, LonLat } from "./geo";
import { NATIONAL } from "./queries";
import { parseKinds, type SensorKind } from "./sensors";
import type { Tab } from "./view";

export interface RegionInfo {
  code: string;
  name: string;
  center: LonLat | null;
  bbox: Box | null;
}

export interface PageConfig {
  user: { id: string; name: string; role: string; language: string; permissions: readonly string[] };
  regions: readonly RegionInfo[];
  csrf: string;
  tiles: { url: string; attribution: string } | null;
  demo: boolean;
  /** Is there a stream gateway, and how many streams may play at once? */
  video: { gateway: boolean; liveAtOnce: number };
  /** Kinds of sensor by their code. */
  sensorKinds: ReadonlyMap<string, SensorKind>;
  timezone: string;
  urls: { api: string; live: string; login: string; logout: string };
}

type Raw = Record<string, unknown>;

/** Fill what the page left out with what the contract says. */
export function parseConfig(raw: unknown): PageConfig {
  const given = (raw ?? {}) as Raw;
  const user = (given.user ?? {}) as Raw;
  const urls = (given.urls ?? {}) as Raw;
  const video = (given.video ?? {}) as Raw;
  return {
    user: {
      id: String(user.id ?? ""), name: String(user.name ?? ""), role: String(user.role ?? ""), language: String(user.language ?? "en"),
      permissions: Array.isArray(user.permissions) ? user.permissions.map(String) : [],
    },
    regions: (Array.isArray(given.regions) ? (given.regions as Raw[]) : []).map((region) => ({
      code: String(region.code), name: String(region.name ?? region.code),
      center: Array.isArray(region.center) ? (region.center as unknown as LonLat) : null,
      bbox: Array.isArray(region.bbox) ? (region.bbox as unknown as Box) : null,
    })),
    csrf: String(given.csrf ?? ""),
    tiles: (given.tiles as PageConfig["tiles"] | undefined) ?? null,
    demo: given.demo === true,
    video: { gateway: video.gateway === true, liveAtOnce: Number(video.live_at_once) || 0 },
    sensorKinds: parseKinds(given.sensor_kinds),
    timezone: String(given.timezone ?? "Asia/Tashkent"),
    urls: {
      api: String(urls.api ?? "/api/v1/"), live: String(urls.live ?? "/ws/live/"), login: String(urls.login ?? "/accounts/login/"),
      logout: String(urls.logout ?? "/accounts/logout/"),
    },
  };
}

/** May this user do it? The server decides; this only hides what it would refuse. */
export function may(config: PageConfig, permission: string): boolean {
  return config.user.permissions.includes(permission);
}

/** Is this one of the user's own regions? What another region shares is there to be read, noted upon and aided. */
export function owns(config: PageConfig, region: string): boolean {
  return config.regions.some(({ code }) => code === region);
}

/** The lists that this user has: the national queue is for whom the nation is a region. */
export function tabsOf(config: PageConfig): readonly Tab[] {
  const alarms: readonly Tab[] = may(config, "alarms:read") ? ["alarms"] : [];
  const queue: readonly Tab[] = config.regions.some((region) => region.code === NATIONAL) ? ["queue"] : [];
  return ["incidents", ...alarms, ...queue, "units"];
}
