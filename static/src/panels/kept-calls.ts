/** Calls that were begun and put aside: go on with one, discard one, or take a new call. */

import type { Draft } from "../io/drafts";
import { gettext } from "../model/i18n";
import type { Context } from "./context";
import { byId, clone, put, show, slot } from "./dom";
import { toast } from "./toasts";

/** Each call is kept under a name of its own: a new one never takes the place of another. */
export const CALLS = "call:";

export interface KeptHooks {
  goOn: (name: string, draft: Draft) => void;
  fresh: () => void;
  /** The call is in the books already: it cannot vanish, but end. */
  end: (name: string, draft: Draft) => void;
}

export class KeptCalls {
  private readonly root = slot(byId("call"), "kept");

  constructor(private readonly context: Context, private readonly hooks: KeptHooks) {
    slot(this.root, "kept-new").addEventListener("click", () => hooks.fresh());
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** Ask which call it is. Answers false when none is kept. */
  offer(): boolean {
    const kept = this.context.drafts.all(CALLS).sort(([, a], [, b]) => Number(b.opened_at) - Number(a.opened_at));
    slot(this.root, "kept-list").replaceChildren(...kept.map(([name, draft]) => this.item(name, draft)));
    show(this.root, kept.length > 0);
    if (kept.length > 0) slot(this.root, "kept-new").focus();
    return kept.length > 0;
  }

  close(): void {
    show(this.root, false);
  }

  discard(name: string, draft: Draft): void {
    if (draft.call) return this.hooks.end(name, draft);
    this.context.drafts.forget(name);
    toast(gettext("The call that was begun is discarded."), "plain", {
      label: gettext("Undo"), run: () => this.context.drafts.keep(name, draft),
    });
  }

  private item(name: string, draft: Draft): HTMLElement {
    const element = clone("kept-call");
    const at = Number(draft.opened_at) || this.context.server.now();
    put(element, {
      at: this.context.clock.stamp(at, this.context.server.now()),
      text: [draft.title || draft.type_text, draft.number, draft.address || draft.place_text].filter(Boolean).join(" · "),
    });
    slot(element, "kept-continue").addEventListener("click", () => this.hooks.goOn(name, draft));
    slot(element, "kept-discard").addEventListener("click", () => {
      this.discard(name, draft);
      if (this.isOpen && !this.offer()) this.hooks.fresh();
    });
    return element;
  }
}
