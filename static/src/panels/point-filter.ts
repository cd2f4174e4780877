/** Which points of a layer are shown, by status and by kind: chips with counts, and how many of how many are shown. */

import { gettext, numberText } from "../model/i18n";
import type { Pyramid } from "../model/pyramid";
import type { PointChoice } from "../model/view";
import { clone, put, show, slot, write } from "./dom";

export interface PointWords {
  title: string;
  statuses: string;
  kinds: string;
  status: (word: string) => string;
  kind: (word: string) => string;
  /** `12 of 100,000 cameras shown`. */
  shown: (shown: number, all: number) => string;
}

type Side = keyof PointChoice;

export class PointFilter {
  readonly element = clone("point-filter");
  private readonly chips = new Map<string, HTMLButtonElement>();

  constructor(private readonly words: PointWords, private readonly chosen: () => PointChoice, private readonly choose: (choice: PointChoice) => void) {
    put(this.element, { title: words.title });
    slot(this.element, "statuses").setAttribute("aria-label", words.statuses);
    slot(this.element, "kinds").setAttribute("aria-label", words.kinds);
    slot(this.element, "all").addEventListener("click", () => choose({ statuses: [], kinds: [] }));
  }

  /** Counts are of all points, shown or not; a status that no camera has is left out, unless it is chosen. */
  draw(pyramid: Pyramid): void {
    const { statuses, kinds } = pyramid.points;
    const tally = pyramid.tally();
    statuses.forEach((word, i) => this.drawChip("statuses", word, this.words.status(word), tally.statuses[i] ?? 0));
    kinds.forEach((word, i) => this.drawChip("kinds", word, this.words.kind(word), tally.kinds[i] ?? 0));
    const shown = pyramid.shown().count;
    write(slot(this.element, "shown"), this.words.shown(shown, pyramid.all));
    slot(this.element, "foot").dataset.cut = String(shown < pyramid.all);
    show(slot(this.element, "all"), shown < pyramid.all);
  }

  private drawChip(side: Side, word: string, label: string, count: number): void {
    const isChosen = this.chosen()[side].includes(word);
    const chip = this.chips.get(`${side}/${word}`) ?? this.chip(side, word, label);
    put(chip, { count: numberText(count) });
    chip.setAttribute("aria-pressed", String(isChosen));
    show(chip, count > 0 || isChosen);
  }

  private chip(side: Side, word: string, label: string): HTMLButtonElement {
    const chip = clone<HTMLButtonElement>("point-chip");
    put(chip, { name: label });
    if (side === "statuses") slot(chip, "swatch").classList.add("swatch", "swatch--ring", `swatch--${word}`);
    else slot(chip, "swatch").remove();
    chip.title = `${label}: ${gettext("show only these")}`;
    chip.addEventListener("click", () => this.toggle(side, word));
    this.chips.set(`${side}/${word}`, chip);
    slot(this.element, side).append(chip);
    return chip;
  }

  private toggle(side: Side, word: string): void {
    const choice = this.chosen();
    const others = choice[side].filter((one) => one !== word);
    this.choose({ ...choice, [side]: others.length < choice[side].length ? others : [...others, word] });
  }
}
