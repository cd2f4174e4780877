import { describe, expect, it } from "vitest";
import { Queue, type Entry, type Outcome, type Shelf } from "./queue";

function memory(): Shelf & { rows: Entry[] } {
  let last = 0;
  const rows: Entry[] = [];
  return {
    rows,
    all: async () => rows.map((row) => ({ ...row })),
    add: async (entry) => { rows.push({ ...entry, id: ++last }); },
    put: async (entry) => { rows[rows.findIndex(({ id }) => id === entry.id)] = entry; },
    remove: async (id) => { rows.splice(rows.findIndex((row) => row.id === id), 1); },
  };
}

const step = (to: string, at = 1): Omit<Entry, "id" | "user"> => ({
  kind: "step", path: "assignments/a/transition/", body: { to }, key: to, at, assignment: "a",
});

async function queueOf(answers: (entry: Entry) => Outcome, shelf = memory(), user = 7): Promise<{ queue: Queue; sent: string[]; shelf: typeof shelf }> {
  const sent: string[] = [];
  const queue = new Queue(shelf, async (entry) => { sent.push(entry.key); return answers(entry); }, () => undefined);
  queue.user = user;
  await queue.open(1);
  return { queue, sent, shelf };
}

describe("the queue on the device", () => {
  it("sends in the order of writing, each once", async () => {
    const { queue, sent } = await queueOf(() => ({ is: "done" }));
    for (const to of ["accepted", "en_route", "on_scene"]) await queue.add(step(to));
    await Promise.all([queue.drain(), queue.drain()]);
    await queue.drain();
    expect(sent).toEqual(["accepted", "en_route", "on_scene"]);
    expect(queue.waiting).toEqual([]);
  });

  it("keeps everything, in order, while nobody answers", async () => {
    const { queue, sent } = await queueOf(() => ({ is: "later" }));
    for (const to of ["accepted", "en_route"]) await queue.add(step(to));
    await queue.drain();
    expect(sent).toEqual(["accepted"]);
    expect(queue.steps.map(({ to }) => to)).toEqual(["accepted", "en_route"]);
  });

  it("goes on after what the portal refuses, and tells why", async () => {
    const { queue, sent } = await queueOf(({ key }) => (key === "accepted" ? { is: "refused", why: "stood down" } : { is: "done" }));
    for (const to of ["accepted", "en_route"]) await queue.add(step(to));
    await queue.drain();
    expect(sent).toEqual(["accepted", "en_route"]);
    expect(queue.refused.map(({ refusal }) => refusal)).toEqual(["stood down"]);
    await queue.drain();
    expect(sent).toHaveLength(2);
  });

  it("sends a call for help before all else", async () => {
    const { queue, sent } = await queueOf(() => ({ is: "done" }));
    await queue.add(step("accepted"));
    await queue.add({ kind: "sos", path: "sos/", body: {}, key: "sos", at: 2 });
    await queue.drain();
    expect(sent).toEqual(["sos", "accepted"]);
  });

  it("never sends what another user wrote, and forgets it after a day", async () => {
    const shelf = memory();
    const first = await queueOf(() => ({ is: "later" }), shelf);
    await first.queue.add(step("accepted"));
    const second = await queueOf(() => ({ is: "done" }), shelf, 8);
    await second.queue.drain();
    expect(second.sent).toEqual([]);
    expect([second.queue.waiting.length, second.queue.ofOthers]).toEqual([0, 1]);
    await second.queue.open(2 * 24 * 3600 * 1000);
    expect(shelf.rows).toEqual([]);
  });
});
