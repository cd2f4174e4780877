/** The way to the portal: requests of this user's tablet, and what each refusal means for what waits. */

import { csrfCookie } from "../io/api";
import { isRaw, text } from "../model/raw";
import type { Entry, Outcome } from "./queue";

export type Standing = "unknown" | "online" | "offline" | "signed_out" | "revoked" | "no_unit";

const WITHIN_MS = 20_000;
const FILE_WITHIN_MS = 120_000;

interface Answer {
  status: number;
  body: unknown;
}

export class Link {
  standing: Standing = "unknown";
  user = 0;

  constructor(private readonly base: string, private readonly became: (standing: Standing) => void) {}

  get<T = unknown>(path: string): Promise<T | null> {
    return this.asked("GET", path).then(({ status, body }) => (status === 200 ? (body as T) : null));
  }

  /** Ask; where the session does not know its tablet yet, register it and ask again. */
  async asked(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
    const first = await this.once(method, path, body, headers);
    if (codeOf(first) !== "tablet_unknown") return this.judged(first);
    const registered = await this.once("POST", "field/tablet/");
    return this.judged(registered.status === 200 ? await this.once(method, path, body, headers) : registered);
  }

  async send(entry: Entry): Promise<Outcome> {
    const [body, type] = bodyOf(entry);
    const headers = { "Idempotency-Key": entry.key, "X-Field-User": String(entry.user), ...type };
    const answer = await this.asked("POST", `field/${entry.path}`, body, headers);
    if (answer.status >= 200 && answer.status < 300) return { is: "done" };
    if (this.standing !== "online" || codeOf(answer) === "of_another_user") return { is: "stop" };
    if (answer.status === 429 || answer.status === 408 || answer.status >= 500) return { is: "later" };
    return { is: "refused", why: isRaw(answer.body) ? text(answer.body.detail) : "" };
  }

  private judged(answer: Answer): Answer {
    const code = codeOf(answer);
    if (answer.status === 0) this.become("offline");
    else if (answer.status === 410) this.become("revoked");
    else if (answer.status === 401 || code === "not_authenticated") this.become("signed_out");
    else if (code === "no_unit") this.become("no_unit");
    else if (answer.status < 500) this.become("online");
    else this.become("offline");
    return answer;
  }

  private async once(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
    try {
      const response = await fetch(this.base + path, {
        method, credentials: "same-origin", body: body ?? null,
        headers: { Accept: "application/json", ...(method === "GET" ? {} : { "X-CSRFToken": csrfCookie(document.cookie) }), ...headers },
        signal: AbortSignal.timeout(body instanceof FormData ? FILE_WITHIN_MS : WITHIN_MS),
      });
      return { status: response.status, body: await response.json().catch(() => null) };
    } catch {
      return { status: 0, body: null };
    }
  }

  become(standing: Standing): void {
    if (standing === this.standing) return;
    this.standing = standing;
    this.became(standing);
  }
}

function codeOf({ status, body }: Answer): string {
  return status >= 400 && isRaw(body) ? text(body.code) : "";
}

function bodyOf({ body, file }: Entry): [BodyInit, Record<string, string>] {
  if (!file) return [JSON.stringify(body), { "Content-Type": "application/json" }];
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) form.set(name, String(value));
  form.set("file", file, "photo.jpg");
  return [form, {}];
}
