/** Which key asks for what: by place on the keyboard (`event.code`), so that a Cyrillic layout works. */

export interface Key {
  code: string;
  shift?: boolean;
  ctrl?: boolean;
}

export type CommandName =
  | "help" | "palette" | "next" | "previous" | "open" | "acknowledge" | "dispatch" | "en_route" | "on_scene"
  | "acknowledge_group" | "shelve" | "clear" | "open_incident" | "alarms" | "resolve" | "close" | "call" | "note" | "mute" | "snooze" | "fullscreen" | "wall" | "escape" | "centre" | "area" | "tab"
  | "pick_1" | "pick_2" | "pick_3" | "pick_4" | "pick_5" | "pick_6" | "pick_7" | "pick_8" | "pick_9";

export interface Binding extends Key {
  command: CommandName;
  /** As the key is printed on the keyboard. */
  shown: string;
}

const picks = Array.from({ length: 9 }, (_, i): Binding[] => [
  { code: `Digit${i + 1}`, command: `pick_${i + 1}` as CommandName, shown: String(i + 1) },
  { code: `Numpad${i + 1}`, command: `pick_${i + 1}` as CommandName, shown: String(i + 1) },
]).flat();

export const BINDINGS: readonly Binding[] = [
  { code: "KeyJ", command: "next", shown: "J" },
  { code: "ArrowDown", command: "next", shown: "↓" },
  { code: "KeyK", command: "previous", shown: "K" },
  { code: "ArrowUp", command: "previous", shown: "↑" },
  { code: "Enter", command: "open", shown: "Enter" },
  { code: "KeyA", command: "acknowledge", shown: "A" },
  { code: "KeyD", command: "dispatch", shown: "D" },
  { code: "KeyE", command: "en_route", shown: "E" },
  { code: "KeyO", command: "on_scene", shown: "O" },
  { code: "KeyR", command: "resolve", shown: "R" },
  { code: "KeyC", command: "close", shown: "C" },
  { code: "KeyN", command: "call", shown: "N" },
  { code: "KeyT", command: "note", shown: "T" },
  { code: "KeyG", command: "centre", shown: "G" },
  { code: "KeyB", command: "area", shown: "B" },
  { code: "KeyQ", command: "tab", shown: "Q" },
  { code: "KeyM", command: "mute", shown: "M" },
  { code: "KeyZ", command: "snooze", shown: "Z" },
  { code: "KeyA", shift: true, command: "acknowledge_group", shown: "Shift A" },
  { code: "KeyS", command: "shelve", shown: "S" },
  { code: "KeyX", command: "clear", shown: "X" },
  { code: "KeyI", command: "open_incident", shown: "I" },
  { code: "KeyL", command: "alarms", shown: "L" },
  { code: "KeyF", command: "fullscreen", shown: "F" },
  { code: "KeyW", command: "wall", shown: "W" },
  { code: "Slash", shift: true, command: "help", shown: "?" },
  { code: "Slash", command: "palette", shown: "/" },
  { code: "KeyK", ctrl: true, command: "palette", shown: "Ctrl K" },
  { code: "Escape", command: "escape", shown: "Esc" },
  ...picks,
];

export interface Pressed {
  code: string;
  key?: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** The key is held down. */
  repeat?: boolean;
}

/** What may be held down: going through a list. */
const REPEATS: ReadonlySet<CommandName> = new Set(["next", "previous"]);

/** What a key press asks for. While typing only Escape and Ctrl-K count. */
export function commandOf(pressed: Pressed, isTyping: boolean): CommandName | null {
  // The question mark stands elsewhere in each layout; whoever types it asks for help.
  if (pressed.key === "?" && !isTyping) return pressed.repeat ? null : "help";
  if (pressed.altKey) return null;
  const ctrl = pressed.ctrlKey || pressed.metaKey;
  const found = BINDINGS.find(
    (binding) => binding.code === pressed.code && (binding.shift ?? false) === pressed.shiftKey && (binding.ctrl ?? false) === ctrl,
  );
  if (!found || (pressed.repeat && !REPEATS.has(found.command))) return null;
  return isTyping && found.command !== "escape" && !ctrl ? null : found.command;
}

/** The sign to show beside a button. */
export function shownKey(command: CommandName): string {
  return BINDINGS.find((binding) => binding.command === command)?.shown ?? "";
}
