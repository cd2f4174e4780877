import { describe, expect, it, vi } from "vitest";
import { newSending, type Written } from "../model/call";
import { ApiError } from "./api";
import { CallSender, type CallPortal } from "./call-sender";

const WRITTEN: Written = {
  number: "+998901234567", channel: "102", type: "fire", priority: 2, title: "Smoke", description: "", address: "", region: "",
  place: { at: [69.28, 41.31], name: "", source: "said" },
};
const failure = (status: number, code: string): ApiError => new ApiError(status, { code, detail: "", fields: {} });
const LOST = failure(0, "outcome_unknown");
const CONFLICT = failure(409, "already_reported");

function portal(given: Partial<CallPortal> = {}): { [name in keyof CallPortal]: ReturnType<typeof vi.fn> } {
  return {
    answerCall: vi.fn(async () => ({ id: "c1" })), editCall: vi.fn(async () => ({})), attachCall: vi.fn(async () => ({ incident: "i1", outcome: "new_incident" })),
    call: vi.fn(async () => ({ id: "c1", incident: "i1", outcome: "new_incident" })),
    incident: vi.fn(async () => ({ id: "i1", version: 4, type: "fire", priority: 2, title: "Smoke", description: "", address: "", location: null, location_source: "" })),
    place: vi.fn(async () => ({})), ...given,
  } as never;
}

const sender = (fake: object): CallSender => new CallSender(fake as CallPortal, newSending(0, "k1"), () => undefined);

describe("a call that is sent again", () => {
  it("is taken down once; a corrected number and point reach the call that is there", async () => {
    const fake = portal();
    fake.attachCall.mockRejectedValueOnce(failure(400, "invalid"));
    const one = sender(fake);
    await expect(one.report(WRITTEN, "Fire")).rejects.toThrow();
    await one.report({ ...WRITTEN, number: "+998905554433", place: null }, "Fire");
    expect(fake.attachCall.mock.calls.map(([, body]) => body.incident.source)).toEqual(["102", "102"]);
    expect(fake.answerCall).toHaveBeenCalledTimes(1);
    expect(fake.editCall).toHaveBeenCalledExactlyOnceWith("c1", { number: "+998905554433", location: null, location_source: "" });
  });

  it("corrects the call whose taking down was not answered", async () => {
    const fake = portal();
    fake.answerCall.mockRejectedValueOnce(LOST);
    const one = sender(fake);
    await expect(one.report(WRITTEN, "Fire")).rejects.toBe(LOST);
    await one.report({ ...WRITTEN, channel: "112" }, "Fire");
    expect(fake.answerCall.mock.calls.map(([body]) => [body.source, body.source_ref])).toEqual([["102", "k1"], ["102", "k1"]]);
    expect(fake.editCall).toHaveBeenCalledExactlyOnceWith("c1", { channel: "112" });
  });

  it("is a new sending where the first was refused", async () => {
    const fake = portal();
    fake.answerCall.mockRejectedValueOnce(failure(400, "invalid"));
    const one = sender(fake);
    await expect(one.report(WRITTEN, "Fire")).rejects.toThrow();
    await one.report({ ...WRITTEN, channel: "112" }, "Fire");
    expect(fake.answerCall.mock.lastCall?.[0].source).toBe("112");
    expect(fake.editCall).not.toHaveBeenCalled();
  });
});

describe("a call that became something by a sending whose answer was lost", () => {
  it("is not stuck: what was changed since is added to the incident that it became", async () => {
    const fake = portal();
    fake.attachCall.mockRejectedValue(CONFLICT);
    expect(await sender(fake).report({ ...WRITTEN, address: "Navoiy 5" }, "Fire")).toBe("i1");
    expect(fake.place).toHaveBeenCalledExactlyOnceWith("i1", {
      address: "Navoiy 5", location: { type: "Point", coordinates: [69.28, 41.31] }, location_source: "said", version: 4,
    });
  });

  it("leads to the incident when it is attached or ended", async () => {
    const fake = portal();
    fake.attachCall.mockRejectedValue(CONFLICT);
    expect(await sender(fake).attach(WRITTEN, "i2")).toBe("i1");
    expect(await sender(fake).end(WRITTEN, "prank")).toBe("i1");
  });

  it("tells of the conflict where the call is still open: the incident it should belong to is over", async () => {
    const fake = portal({ call: vi.fn(async () => ({ id: "c1", incident: null, outcome: "" })) });
    fake.attachCall.mockRejectedValue(CONFLICT);
    await expect(sender(fake).attach(WRITTEN, "i2")).rejects.toBe(CONFLICT);
  });
});
