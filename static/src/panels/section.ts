/** A part of a panel that loads by itself: a skeleton at once, then its content, or what failed and a way to try again. */

import { gettext } from "../model/i18n";
import { clone, put, slot } from "./dom";
import { failureText } from "./toasts";

const SETTLE_MS = 60;

export class Section<T> {
  readonly element = clone("section");
  private turn = 0;

  constructor(
    title: string,
    private readonly load: () => Promise<T>,
    private readonly draw: (body: HTMLElement, value: T, aside: (text: string) => void) => void,
    private readonly skeletons = 3,
  ) {
    put(this.element, { title });
  }

  /** Load anew; what is there stays until the answer has come. */
  refresh(): void {
    const turn = ++this.turn;
    const body = slot(this.element, "body");
    if (body.childElementCount === 0) body.replaceChildren(...Array.from({ length: this.skeletons }, () => clone("skeleton")));
    // Whoever walks through a list with a held key asks for what he or she stops at alone.
    setTimeout(() => { if (turn === this.turn && this.element.isConnected) this.ask(turn); }, SETTLE_MS);
  }

  private ask(turn: number): void {
    this.load().then(
      (value) => { if (turn === this.turn) this.redraw(value); },
      (error: unknown) => { if (turn === this.turn) this.failed(error); },
    );
  }

  redraw(value: T): void {
    const body = slot(this.element, "body");
    body.replaceChildren();
    this.draw(body, value, (text) => put(this.element, { aside: text }));
  }

  private failed(error: unknown): void {
    const notice = clone("section-fail");
    put(notice, { text: `${gettext("Could not be loaded.")} ${failureText(error)}` });
    slot(notice, "again").addEventListener("click", () => {
      slot(this.element, "body").replaceChildren();
      this.refresh();
    });
    slot(this.element, "body").replaceChildren(notice);
  }
}
