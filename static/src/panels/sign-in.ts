/** A session that ended is mended here, without leaving the page: nothing typed is lost. */

import { csrfCookie } from "../io/api";
import type { PageConfig } from "../model/config";
import { gettext } from "../model/i18n";
import { byId, show, slot } from "./dom";

export class SignIn {
  private readonly dialog = byId<HTMLDialogElement>("sign-in");
  private readonly login = byId<HTMLInputElement>("sign-in-login");
  private readonly password = byId<HTMLInputElement>("sign-in-password");
  private waiting: { promise: Promise<void>; done: () => void } | null = null;

  constructor(private readonly config: PageConfig, private readonly signedIn: () => void) {
    slot<HTMLAnchorElement>(this.dialog, "elsewhere").href = config.urls.login;
    // Neither closes it, nor reaches what lies behind while it would be opened again.
    this.dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") event.preventDefault(); });
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    // A browser closes a dialog that is told Esc again and again, whatever the page says.
    this.dialog.addEventListener("close", () => { if (this.waiting) this.open(); });
    slot(this.dialog, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    // Signed in in another tab: notice it when this one is looked at again.
    window.addEventListener("focus", () => { if (this.waiting) void this.check(); });
  }

  /** Resolves when the user is signed in again; many callers share one dialog. */
  ask(): Promise<void> {
    if (!this.waiting) {
      let done = (): void => undefined;
      const promise = new Promise<void>((resolve) => (done = resolve));
      this.waiting = { promise, done };
    }
    this.open();
    return this.waiting.promise;
  }

  private open(): void {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.login.focus();
  }

  private async submit(): Promise<void> {
    const go = slot(this.dialog, "go");
    go.setAttribute("aria-busy", "true");
    try {
      // The page gives the token that belongs to no session.
      await fetch(this.config.urls.login, { credentials: "same-origin" });
      await fetch(this.config.urls.login, {
        method: "POST", credentials: "same-origin",
        headers: { "X-CSRFToken": csrfCookie(document.cookie) || this.config.csrf },
        body: new URLSearchParams({ login: this.login.value, password: this.password.value }),
      });
      if (!(await this.check())) this.refuse(gettext("The name or the password is not right, or there were too many attempts."));
    } catch {
      this.refuse(gettext("The server cannot be reached. Try again."));
    } finally {
      go.removeAttribute("aria-busy");
    }
  }

  /** Is somebody signed in? The same person: go on. Another: load the page anew for him or her. */
  private async check(): Promise<boolean> {
    const response = await fetch(`${this.config.urls.api}me/`, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!response.ok) return false;
    const me = (await response.json()) as { id?: unknown; user?: { id?: unknown } };
    this.password.value = "";
    // What waits was asked by somebody else: nothing of it is sent in the name of who signed in now.
    if (String(me.id ?? me.user?.id ?? "") !== this.config.user.id) {
      location.reload();
      return true;
    }
    show(slot(this.dialog, "error"), false);
    const { waiting } = this;
    this.waiting = null;
    this.dialog.close();
    waiting?.done();
    this.signedIn();
    return true;
  }

  private refuse(text: string): void {
    const error = slot(this.dialog, "error");
    error.textContent = text;
    show(error, true);
    this.password.select();
  }
}
