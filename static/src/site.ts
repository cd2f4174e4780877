/** What every page runs: the look (theme, size of text). */

import "@fontsource-variable/inter";
import "../css/tokens.css";
import "../css/base.css";
import "../css/button.css";
import "../css/form.css";
import "../css/page.css";
import "../css/sos-bar.css";
import { watchSos } from "./panels/sos-bar";

const YEAR_S = 365 * 24 * 3600;

function remember(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax`;
}

/** Buttons that set an attribute of the page show which of them is chosen. */
function offer(attribute: "theme" | "text", cookie: string): void {
  const root = document.documentElement;
  const name = attribute === "theme" ? "setTheme" : "setText";
  const buttons = [...document.querySelectorAll<HTMLElement>(`[data-set-${attribute}]`)];
  const draw = (): void => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset[name] === root.dataset[attribute]));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const value = button.dataset[name] ?? "";
      root.dataset[attribute] = value;
      remember(cookie, value);
      draw();
      document.dispatchEvent(new Event("themechange"));
    });
  }
  draw();
}

/** Changing the language comes back to what the address says now, not to what it said when the page was made. */
function keepAddress(): void {
  for (const next of document.querySelectorAll<HTMLInputElement>("form.languages input[name=next]")) {
    next.form?.addEventListener("submit", () => (next.value = location.pathname + location.search));
  }
}

/** A sheet of pages closes when something else is meant. */
function closeSheets(): void {
  const open = (): HTMLDetailsElement[] => [...document.querySelectorAll<HTMLDetailsElement>(".site-nav__group[open]")];
  document.addEventListener("click", (event) => {
    for (const sheet of open()) if (!sheet.contains(event.target as Node)) sheet.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Escape") return;
    for (const sheet of open()) {
      sheet.open = false;
      sheet.querySelector("summary")?.focus();
    }
  });
}

document.addEventListener("DOMContentLoaded", () => {
  closeSheets();
  watchSos();
  keepAddress();
  offer("theme", "safecity_theme");
  offer("text", "safecity_text");
});
