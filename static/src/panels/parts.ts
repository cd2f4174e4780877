/** Small parts that several panels are made of: badges, buttons with their key, an empty line, a timeline. */

import { gettext } from "../model/i18n";
import { lineOf } from "../model/history";
import type { Context } from "./context";
import { clone, put, show, slot } from "./dom";

type Raw = Record<string, unknown>;

export interface Badge {
  text: string;
  tone?: "" | "tag--bad" | "tag--warn";
  title?: string;
}

/** Draw badges where they differ from what stands there. */
export function drawBadges(shelf: HTMLElement, badges: readonly Badge[]): void {
  const wanted = JSON.stringify(badges);
  if (shelf.dataset.drawn === wanted) return;
  shelf.dataset.drawn = wanted;
  shelf.replaceChildren(...badges.map(({ text, tone, title }) => {
    const badge = clone("badge");
    badge.textContent = text;
    if (tone) badge.classList.add(tone);
    if (title) badge.title = title;
    return badge;
  }));
}

export interface Act {
  text: string;
  key?: string;
  look?: string;
  run: () => void;
}

export function actButton({ text, key = "", look = "", run }: Act): HTMLButtonElement {
  const button = clone<HTMLButtonElement>("act");
  put(button, { text, key });
  show(slot(button, "key"), key !== "");
  if (look) button.classList.add(look);
  button.addEventListener("click", run);
  return button;
}

export function emptyLine(text: string): HTMLElement {
  const element = document.createElement("p");
  element.className = "section__empty";
  element.textContent = text;
  return element;
}

/** Entries of a timeline, the newest first. */
export function timelineOf(entries: readonly Raw[], { clock, server }: Pick<Context, "clock" | "server">): HTMLElement {
  const list = document.createElement("ol");
  list.className = "timeline";
  const now = server.now();
  for (const line of entries.map(lineOf).reverse()) {
    const item = clone("timeline-item");
    const notes = [line.who, line.isOffline ? gettext("kept while offline") : ""].filter(Boolean);
    put(item, { at: line.at === null ? "" : clock.stamp(line.at, now), text: line.text, who: notes.map((word) => `· ${word}`).join(" ") });
    if (line.at !== null) slot(item, "at").title = clock.full(line.at);
    list.append(item);
  }
  return list;
}
