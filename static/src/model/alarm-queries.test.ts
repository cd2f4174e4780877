import { describe, expect, it } from "vitest";
import { alarmCounters, grouped, groupKey, groupNamed, selectedAlarms, type AlarmQuestion } from "./alarm-queries";
import { anAlarm } from "./testing";
import { NO_ALARM_FILTERS, type AlarmFilters } from "./view";

const NOW = Date.parse("2026-10-01T09:00:00Z");
const ask = (filters: Partial<AlarmFilters> = {}, region = ""): AlarmQuestion => ({ filters: { ...NO_ALARM_FILTERS, ...filters }, region, order: "urgent", now: NOW });

describe("the list", () => {
  const waiting = anAlarm({ priority: 3 });
  const taken = anAlarm({ priority: 1, state: "acknowledged" });
  const over = anAlarm({ priority: 2, state: "returned" });
  const shelved = anAlarm({ state: "shelved", region: "UZ-TO" });
  const all = [taken, shelved, waiting, over];

  it("has on top what nobody acknowledged, the most severe first, and leaves out what is put by", () => {
    expect(selectedAlarms(all, ask())).toEqual([over, waiting, taken]);
  });

  it("shows what waits, what is put by, or all", () => {
    expect(selectedAlarms(all, ask({ show: "waiting" }))).toEqual([over, waiting]);
    expect(selectedAlarms(all, ask({ show: "aside" }))).toEqual([shelved]);
    expect(selectedAlarms(all, ask({ show: "all" }))).toHaveLength(4);
  });

  it("narrows by region, priority, type, time and words", () => {
    expect(selectedAlarms(all, ask({ show: "all" }, "UZ-TO"))).toEqual([shelved]);
    expect(selectedAlarms(all, ask({ priorities: [1] }))).toEqual([taken]);
    expect(selectedAlarms(all, ask({ type: "smoke" }))).toEqual([]);
    expect(selectedAlarms(all, ask({ hours: 0.5 }))).toEqual([]);
    expect(selectedAlarms(all, ask({ text: waiting.sourceCode }))).toContain(waiting);
    expect(selectedAlarms([anAlarm({ sites: [{ id: 1, name: "Chorvoq" }] })], ask({ text: "Чорвоқ" }))).toHaveLength(1);
  });

  it("has counters that agree with it, and tell what is not shown", () => {
    const shown = selectedAlarms(all, ask({ priorities: [1] }));
    expect(alarmCounters(shown, all)).toEqual({
      byPriority: { 1: 1, 2: 0, 3: 0, 4: 0, 5: 0 }, shown: 1, total: 4, notOnMap: 0, aside: 1, waiting: 0, hiddenWaiting: 2,
    });
  });
});

describe("groups", () => {
  const at = (values: Record<string, unknown>) => anAlarm({ type: "smoke", district: "1726", ...values });

  it("are of one type at one place: the site, else the district, else the region", () => {
    expect(groupKey(at({ sites: [{ id: 7, name: "Dam" }] }))).toBe("smoke@site-7");
    expect(groupKey(at({}))).toBe("smoke@district-1726");
    expect(groupKey(at({ district: null }))).toBe("smoke@region-UZ-TK");
  });

  it("stand where their first alarm would, with the most severe of them and how many wait", () => {
    const alarms = [at({ priority: 4 }), at({ type: "gas" }), at({ priority: 2, state: "acknowledged" })];
    const found = grouped(alarms);
    expect(found.map(({ key, alarms: members, priority, waiting }) => [key, members.length, priority, waiting]))
      .toEqual([["smoke@district-1726", 2, 2, 1], ["gas@district-1726", 1, 3, 1]]);
  });

  it("hold every alarm exactly once", () => {
    const alarms = Array.from({ length: 40 }, (_, i) => at({ type: `t${i % 7}`, district: String(i % 3) }));
    expect(grouped(alarms).flatMap(({ alarms: members }) => members.map(({ id }) => id)).sort()).toEqual(alarms.map(({ id }) => id).sort());
  });

  it("are found by name as long as one of them is open", () => {
    const one = at({});
    expect(groupNamed([one], "smoke@district-1726")?.alarms).toEqual([one]);
    expect(groupNamed([one], "gas@district-1726")).toBeNull();
  });
});
