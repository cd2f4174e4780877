/** The service worker of `/field/`: the page opens without a connection. It keeps the page's own files and nothing of anybody. */

interface Fetching extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
  waitUntil(work: Promise<unknown>): void;
}
interface Worker {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate" | "fetch", listener: (event: Fetching) => void): void;
}

const worker = self as unknown as Worker;
const VERSION = new URL(location.href).searchParams.get("v") ?? "";
const CACHE = `field-${VERSION}`;
const SHELL = "/field/shell/";
const PAGE = "/field/";
const WORDS = "/jsi18n/";
/** A bad connection is worse than none: after this the kept page is shown. */
const PATIENCE_MS = 4_000;

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  const { urls } = (await (await fetch(SHELL, { credentials: "same-origin" })).json()) as { urls: string[] };
  await cache.addAll(urls);
  for (const path of [PAGE, WORDS]) {
    const answer = await fetch(path, { credentials: "same-origin" });
    if (isOurs(answer)) await cache.put(path, answer);
  }
}

async function forgetOthers(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith("field-") && name !== CACHE) await caches.delete(name);
}

/** An answer of the page itself, not of the sign-in that it was led to. */
function isOurs(answer: Response): boolean {
  return answer.ok && !answer.redirected && answer.type === "basic";
}

async function fresh(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  const asked = fetch(request).then(async (answer) => {
    if (isOurs(answer)) await cache.put(path, answer.clone());
    return answer;
  });
  if (!kept) return asked;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([asked.catch(() => kept), late]);
}

async function keptFirst(request: Request): Promise<Response> {
  return (await (await caches.open(CACHE)).match(request, { ignoreSearch: false })) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(forgetOthers().then(() => worker.clients.claim())));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(fresh(PAGE, request));
  else if (pathname === WORDS) event.respondWith(fresh(WORDS, request));
  else if (pathname.startsWith("/static/")) event.respondWith(keptFirst(request));
});
