import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress, readAddress } from "./address";
import { isFiltered, NO_ALARM_FILTERS, NO_FILTERS, START, type ViewState } from "./view";

describe("the address", () => {
  it("holds centre, zoom, layers, filters, order, list and selection, and gives them back", () => {
    const state: ViewState = {
      centre: [69.27951, 41.31152], zoom: 13.5, layers: ["incidents", "labels"],
      filters: { ...NO_FILTERS, priorities: [1, 2], type: "fire", region: "UZ-TK", mine: true, waiting: true, hours: 6, text: "Amir Temur & 107" },
      alarms: { show: "aside", priorities: [1], type: "smoke", hours: 24, text: "Gʻalaba", grouping: "off" },
      cameras: { statuses: ["offline", "degraded"], kinds: ["ptz"] }, sensors: { statuses: ["crossed"], kinds: ["pm2_5"] }, area: [[69.2, 41.3], [69.3, 41.3], [69.25, 41.35]],
      tab: "units", order: "newest", selection: { kind: "alarm_group", id: "smoke@site-7" },
    };
    expect(parseAddress(formatAddress(state))).toEqual(state);
  });

  it("opens at an alarm or a site that another page points at", () => {
    expect(parseAddress("?alarm=0192-cd").selection).toEqual({ kind: "alarm", id: "0192-cd" });
    expect(parseAddress("?site=7").selection).toEqual({ kind: "site", id: "7" });
    expect(formatAddress({ ...START, alarms: NO_ALARM_FILTERS })).toBe("");
  });

  it("is empty for what is as at the start", () => {
    expect(formatAddress(START)).toBe("");
    expect(parseAddress("")).toEqual(START);
  });

  it("shows sensors when they are asked for, not at the start", () => {
    expect(START.layers).not.toContain("sensors");
    const layers = [...START.layers, "sensors" as const];
    expect(new Set(parseAddress(formatAddress({ ...START, layers })).layers)).toEqual(new Set(layers));
    expect(parseAddress("?sensor=7").selection).toEqual({ kind: "sensor", id: "7" });
  });

  it("can say that no layer is shown", () => {
    expect(parseAddress(formatAddress({ ...START, layers: [] })).layers).toEqual([]);
  });

  it("takes an incident from another page's link", () => {
    expect(parseAddress("?incident=0192-ab").selection).toEqual({ kind: "incident", id: "0192-ab" });
  });

  it.each(["?at=north,pole,1", "?at=91,0,3", "?at=41,69,99", "?p=9,x", "?tab=admin", "?order=worst", "?sel=user:5", "?hours=-3", "?layers=secret", "?cs=<b>,1", "?area=41,69,42,70", "?area=41,69,x,70,40,68", "?area=41,69,42"])("ignores nonsense: %s", (query) => {
    const { layers, ...rest } = parseAddress(query);
    const { layers: _all, ...start } = START;
    expect(rest).toEqual(start);
    expect(layers.every((layer) => START.layers.includes(layer))).toBe(true);
  });
});

describe("a link that somebody else has shared", () => {
  const own = { regions: ["UZ-TK"], tabs: ["incidents", "units"] as const };

  it("loses a region and a list that are not the user's, and nothing else", () => {
    expect(readAddress("?region=UZ-NW&tab=queue&mine=1&at=41.3,69.2,12", own)).toEqual({
      ...START, centre: [69.2, 41.3], zoom: 12, filters: { ...NO_FILTERS, mine: true },
    });
  });

  it("keeps what is the user's", () => {
    expect(readAddress("?region=UZ-TK&tab=units", own)).toMatchObject({ filters: { region: "UZ-TK" }, tab: "units" });
  });
});

it("a region is a filter like the others", () => {
  expect([isFiltered(NO_FILTERS), isFiltered({ ...NO_FILTERS, region: "UZ-TK" })]).toEqual([false, true]);
});
