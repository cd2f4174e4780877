/** A text field with a list to choose from: arrows, Enter, mouse; the focus stays in the field. */

import { gettext } from "../model/i18n";
import { clone, put, show } from "./dom";
import { failureText } from "./toasts";

export interface Option<T> {
  text: string;
  more: string;
  value: T;
}

/** What fits, and a word on what does not stand in the list. */
export interface Found<T> {
  options: readonly Option<T>[];
  note?: string;
}

const CLOSED = -1;

export class Combo<T> {
  private options: readonly Option<T>[] = [];
  private active = CLOSED;
  /** Answers that were overtaken are not drawn. */
  private turn = 0;
  private readonly note: HTMLElement;

  constructor(
    readonly input: HTMLInputElement, private readonly list: HTMLElement,
    private readonly find: (text: string) => Found<T> | Promise<Found<T>>, private readonly choose: (option: Option<T>) => void,
  ) {
    this.note = this.drop.querySelector(".combo__note") as HTMLElement;
    input.addEventListener("input", () => void this.open());
    input.addEventListener("focus", () => void this.open());
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.key(event));
    // The field keeps the focus, so that no press of a mouse closes the list before its click.
    for (const name of ["pointerdown", "mousedown"]) this.drop.addEventListener(name, (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = (event.target as HTMLElement).closest<HTMLElement>("[data-option]");
      if (item) this.take(Number(item.dataset.option));
    });
  }

  close(): void {
    this.turn++;
    show(this.drop, false);
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private get drop(): HTMLElement {
    return this.list.parentElement as HTMLElement;
  }

  private get isOpen(): boolean {
    return !this.drop.hidden;
  }

  private async open(): Promise<void> {
    const turn = ++this.turn;
    const found = await this.look();
    if (turn !== this.turn || document.activeElement !== this.input) return;
    this.options = found.options;
    this.active = 0;
    this.draw(found.note ?? "");
  }

  /** A search that failed is not one that found nothing. */
  private async look(): Promise<Found<T>> {
    try {
      return await this.find(this.input.value);
    } catch (error) {
      return { options: [], note: `${gettext("The search failed.")} ${failureText(error)}` };
    }
  }

  private draw(note: string): void {
    this.list.replaceChildren(...this.options.map((option, i) => {
      const item = clone("combo-item");
      item.id = `${this.list.id}-${i}`;
      item.dataset.option = String(i);
      put(item, { text: option.text, more: option.more });
      return item;
    }));
    this.note.textContent = note;
    show(this.note, note !== "");
    show(this.drop, this.options.length > 0 || note !== "");
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.mark();
  }

  private mark(): void {
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === this.active)));
    const item = this.list.children[this.active];
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  private key(event: KeyboardEvent): void {
    if (event.code === "Escape" && this.isOpen) {
      event.stopPropagation();
      return this.close();
    }
    if (!this.isOpen || this.options.length === 0) return;
    if (event.code === "ArrowDown" || event.code === "ArrowUp") {
      event.preventDefault();
      const by = event.code === "ArrowDown" ? 1 : -1;
      this.active = (this.active + by + this.options.length) % this.options.length;
      this.mark();
    } else if (event.code === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.take(this.active);
    }
  }

  private take(index: number): void {
    const option = this.options[index];
    if (!option) return;
    this.close();
    this.choose(option);
  }
}
