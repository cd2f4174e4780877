/** The portal's addresses of alarms and protected sites: one function each, answers as they come. */

import type { Api } from "./api";

type Raw = Record<string, unknown>;
const at = (id: string): string => `alarms/${encodeURIComponent(id)}/`;
/** The most that one answer of a list holds. */
const PAGE = 1000;

export interface Shelving {
  reason: string;
  /** ISO 8601. */
  until: string;
}

export class AlarmPortal {
  constructor(private readonly api: Api) {}

  types(): Promise<unknown> {
    return this.api.get("alarm-types/");
  }

  alarm(id: string): Promise<Raw> {
    return this.api.get(at(id));
  }

  timeline(id: string): Promise<unknown> {
    return this.api.get(`${at(id)}timeline/`);
  }

  acknowledge(id: string, version: number): Promise<Raw> {
    return this.api.post(`${at(id)}acknowledge/`, { version });
  }

  /** A whole group at once. */
  acknowledgeAll(ids: readonly string[]): Promise<{ acknowledged: Raw[]; refused: { id: string; detail: string }[] }> {
    return this.api.post("alarms/acknowledge/", { ids });
  }

  shelve(id: string, shelving: Shelving): Promise<Raw> {
    return this.api.post(`${at(id)}shelve/`, shelving);
  }

  unshelve(id: string): Promise<Raw> {
    return this.api.post(`${at(id)}unshelve/`, {});
  }

  clear(id: string, clearing: string, note: string): Promise<Raw> {
    return this.api.post(`${at(id)}clear/`, { clearing, ...(note ? { note } : {}) });
  }

  /** Opens an incident by hand; once, whoever asks again gets the same. */
  openIncident(id: string, type = ""): Promise<{ alarm: Raw; incident: { id: string; number: string } }> {
    return this.api.post(`${at(id)}incident/`, type ? { type } : {});
  }

  /** Every protected site in scope, page after page. */
  async sites(): Promise<Raw[]> {
    const all: Raw[] = [];
    for (;;) {
      const page = await this.api.get<{ results: Raw[]; next: string | null }>(`sites/?limit=${PAGE}&offset=${all.length}`);
      all.push(...page.results);
      if (page.next === null || page.results.length === 0) return all;
    }
  }

  site(id: string): Promise<Raw> {
    return this.api.get(`sites/${encodeURIComponent(id)}/`);
  }

  /** The sites that hold a point inside their perimeter. */
  sitesAt(lon: number, lat: number): Promise<unknown> {
    return this.api.get(`sites/?at=${lon},${lat}`);
  }

  /** What watches a site, nearest to the point first (or to its middle). */
  siteCameras(id: string, near: readonly [number, number] | null, limit: number): Promise<Raw> {
    return this.api.get(`sites/${encodeURIComponent(id)}/cameras/?limit=${limit}${near ? `&near=${near[0]},${near[1]}` : ""}`);
  }

  siteSensors(id: string, near: readonly [number, number] | null, limit: number): Promise<Raw> {
    return this.api.get(`sites/${encodeURIComponent(id)}/sensors/?limit=${limit}${near ? `&near=${near[0]},${near[1]}` : ""}`);
  }

  /** Whom to call, with whole numbers: that it was read is kept. */
  siteContacts(id: string): Promise<unknown> {
    return this.api.get(`sites/${encodeURIComponent(id)}/contacts/`);
  }
}
