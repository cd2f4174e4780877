/** One dialog for what a step still needs: a choice, a region, a reason. What was typed is kept. */

import type { Drafts } from "../io/drafts";
import { byId, clone, put, show, slot } from "./dom";
import { failureText } from "./toasts";

export interface Question {
  /** Under which name what was typed is kept. */
  name: string;
  title: string;
  text?: string;
  go: string;
  choices?: readonly { value: string; label: string }[];
  select?: { label: string; options: readonly { value: string; label: string }[] };
  note?: { label: string; isNeeded: boolean };
  isHarmful?: boolean;
}

export interface Answer {
  choice: string;
  select: string;
  note: string;
}

export class Ask {
  private readonly dialog = byId<HTMLDialogElement>("ask");
  private readonly note = byId<HTMLTextAreaElement>("ask-note");
  private readonly select = byId<HTMLSelectElement>("ask-select");

  constructor(private readonly drafts: Drafts) {
    slot(this.dialog, "cancel").addEventListener("click", () => this.dialog.close());
  }

  get isOpen(): boolean {
    return this.dialog.open;
  }

  /** Put the question; `send` does the work, and the dialog closes when it succeeded. */
  open(question: Question, send: (answer: Answer) => Promise<void>): void {
    this.fill(question);
    const form = slot<HTMLFormElement>(this.dialog, "form");
    const go = slot<HTMLButtonElement>(this.dialog, "go");
    const error = slot(this.dialog, "error");
    show(error, false);
    this.note.oninput = () => this.drafts.keep(question.name, { note: this.note.value });
    form.onsubmit = (event) => {
      event.preventDefault();
      // Enter reaches a form whose button is busy.
      if (go.getAttribute("aria-busy") === "true") return;
      if (question.note?.isNeeded && !this.note.value.trim()) return this.note.focus();
      go.setAttribute("aria-busy", "true");
      void send(this.answer()).then(
        () => { this.drafts.forget(question.name); this.dialog.close(); },
        (failure: unknown) => { error.textContent = failureText(failure); show(error, true); },
      ).finally(() => go.removeAttribute("aria-busy"));
    };
    if (!this.dialog.open) this.dialog.showModal();
    this.focusFirst(question);
  }

  private fill(question: Question): void {
    put(this.dialog, { title: question.title, text: question.text ?? "", go: question.go });
    show(slot(this.dialog, "text"), question.text !== undefined);
    slot(this.dialog, "go").className = `button ${question.isHarmful ? "button--urgent" : "button--primary"}`;
    const choices = slot(this.dialog, "choices");
    show(choices, question.choices !== undefined);
    choices.replaceChildren(...(question.choices ?? []).map(({ value, label }, i) => {
      const choice = clone("choice");
      put(choice, { text: label });
      const input = choice.querySelector("input") as HTMLInputElement;
      input.value = value;
      input.checked = i === 0;
      return choice;
    }));
    show(slot(this.dialog, "select-field"), question.select !== undefined);
    put(this.dialog, { "select-label": question.select?.label ?? "", "note-label": question.note?.label ?? "" });
    this.select.replaceChildren(...(question.select?.options ?? []).map(({ value, label }) => new Option(label, value)));
    show(slot(this.dialog, "note-field"), question.note !== undefined);
    this.note.required = question.note?.isNeeded ?? false;
    this.note.value = this.drafts.find(question.name)?.note ?? "";
  }

  private answer(): Answer {
    const chosen = this.dialog.querySelector<HTMLInputElement>("input[name=choice]:checked");
    return { choice: chosen?.value ?? "", select: this.select.value, note: this.note.value.trim() };
  }

  private focusFirst(question: Question): void {
    const first = question.choices ? this.dialog.querySelector<HTMLElement>("input[name=choice]") : question.select ? this.select : this.note;
    first?.focus();
  }
}
