/** One camera on the wall: its picture, its name, its state and what can be done with it. */

import type { Portal } from "../../io/portal";
import { gettext } from "../../model/i18n";
import { wholeAgeText } from "../../model/time";
import { cameraStatusWord } from "../../model/words";
import { clone, put, slot, write } from "../dom";
import { PictureView } from "../picture";

export interface WallCamera {
  id: string;
  code: string;
  name: string;
  status: string;
  /** Milliseconds since 1970, or null. */
  since: number | null;
  distance: string;
}

export interface TileHooks {
  chosen: () => void;
  enlarge: () => void;
  remove: () => void;
  turned: () => void;
}

export class WallTile {
  readonly element = clone("wall-tile");
  readonly picture: PictureView;

  constructor(portal: Portal, private camera: WallCamera, hooks: TileHooks) {
    this.picture = new PictureView(portal, camera.id, camera.code, { turned: hooks.turned, seen: hooks.turned });
    slot(this.element, "picture").append(this.picture.element);
    slot<HTMLAnchorElement>(this.element, "console").href = `/console/?sel=camera:${camera.id}`;
    slot(this.element, "enlarge").addEventListener("click", hooks.enlarge);
    slot(this.element, "remove").addEventListener("click", hooks.remove);
    this.element.addEventListener("focusin", hooks.chosen);
    this.element.addEventListener("dblclick", hooks.enlarge);
    this.draw(camera);
  }

  /** What is known of the camera now. */
  draw(camera: WallCamera, now = Date.now()): void {
    this.camera = camera;
    put(this.element, { code: camera.code, name: [camera.name, camera.distance].filter(Boolean).join(" · ") });
    const word = cameraStatusWord(camera.status);
    const isGood = camera.status === "online";
    const since = isGood || camera.since === null ? "" : wholeAgeText(Math.max(0, now - camera.since));
    const state = slot(this.element, "state");
    state.dataset.status = camera.status;
    write(state, [word, since].filter(Boolean).join(" "));
    this.element.setAttribute("aria-label", `${camera.code} ${camera.name}, ${word}`);
  }

  get id(): string {
    return this.camera.id;
  }

  /** Why its stream does not play, in the tile's own words. */
  drawWhy(): void {
    const why = this.picture.streamWhy();
    write(slot(this.element, "why"), why ? gettext("snapshots: %(why)s", { why }) : "");
  }
}
