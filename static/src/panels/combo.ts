/** A text field with a list to choose from: arrows, Enter, mouse. */

import { clone, put, show } from "./dom";

export interface Option {
  id: string;
  text: string;
  more: string;
}

export class Combo {
  private options: readonly Option[] = [];
  private active = 0;

  constructor(
    readonly input: HTMLInputElement, private readonly list: HTMLElement,
    private readonly find: (text: string) => readonly Option[] | Promise<readonly Option[]>,
    private readonly choose: (option: Option) => void,
  ) {
    input.addEventListener("input", () => void this.open());
    input.addEventListener("focus", () => void this.open());
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    input.addEventListener("keydown", (event) => this.key(event));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = (event.target as HTMLElement).closest<HTMLElement>("[data-option]");
      if (item) this.take(Number(item.dataset.option));
    });
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  close(): void {
    show(this.list, false);
    this.input.setAttribute("aria-expanded", "false");
  }

  private async open(): Promise<void> {
    const text = this.input.value;
    const options = await this.find(text);
    if (text !== this.input.value || document.activeElement !== this.input) return;
    this.options = options;
    this.active = 0;
    this.draw();
  }

  private draw(): void {
    this.list.replaceChildren(...this.options.map((option, i) => {
      const item = clone("combo-item");
      item.dataset.option = String(i);
      item.setAttribute("aria-selected", String(i === this.active));
      put(item, { text: option.text, more: option.more });
      return item;
    }));
    show(this.list, this.options.length > 0);
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
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
      this.draw();
    } else if (event.code === "Enter" && !event.ctrlKey) {
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
