/** HTTP to the portal: JSON both ways, CSRF, coded errors; a session that ended is mended and the request sent again. */

export interface ErrorBody {
  code: string;
  detail: string;
  fields: Readonly<Record<string, unknown>>;
}

/** An answer that is no success; status 0: nothing answered. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly body: ErrorBody) {
    super(body.detail || body.code);
  }

  get isConflict(): boolean {
    return this.status === 409;
  }

  get isUnreachable(): boolean {
    return this.status === 0;
  }

  /** A write that nobody answered: it may have been done, or not. */
  get isUnknown(): boolean {
    return this.body.code === OUTCOME_UNKNOWN;
  }
}

const OUTCOME_UNKNOWN = "outcome_unknown";
/** What a gateway answers for a server that did not answer it. */
const GATEWAY: ReadonlySet<number> = new Set([502, 504]);

export interface ApiOptions {
  base: string;
  csrf: () => string;
  /** Resolves when the user has signed in again; rejects when he or she gave up. */
  signIn: () => Promise<void>;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

const SIGNED_OUT: ReadonlySet<string> = new Set(["not_authenticated", "authentication_failed"]);

async function errorOf(response: Response, isWrite: boolean): Promise<ApiError> {
  if (isWrite && GATEWAY.has(response.status)) return new ApiError(response.status, { code: OUTCOME_UNKNOWN, detail: "", fields: {} });
  const body = (await response.json().catch(() => ({}))) as Partial<ErrorBody>;
  return new ApiError(response.status, {
    code: typeof body.code === "string" ? body.code : `http_${response.status}`,
    detail: typeof body.detail === "string" ? body.detail : "",
    fields: body.fields ?? {},
  });
}

function isSignedOut(error: ApiError): boolean {
  return error.status === 401 || (error.status === 403 && SIGNED_OUT.has(error.body.code));
}

/** 128 random bits; `crypto.randomUUID` is missing on pages without TLS. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Api {
  private readonly fetch: typeof fetch;
  /** Keys of writes whose outcome is unknown, by what was sent: sent again, it is the same request. */
  private readonly keys = new Map<string, string>();

  constructor(private readonly options: ApiOptions) {
    this.fetch = options.fetch ?? ((input, init) => fetch(input, init));
  }

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.send<T>("GET", path, undefined, {}, signal);
  }

  /** What is no JSON, as a picture: its bytes and its headers. */
  async bytes(path: string, signal?: AbortSignal): Promise<{ blob: Blob; headers: Headers }> {
    const response = await this.answered("GET", path, undefined, { Accept: "*/*" }, signal);
    return { blob: await response.blob(), headers: response.headers };
  }

  /** Carries an `Idempotency-Key`; the same again after an unknown outcome carries the same one. */
  async post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    const request = `${path} ${JSON.stringify(body)}`;
    const key = this.keys.get(request) ?? newKey();
    this.keys.delete(request);
    try {
      return await this.send<T>("POST", path, body, { "Idempotency-Key": key, ...headers });
    } catch (error) {
      if (error instanceof ApiError && error.isUnknown) this.keys.set(request, key);
      throw error;
    }
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>("PATCH", path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.send("DELETE", path);
  }

  private async send<T>(
    method: string, path: string, body?: unknown, headers: Record<string, string> = {}, signal?: AbortSignal,
  ): Promise<T> {
    const response = await this.answered(method, path, body, headers, signal);
    return (response.status === 204 ? null : await response.json()) as T;
  }

  private async answered(
    method: string, path: string, body?: unknown, headers: Record<string, string> = {}, signal?: AbortSignal,
  ): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.once(method, path, body, headers, signal);
      } catch (error) {
        if (!(error instanceof ApiError) || !isSignedOut(error) || attempt > 0) throw error;
        await this.options.signIn();
      }
    }
  }

  private async once(
    method: string, path: string, body: unknown, headers: Record<string, string>, signal?: AbortSignal,
  ): Promise<Response> {
    const response = await this.reach(this.options.base + path, {
      method,
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        ...(method === "GET" ? {} : { "Content-Type": "application/json", "X-CSRFToken": this.options.csrf() }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ?? AbortSignal.timeout(this.options.timeoutMs ?? 20_000),
    });
    if (!response.ok) throw await errorOf(response, method !== "GET");
    return response;
  }

  private async reach(address: string, init: RequestInit): Promise<Response> {
    try {
      return await this.fetch(address, init);
    } catch (error) {
      if (init.signal?.aborted && (error as Error).name === "AbortError") throw error;
      throw new ApiError(0, { code: init.method === "GET" ? "unreachable" : OUTCOME_UNKNOWN, detail: "", fields: {} });
    }
  }
}

/** The CSRF token as Django's cookie holds it now: it changes with each sign-in. */
export function csrfCookie(cookies: string): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(cookies)?.[1] ?? "";
}
