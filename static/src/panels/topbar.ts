/** The top bar: region, counters, units, cameras, clock, menu. */

import { gettext } from "../model/i18n";
import { PRIORITIES, type Priority } from "../model/messages";
import { NATIONAL, type Counters, type UnitCounters } from "../model/queries";
import { priorityWord } from "../model/words";
import type { Context } from "./context";
import { byId, clone, glyph, put, show, slot, write } from "./dom";

export class Topbar {
  private readonly counters = new Map<Priority, HTMLElement>();

  constructor(private readonly context: Context) {
    this.buildRegions();
    for (const priority of PRIORITIES) this.addCounter(priority);
    this.buildMenu();
    context.view.subscribe(() => this.draw());
    this.draw();
    this.tick();
  }

  count(counters: Counters): void {
    for (const [priority, element] of this.counters) {
      const count = counters.byPriority[priority];
      put(element, { count: String(count) });
      element.dataset.count = String(count);
      element.setAttribute("aria-label", `${priorityWord(priority)}: ${count}`);
    }
  }

  units({ free, shown }: UnitCounters): void {
    put(byId("stat-units"), { free: String(free), all: `/${shown}` });
  }

  cameras(online: number, all: number): void {
    put(byId("stat-cameras"), { online: grouped(online), all: `/${grouped(all)}` });
  }

  tick(): void {
    const now = this.context.server.now();
    write(byId("clock"), this.context.clock.time(now));
    write(byId("clock-zone"), this.context.clock.zone(now));
  }

  private draw(): void {
    const { filters } = this.context.view.state;
    const select = byId<HTMLSelectElement>("region");
    if (!select.disabled) select.value = filters.region;
    for (const [priority, element] of this.counters) {
      element.setAttribute("aria-pressed", String(filters.priorities.length === 1 && filters.priorities[0] === priority));
    }
  }

  private buildRegions(): void {
    const select = byId<HTMLSelectElement>("region");
    const regions = this.context.config.regions.filter((region) => region.code !== NATIONAL);
    if (regions.length > 1) select.append(new Option(gettext("All regions"), ""));
    for (const region of regions) select.append(new Option(region.name, region.code));
    select.disabled = regions.length < 2;
    select.addEventListener("change", () => this.context.view.filter({ region: select.value }));
    if (regions.length === 1) select.selectedIndex = 0;
  }

  private addCounter(priority: Priority): void {
    const element = clone("counter");
    glyph(slot<SVGElement>(element, "glyph"), priority, priorityWord(priority));
    element.title = priorityWord(priority);
    element.addEventListener("click", () => {
      const { priorities } = this.context.view.state.filters;
      const isOn = priorities.length === 1 && priorities[0] === priority;
      this.context.view.filter({ priorities: isOn ? [] : [priority] });
    });
    byId("counters").append(element);
    this.counters.set(priority, element);
  }

  private buildMenu(): void {
    const [button, sheet] = [byId("menu-open"), byId("menu")];
    const set = (isOpen: boolean): void => {
      show(sheet, isOpen);
      button.setAttribute("aria-expanded", String(isOpen));
    };
    button.addEventListener("click", () => set(sheet.hidden));
    document.addEventListener("pointerdown", (event) => {
      if (!sheet.hidden && event.target instanceof Node && !button.parentElement?.contains(event.target)) set(false);
    });
    button.parentElement?.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || sheet.hidden) return;
      // This Esc is the menu's: nothing behind it closes too.
      event.stopPropagation();
      set(false);
      button.focus();
    });
  }
}

/** 4 812: thin spaces by thousands, the same in each language. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, " ");
}
