/** Tabs by keyboard: one of them takes the focus, arrows go on to the next, and the panel says whose it is. */

export class Tabs {
  constructor(private readonly tabs: readonly HTMLElement[], private readonly panel: HTMLElement) {
    for (const tab of tabs) tab.addEventListener("keydown", (event) => this.key(event, tab));
  }

  select(chosen: HTMLElement | undefined): void {
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
    }
    if (chosen) this.panel.setAttribute("aria-labelledby", chosen.id);
  }

  private key(event: KeyboardEvent, from: HTMLElement): void {
    const there = this.tabs.filter((tab) => !tab.hidden);
    const at = there.indexOf(from);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: there.length - 1 }[event.code];
    if (to === undefined) return;
    event.preventDefault();
    const next = there[(to + there.length) % there.length];
    next?.click();
    next?.focus();
  }
}
