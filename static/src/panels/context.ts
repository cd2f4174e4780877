/** What every panel may use: given once by the composition root. */

import type { Drafts } from "../io/drafts";
import type { Portal } from "../io/portal";
import type { AlarmType } from "../model/alarm";
import type { PageConfig } from "../model/config";
import type { Asker } from "../model/queries";
import type { Series, Span } from "../model/series";
import type { Site } from "../model/sites";
import type { Store } from "../model/store";
import type { IncidentType } from "../model/targets";
import type { Clock, ServerClock } from "../model/time";
import type { View } from "../model/view";

/** A chart of readings that stands in its place. */
export interface Chart {
  draw: (series: Series) => void;
  resize: () => void;
  restyle: () => void;
}

export type DrawSeries = (place: HTMLElement, clock: Clock, zoomed: (span: Span) => void) => Chart;

export interface Context {
  config: PageConfig;
  store: Store;
  view: View;
  portal: Portal;
  drafts: Drafts;
  clock: Clock;
  server: ServerClock;
  types: ReadonlyMap<string, IncidentType>;
  alarmTypes: ReadonlyMap<string, AlarmType>;
  /** Protected sites, by id; empty until they have come. */
  sites: ReadonlyMap<string, Site>;
  /** Fetches the code of charts, which most panels never need. */
  seriesChart: () => Promise<DrawSeries>;
  asker: () => Asker;
  regionName: (code: string) => string;
  /** Every region of the country and the national queue, for handing over; not only the user's own. */
  everyRegion: () => readonly { code: string; name: string }[];
  /** Empty where it is not known. */
  districtName: (code: string) => string;
}
