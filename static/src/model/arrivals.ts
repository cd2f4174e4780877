/** Which incidents are news: those that an event brings, and after an outage those that a new snapshot holds. */

import type { Incident } from "./messages";

export interface News {
  /** Most severe first. */
  incidents: readonly Incident[];
  /** They came while nobody could tell of them. */
  isLate: boolean;
}

export class Arrivals {
  private known: ReadonlySet<string> | null = null;

  /** What has come since it was asked last; `arrived` by events, the rest by the snapshot of a reset. */
  take(incidents: readonly Incident[], arrived: ReadonlySet<string>, isReset: boolean): News {
    const before = this.known;
    this.known = new Set(incidents.map(({ id }) => id));
    // The first snapshot of a page is no news.
    const isNews = ({ id }: Incident): boolean => arrived.has(id) || (isReset && before !== null && !before.has(id));
    const news = incidents.filter(isNews).sort((a, b) => a.priority - b.priority);
    return { incidents: news, isLate: isReset };
  }
}
