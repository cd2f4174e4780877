/** What the console makes of alarms: the one answer for list, map and counters, floods, and what rings. */

import type { Alarm } from "../model/alarm";
import { alarmCounters, fits, grouped, selectedAlarms } from "../model/alarm-queries";
import { owns } from "../model/config";
import { FloodWatch, type Flood } from "../model/flood";
import { ringOfAlarm, ringOfFlood, type Ringable } from "../model/ringing";
import type { AlarmsShown } from "../panels/alarm-rail";
import type { Context } from "../panels/context";

export class AlarmDesk {
  private readonly watch = new FloodWatch();
  private region: string | null = null;

  constructor(private readonly context: Context, private readonly flooded: (flood: Flood) => void) {}

  /** List, map and counters from one answer, so that they always agree. */
  shown(): AlarmsShown {
    const { store, view, asker } = this.context;
    const { alarms: filters, filters: { region }, order } = view.state;
    const alarms = selectedAlarms(store.alarms(), { filters, region, order, now: asker().now });
    const isGrouped = filters.grouping === "on" || (filters.grouping === "auto" && this.watch.flood.isOn);
    return { alarms, groups: isGrouped ? grouped(alarms) : null, counters: alarmCounters(alarms, store.alarms()), flood: this.watch.flood };
  }

  /** What came, or a second, may begin or end a flood. Answers whether it did. */
  look(isReset = false): boolean {
    const { view, server } = this.context;
    const { region } = view.state.filters;
    // Another region is another operator's load.
    if (isReset || region !== this.region) this.watch.forget();
    this.region = region;
    const hasTurned = this.watch.look(this.own.filter((alarm) => !region || alarm.region === region), server.now());
    this.flooded(this.watch.flood);
    return hasTurned;
  }

  /** What may ring of alarms: those of the own regions; in a flood all of them as one. */
  ringables(): Ringable[] {
    return this.watch.flood.isOn ? ringOfFlood(this.own) : this.own.map(ringOfAlarm);
  }

  /** Those that the map lets spread rings: what waits and is shown. */
  pulsing(): readonly Alarm[] {
    const { view, asker } = this.context;
    if (!view.state.layers.includes("alarms")) return [];
    const question = { filters: view.state.alarms, region: view.state.filters.region, now: asker().now };
    return this.own.filter((alarm) => alarm.rings && fits(alarm, question)).sort((a, b) => a.priority - b.priority);
  }

  private get own(): Alarm[] {
    return this.context.store.alarms().filter(({ region }) => owns(this.context.config, region));
  }
}
