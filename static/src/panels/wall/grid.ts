/** The tiles of the wall: which are shown, which of them play, where the keys lead. */

import type { Portal } from "../../io/portal";
import { beside, playing, shownOn, type Direction, type WallState } from "../../model/wall";
import { byId, show } from "../dom";
import { WallTile, type WallCamera } from "./tile";

export interface GridHooks {
  state: () => WallState;
  change: (change: Partial<WallState>) => void;
  remove: (id: string) => void;
}

export class WallGrid {
  private readonly element = byId("wall-grid");
  private readonly tiles = new Map<string, WallTile>();
  private shown: readonly string[] = [];
  private chosen: string | null = null;
  private now: ReadonlySet<string> = new Set();

  constructor(private readonly portal: Portal, private readonly hooks: GridHooks, private readonly livePlaces: number) {}

  /** Show what the state asks for, of these cameras. */
  draw(cameras: readonly WallCamera[]): void {
    const { grid, page, big } = this.hooks.state();
    const all = big ? cameras.filter(({ id }) => id === big) : cameras;
    const seats = big ? all : shownOn(all, grid, page);
    this.element.dataset.grid = String(big ? 1 : grid);
    this.shown = seats.map(({ id }) => id);
    this.drop();
    let before: ChildNode | null = this.element.firstChild;
    for (const camera of seats) {
      const tile = this.tileOf(camera);
      tile.draw(camera);
      if (tile.element === before) before = before.nextSibling;
      else this.element.insertBefore(tile.element, before);
    }
    show(this.element, seats.length > 0);
    this.direct();
  }

  /** Move the focus from the tile that has it. */
  step(direction: Direction): void {
    const at = this.shown.indexOf(this.chosen ?? "");
    const across = Number(this.element.dataset.grid);
    const next = at < 0 ? 0 : beside(at, direction, this.shown.length, across);
    this.tiles.get(this.shown[next] ?? "")?.element.focus();
  }

  get chosenId(): string | null {
    return this.chosen !== null && this.shown.includes(this.chosen) ? this.chosen : null;
  }

  /** Give the focus back to the tile that had it. */
  focus(): void {
    this.tiles.get(this.chosenId ?? this.shown[0] ?? "")?.element.focus();
  }

  /** Decide who plays; asked for whenever a tile comes, goes, fails or is chosen. */
  direct(): void {
    const { live } = this.hooks.state();
    const seats = this.shown.flatMap((id) => {
      const tile = this.tiles.get(id);
      return tile ? [{ id, isSeen: tile.picture.isOnScreen, canPlay: tile.picture.canPlay }] : [];
    });
    this.now = playing(seats, this.now, this.chosenId, live ? this.livePlaces : 0);
    for (const [id, tile] of this.tiles) {
      tile.picture.live(this.now.has(id));
      tile.drawWhy();
    }
  }

  private drop(): void {
    for (const [id, tile] of this.tiles) {
      if (this.shown.includes(id)) continue;
      tile.picture.close();
      tile.element.remove();
      this.tiles.delete(id);
    }
  }

  private tileOf(camera: WallCamera): WallTile {
    const known = this.tiles.get(camera.id);
    if (known) return known;
    const { id } = camera;
    const tile = new WallTile(this.portal, camera, {
      chosen: () => this.choose(id), enlarge: () => this.enlarge(id), remove: () => this.hooks.remove(id), turned: () => this.soon(),
    });
    this.tiles.set(id, tile);
    return tile;
  }

  private choose(id: string): void {
    this.chosen = id;
    this.direct();
  }

  private enlarge(id: string): void {
    this.chosen = id;
    this.hooks.change({ big: this.hooks.state().big === id ? null : id });
  }

  private isDue = false;

  /** Many tiles turn at once: one decision for all. */
  private soon(): void {
    if (this.isDue) return;
    this.isDue = true;
    setTimeout(() => {
      this.isDue = false;
      this.direct();
    });
  }
}
