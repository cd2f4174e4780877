/** The page of keys. */

import type { Command } from "./palette";
import { byId, clone, put, slot } from "./dom";

export function openHelp(commands: readonly Command[]): void {
  const dialog = byId<HTMLDialogElement>("help");
  slot(dialog, "keys").replaceChildren(...commands.filter((command) => command.key).map((command) => {
    const row = clone("key-row");
    put(row, { text: command.label });
    const key = document.createElement("span");
    key.className = "kbd";
    key.textContent = command.key;
    slot(row, "keys").append(key);
    return row;
  }));
  if (!dialog.open) dialog.showModal();
}
