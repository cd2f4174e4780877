import { expect, it } from "vitest";
import { groups, thingOf, type Thing } from "./found";

const NONE = new Set<never>();
const thing = (kind: string, id: string, title = "Fire"): Thing => thingOf({ kind, id, title, subtitle: "", lon: 69, lat: 41 }) as Thing;
const units = (count: number): Thing[] => Array.from({ length: count }, (_, i) => thing("unit", String(i)));

it("a thing that both the screen and the server know stands once; two of one name stand twice", () => {
  const [group] = groups([thing("incident", "1")], [thing("incident", "1"), thing("incident", "2")], { incident: 2 }, NONE);
  expect(group?.things.map(({ id }) => id)).toEqual(["1", "2"]);
});

it("a few of each kind stand there, and how many there are", () => {
  const [group] = groups([], units(6), { unit: 31 }, NONE);
  expect([group?.things.length, group?.total, group?.isMore]).toEqual([6, 31, false]);
  expect(groups(units(9), [], {}, NONE)[0]).toMatchObject({ total: 9 });
});

it("a kind that was opened shows all that is known of it", () => {
  expect(groups(units(31), [], {}, new Set(["unit" as const]))[0]?.things.length).toBe(31);
});

it("a hundred stands for a hundred or more", () => {
  expect(groups([], units(6), { unit: 100 }, NONE)[0]).toMatchObject({ total: 100, isMore: true });
});

it("what is of no known kind is left out", () => {
  expect(thingOf({ kind: "planet", id: 1 })).toBeNull();
});
