/** The lists of a wall display: what stands there is big, and what has no room is counted. */

import type { Alarm } from "../model/alarm";
import { linesOf, type AlarmLine } from "./alarm-list";
import { grouped } from "../model/alarm-queries";
import { alarmStateWord, priorityLetter, timesWord } from "../model/alarm-words";
import type { Flood } from "../model/flood";
import { ngettext } from "../model/i18n";
import type { Incident } from "../model/messages";
import { timerText } from "../model/time";
import type { Names } from "../model/turns";
import { priorityWord, statusWord } from "../model/words";
import { byId, clone, glyph, put, reconcile, show, slot, write } from "./dom";

interface Row {
  key: string;
  priority: 1 | 2 | 3 | 4 | 5;
  mark: string;
  title: string;
  where: string;
  state: string;
  since: number | null;
  rings: boolean;
}

/** More are not made, however high the screen is. */
const MOST = 60;

export class DisplayBoard {
  private readonly alarms = new BigList(byId("display-alarms"));
  private readonly incidents = new BigList(byId("display-incidents"));

  constructor(private readonly names: Names, private readonly regionName: (code: string) => string, private readonly now: () => number) {}

  /** In a flood what alarms of one kind at one place is one line with its count. */
  drawAlarms(alarms: readonly Alarm[], flood: Flood): void {
    const lines = flood.isOn ? linesOf(grouped(alarms)) : linesOf(alarms.flatMap((alarm) => grouped([alarm])));
    this.alarms.draw(lines.map((line) => this.alarmRow(line)), alarms.length, this.now());
    const bar = byId("display-flood");
    show(bar, flood.isOn);
    if (flood.isOn) write(bar, ngettext("Flood of alarms: %(count)s in 10 minutes", "Flood of alarms: %(count)s in 10 minutes", flood.count));
  }

  drawIncidents(incidents: readonly Incident[]): void {
    this.incidents.draw(incidents.map((incident) => this.incidentRow(incident)), incidents.length, this.now());
  }

  tick(): void {
    this.alarms.tick(this.now());
    this.incidents.tick(this.now());
  }

  private alarmRow({ group, alarm, isGroup }: AlarmLine): Row {
    const name = this.names.alarmTypes[alarm.type] ?? alarm.type;
    const place = [group.place.name || this.place(alarm.district, alarm.region), isGroup ? "" : alarm.sourceName || alarm.sourceCode];
    return {
      key: isGroup ? group.key : alarm.id, priority: group.priority, mark: priorityLetter(group.priority),
      title: isGroup ? `${name} × ${group.alarms.length}` : name, where: place.filter(Boolean).join(" · "),
      state: isGroup ? "" : [alarmStateWord(alarm.state), timesWord(alarm.occurrences)].filter(Boolean).join(" · "),
      since: isGroup ? group.newestAt : alarm.raisedAt, rings: group.waiting > 0,
    };
  }

  /** A display gets no title and no address: what it is, and in which district. */
  private incidentRow(incident: Incident): Row {
    return {
      key: incident.id, priority: incident.priority, mark: String(incident.priority),
      title: incident.title || this.names.types[incident.type] || incident.type,
      where: [incident.number, this.place(incident.district, incident.region)].filter(Boolean).join(" · "), state: statusWord(incident.status),
      since: incident.stamps.reported ?? null, rings: incident.rings,
    };
  }

  private place(district: string, region: string): string {
    return this.names.districts[district] ?? this.regionName(region);
  }
}

class BigList {
  private readonly rows = new Map<string, HTMLElement>();
  private items: readonly Row[] = [];
  private total = 0;

  constructor(private readonly section: HTMLElement) {
    new ResizeObserver(() => this.fit()).observe(section);
  }

  draw(items: readonly Row[], total: number, now: number): void {
    this.items = items.slice(0, MOST);
    this.total = items.length;
    reconcile(slot(this.section, "rows"), this.items, ({ key }) => key, () => clone("display-row"), this.rows, (element, row) => this.fill(element, row));
    put(this.section, { count: String(total) });
    show(slot(this.section, "none"), items.length === 0);
    this.fit();
    this.tick(now);
  }

  tick(now: number): void {
    for (const { key, since } of this.items) {
      const row = this.rows.get(key);
      if (row && since !== null) write(slot(row, "timer"), timerText(now - since));
    }
  }

  private fill(element: HTMLElement, row: Row): void {
    element.dataset.priority = String(row.priority);
    element.dataset.rings = String(row.rings);
    glyph(slot<SVGElement>(element, "glyph"), row.priority, priorityWord(row.priority));
    put(element, { mark: row.mark, title: row.title, where: row.where, state: row.state });
  }

  /** Rows that have no whole room are hidden, and counted. */
  private fit(): void {
    const list = slot(this.section, "rows");
    for (const row of this.rows.values()) show(row, true);
    const room = list.getBoundingClientRect().bottom + 1;
    let shown = 0;
    for (const { key } of this.items) {
      const row = this.rows.get(key);
      const fits = row !== undefined && row.getBoundingClientRect().bottom <= room;
      if (row) show(row, fits);
      if (fits) shown++;
    }
    const more = slot(this.section, "more");
    const hidden = this.total - shown;
    write(more, hidden > 0 ? ngettext("and %(count)s more", "and %(count)s more", hidden) : "");
  }
}
