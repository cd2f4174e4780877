/** Saved views in the menu: opened here or on a wall, kept by a name, taken away. */

import { rows } from "../io/portal";
import { formatAddress } from "../model/address";
import { may } from "../model/config";
import { gettext } from "../model/i18n";
import { text } from "../model/raw";
import type { Ask } from "./ask";
import type { Context } from "./context";
import { byId, clone, show, slot, write } from "./dom";
import { fail, say } from "./toasts";

export class SavedViews {
  private readonly place = byId("views");

  constructor(private readonly context: Context, private readonly ask: Ask) {
    slot(this.place, "save").addEventListener("click", () => this.save());
  }

  async load(): Promise<void> {
    try {
      this.draw(rows(await this.context.portal.views()));
    } catch (error) {
      fail(error);
    }
  }

  private draw(views: readonly Record<string, unknown>[]): void {
    slot(this.place, "list").replaceChildren(...views.map((view) => this.row(view)));
  }

  private row(view: Record<string, unknown>): HTMLElement {
    const row = clone("saved-view");
    write(slot(row, "name"), text(view.name));
    slot<HTMLAnchorElement>(row, "open").href = `/console/?${text(view.query)}`;
    slot<HTMLAnchorElement>(row, "wall").href = `/wall/${encodeURIComponent(text(view.slug))}/`;
    const away = slot(row, "delete");
    show(away, view.is_mine === true);
    away.addEventListener("click", () => this.delete(text(view.id), text(view.name)));
    return row;
  }

  private save(): void {
    const { config, portal, view } = this.context;
    const choices = [
      { value: "mine", label: gettext("for me alone") },
      { value: "shared", label: gettext("for everybody in my region, and for wall displays") },
    ];
    this.ask.open({
      name: "view", title: gettext("Save this view"), text: gettext("The place on the map, the layers and the filters are kept, not what is there now."),
      go: gettext("Save"), note: { label: gettext("Name"), isNeeded: true }, ...(may(config, "incidents:supervise") ? { choices } : {}),
    }, async ({ choice, note }) => {
      const query = formatAddress({ ...view.state, selection: null });
      await portal.saveView({ name: note.slice(0, 80), query, is_shared: choice === "shared" });
      say(gettext("The view is saved."));
      await this.load();
    });
  }

  private delete(id: string, name: string): void {
    this.ask.open({ name: "view-delete", title: gettext("Delete this view"), text: name, go: gettext("Delete"), isHarmful: true }, async () => {
      await this.context.portal.deleteView(id);
      await this.load();
    });
  }
}
