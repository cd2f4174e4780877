import { describe, expect, it } from "vitest";

import { QUEUE, choicesOf, chosen, parsePeople } from "./people";

const raw = (id: number, name: string, values: Record<string, unknown> = {}): Record<string, unknown> =>
  ({ id, name, role: "operator", role_name: "operator", open_incidents: 0, is_present: false, ...values });

describe("the people to hand over to", () => {
  it("come with who is present first, then the least busy, and the queue last", () => {
    const people = parsePeople([
      raw(1, "Absent"), raw(2, "Busy", { is_present: true, open_incidents: 3 }), raw(3, "Free", { is_present: true }),
    ]);
    expect(choicesOf(people).map(({ value }) => value)).toEqual(["3", "2", "1", QUEUE]);
  });

  it("are told with role, what they hold, and whether they are there", () => {
    const [first, last] = choicesOf(parsePeople([raw(2, "Nodira Aliyeva", { role_name: "supervisor", open_incidents: 3, is_present: true })]));
    expect(first?.label).toBe("Nodira Aliyeva · supervisor · holds 3 · present");
    expect(last?.label).toBe("The queue: it rings");
  });

  it("may be nobody: then the queue is left", () => {
    expect(choicesOf([]).map(({ value }) => value)).toEqual([QUEUE]);
  });

  it("are chosen by their id, and the queue by none", () => {
    expect([chosen("17"), chosen(QUEUE)]).toEqual([17, null]);
  });
});
