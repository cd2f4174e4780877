/** The bar over the wall: which cameras, how many at once, live or not, and walls that were kept. */

import type { KeptWalls } from "../../io/kept-walls";
import { rows, type Portal } from "../../io/portal";
import { gettext, ngettext } from "../../model/i18n";
import { fitting, formatWall, GRIDS, MOST, pagesOf, parseWall, type Grid, type WallState } from "../../model/wall";
import { Combo, type Found } from "../combo";
import { byId, clone, put, show, slot, write } from "../dom";
import { toast } from "../toasts";

export interface BarHooks {
  state: () => WallState;
  change: (change: Partial<WallState>) => void;
  fullscreen: () => void;
}

const SHORTEST = 2;

export class WallBar {
  private readonly element = byId("wall-bar");
  private count = 0;
  private turn: AbortController | null = null;

  constructor(private readonly portal: Portal, private readonly kept: KeptWalls, private readonly hooks: BarHooks, canPlay: boolean) {
    this.buildGrids();
    const input = byId<HTMLInputElement>("wall-add");
    const combo = new Combo<string>(input, byId("wall-found"), (text) => this.find(text), ({ value }) => {
      this.add(value);
      input.value = "";
      combo.close();
    });
    slot(this.element, "live").addEventListener("click", () => this.hooks.change({ live: !this.hooks.state().live }));
    slot(this.element, "previous").addEventListener("click", () => this.turnPage(-1));
    slot(this.element, "next").addEventListener("click", () => this.turnPage(1));
    slot(this.element, "full").addEventListener("click", hooks.fullscreen);
    slot<HTMLFormElement>(this.element, "keep").addEventListener("submit", (event) => this.keep(event));
    show(slot(this.element, "live"), canPlay);
    show(slot(this.element, "no-gateway"), !canPlay);
    this.drawKept();
  }

  /** So many cameras are on the wall. */
  draw(count: number): void {
    this.count = count;
    const state = this.hooks.state();
    const pages = pagesOf(count, state.grid);
    for (const button of this.element.querySelectorAll<HTMLElement>("[data-grid]")) {
      button.setAttribute("aria-pressed", String(!state.big && button.dataset.grid === String(state.grid)));
    }
    slot(this.element, "live").setAttribute("aria-pressed", String(state.live));
    const what = state.cameras.length === 0 && state.centre ? gettext("nearest to %(place)s", { place: `${state.centre[1].toFixed(4)}, ${state.centre[0].toFixed(4)}` }) : "";
    put(this.element, {
      what: [what, ngettext("%(count)s camera", "%(count)s cameras", count)].filter(Boolean).join(" · "),
      page: gettext("%(page)s of %(pages)s", { page: Math.min(state.page, pages - 1) + 1, pages }),
    });
    show(slot(this.element, "pages"), pages > 1 && !state.big);
    slot<HTMLButtonElement>(this.element, "previous").disabled = state.page <= 0;
    slot<HTMLButtonElement>(this.element, "next").disabled = state.page >= pages - 1;
  }

  turnPage(by: number): void {
    const { page, grid } = this.hooks.state();
    const next = Math.min(Math.max(0, page + by), pagesOf(this.count, grid) - 1);
    if (next !== page) this.hooks.change({ page: next });
  }

  private buildGrids(): void {
    const shelf = slot(this.element, "grids");
    for (const grid of GRIDS) {
      const button = clone<HTMLButtonElement>("wall-grid");
      button.dataset.grid = String(grid);
      write(button, `${grid}×${grid}`);
      button.title = `${gettext("%(n)s by %(n)s", { n: grid })} (${grid})`;
      button.addEventListener("click", () => this.hooks.change({ grid: grid as Grid, page: 0, big: null }));
      shelf.append(button);
    }
  }

  private async find(text: string): Promise<Found<string>> {
    this.turn?.abort();
    if (text.trim().length < SHORTEST) return { options: [] };
    const turn = (this.turn = new AbortController());
    const found = rows(await this.portal.camerasMatching(text, turn.signal));
    const there = new Set(this.hooks.state().cameras);
    const options = found.map((camera) => ({
      text: String(camera.code), more: [String(camera.name), there.has(String(camera.id)) ? gettext("on the wall") : ""].filter(Boolean).join(" · "), value: String(camera.id),
    }));
    return options.length > 0 ? { options } : { options, note: gettext("No camera of your regions is called so.") };
  }

  /** Those that were nearest to a point become chosen ones, with the new one behind them. */
  private add(id: string): void {
    const state = this.hooks.state();
    if (state.cameras.includes(id)) return this.hooks.change({ big: id });
    if (state.cameras.length >= MOST) return toast(gettext("A wall holds %(n)s cameras at most.", { n: MOST }), "warn");
    const cameras = [...state.cameras, id];
    const grid = state.cameras.length === 0 && !state.centre ? fitting(1) : Math.max(state.grid, Math.min(fitting(cameras.length), 3));
    this.hooks.change({ cameras, centre: null, big: null, grid: grid as Grid, page: Math.floor((cameras.length - 1) / (grid * grid)) });
  }

  private keep(event: Event): void {
    event.preventDefault();
    const input = slot<HTMLInputElement>(this.element, "keep-name");
    const name = input.value.trim();
    if (!name) return;
    this.kept.keep(name, formatWall({ ...this.hooks.state(), page: 0, big: null }));
    input.value = "";
    this.drawKept();
    toast(gettext("The wall is kept in this browser."), "good");
  }

  private drawKept(): void {
    const walls = this.kept.all();
    const shelf = slot(this.element, "kept");
    shelf.replaceChildren(...walls.map(({ name, query }) => {
      const line = clone("wall-kept");
      const open = slot<HTMLButtonElement>(line, "open");
      write(open, name);
      open.addEventListener("click", () => {
        slot<HTMLDetailsElement>(this.element, "walls").open = false;
        this.hooks.change(parseWall(query));
      });
      slot(line, "forget").addEventListener("click", () => {
        this.kept.forget(name);
        this.drawKept();
      });
      return line;
    }));
    show(slot(this.element, "none-kept"), walls.length === 0);
  }
}
