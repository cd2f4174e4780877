/** The picture in a camera's panel: live video on a button, and the way to the wall. */

import { may } from "../model/config";
import type { LonLat } from "../model/geo";
import { gettext } from "../model/i18n";
import type { Context } from "./context";
import { clone, show, slot, write } from "./dom";
import { PictureView } from "./picture";

/** The address of the wall of the cameras nearest to a point. */
export function wallNear([lon, lat]: LonLat): string {
  return `/cameras/wall/?near=${lat.toFixed(5)},${lon.toFixed(5)}&grid=3`;
}

export class CameraPicture {
  readonly element = clone("picture-box");
  private readonly picture: PictureView;

  /** `isExtra`: where the camera has no picture, there is none to speak of. */
  constructor(private readonly context: Context, id: string, private readonly isExtra = false) {
    this.picture = new PictureView(context.portal, id, id, { turned: () => this.draw() });
    this.element.prepend(this.picture.element);
    slot(this.element, "live").addEventListener("click", () => {
      this.picture.live(!this.picture.isLive);
      this.draw();
    });
    slot(this.element, "large").addEventListener("click", () => void this.picture.element.requestFullscreen?.().catch(() => undefined));
    this.draw();
  }

  /** The camera stands here: those around it are one click away. */
  place(at: LonLat): void {
    const link = slot<HTMLAnchorElement>(this.element, "wall");
    link.href = wallNear(at);
    show(link, true);
  }

  private draw(): void {
    if (this.isExtra && this.picture.isUnset) return show(this.element, false);
    const { gateway } = this.context.config.video;
    const live = slot(this.element, "live");
    live.setAttribute("aria-pressed", String(this.picture.isLive));
    write(live, this.picture.isLive ? gettext("Stop live video") : gettext("Live video"));
    show(live, gateway);
    const why = this.picture.streamWhy();
    const note = gateway ? (why ? gettext("snapshots: %(why)s", { why }) : "") : gettext("No stream gateway is set up; the picture refreshes every few seconds.");
    write(slot(this.element, "note"), note);
  }
}

/** May this user see pictures of cameras at all? */
export function seesPictures(context: Context): boolean {
  return may(context.config, "video:view");
}
