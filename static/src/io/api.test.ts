import { describe, expect, it, vi } from "vitest";
import { Api, ApiError, csrfCookie } from "./api";

function answering(...answers: (Response | Error)[]): ReturnType<typeof vi.fn> {
  return vi.fn(async () => {
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  });
}

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const OUT = { code: "not_authenticated", detail: "", fields: {} };

function api(fetch: ReturnType<typeof vi.fn>, signIn = vi.fn(async () => undefined)): { api: Api; signIn: typeof signIn } {
  return { api: new Api({ base: "/api/v1/", csrf: () => "token", signIn, fetch: fetch as unknown as typeof globalThis.fetch }), signIn };
}

describe("requests", () => {
  it("carry the token when they write, and not when they read", async () => {
    const fetch = answering(json(200, {}), json(200, {}));
    const { api: portal } = api(fetch);
    await portal.get("me/");
    await portal.post("calls/", { number: "1" });
    const headers = fetch.mock.calls.map(([, init]) => (init as RequestInit).headers as Record<string, string>);
    expect(headers[0]?.["X-CSRFToken"]).toBeUndefined();
    expect(headers[1]?.["X-CSRFToken"]).toBe("token");
  });

  it("that are refused tell the server's code and sentence", async () => {
    const { api: portal } = api(answering(json(409, { code: "version_is_old", detail: "operator 12 acknowledged this 2 s ago.", fields: {} })));
    const error = (await portal.post("x/", {}).catch((e: unknown) => e)) as ApiError;
    expect(error).toBeInstanceOf(ApiError);
    expect([error.isConflict, error.body.code, error.message]).toEqual([true, "version_is_old", "operator 12 acknowledged this 2 s ago."]);
  });

  it("that reach nobody say so", async () => {
    const { api: portal } = api(answering(new TypeError("failed to fetch")));
    await expect(portal.get("x/")).rejects.toMatchObject({ isUnreachable: true });
  });

  it("that get something else than JSON have a code all the same", async () => {
    const { api: portal } = api(answering(new Response("<html>", { status: 502 })));
    await expect(portal.get("x/")).rejects.toMatchObject({ status: 502, body: { code: "http_502" } });
  });
});

describe("a write that nobody answered", () => {
  const timeout = (): Error => new DOMException("late", "TimeoutError");
  const key = (call: unknown[]): string => ((call[1] as RequestInit).headers as Record<string, string>)["Idempotency-Key"] ?? "";

  it.each([["the network", timeout()], ["a gateway", new Response("", { status: 504 })]])("has an unknown outcome: it may have been saved (%s)", async (_what, answer) => {
    const { api: portal } = api(answering(answer));
    await expect(portal.post("incidents/", {})).rejects.toMatchObject({ isUnknown: true });
  });

  it("is not a reading that failed", async () => {
    const { api: portal } = api(answering(timeout(), new Response("", { status: 504 })));
    await expect(portal.get("incidents/")).rejects.toMatchObject({ isUnknown: false, isUnreachable: true });
    await expect(portal.get("incidents/")).rejects.toMatchObject({ isUnknown: false });
  });

  it("is sent again under its first key; another body and the next writing have their own", async () => {
    const fetch = answering(timeout(), json(201, {}), json(201, {}), json(201, {}));
    const { api: portal } = api(fetch);
    await portal.post("incidents/", { title: "a" }).catch(() => undefined);
    await portal.post("incidents/", { title: "b" });
    await portal.post("incidents/", { title: "a" });
    await portal.post("incidents/", { title: "a" });
    const [first, other, again, next] = fetch.mock.calls.map(key);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(again).toBe(first);
    expect(new Set([first, other, next]).size).toBe(3);
  });

  it("keeps its key through a signing in", async () => {
    const fetch = answering(json(401, OUT), json(201, {}));
    const { api: portal } = api(fetch);
    await portal.post("incidents/", {});
    expect(key(fetch.mock.calls[0] as unknown[])).toBe(key(fetch.mock.calls[1] as unknown[]));
  });
});

describe("a session that ended", () => {
  it.each([401, 403])("(%d) is mended, and the same request is sent again", async (status) => {
    const fetch = answering(json(status, OUT), json(201, { id: "c1" }));
    const { api: portal, signIn } = api(fetch);
    await expect(portal.post("calls/", { number: "+998" })).resolves.toEqual({ id: "c1" });
    expect(signIn).toHaveBeenCalledTimes(1);
    const bodies = fetch.mock.calls.map(([, init]) => (init as RequestInit).body);
    expect(bodies[0]).toBe(bodies[1]);
  });

  it("is not asked about for what the role may not do", async () => {
    const { api: portal, signIn } = api(answering(json(403, { code: "permission_denied", detail: "No.", fields: {} })));
    await expect(portal.post("x/", {})).rejects.toMatchObject({ status: 403 });
    expect(signIn).not.toHaveBeenCalled();
  });
});

it("the token is read from among other cookies", () => {
  expect(csrfCookie("a=1; csrftoken=abc; b=2")).toBe("abc");
  expect(csrfCookie("xcsrftoken=no")).toBe("");
});
