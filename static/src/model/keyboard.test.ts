import { expect, it } from "vitest";
import { commandOf, type Pressed } from "./keyboard";

const key = (code: string, more: Partial<Pressed> = {}): Pressed => ({ code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

it("asks by the place of the key, so that a Cyrillic layout works", () => {
  expect(commandOf(key("KeyA"), false)).toBe("acknowledge");
  expect(commandOf(key("Slash", { shiftKey: true }), false)).toBe("help");
  expect(commandOf(key("Slash"), false)).toBe("palette");
});

it("knows the question mark wherever the layout has it", () => {
  expect(commandOf(key("Digit7", { key: "?", shiftKey: true }), false)).toBe("help");
  expect(commandOf(key("Digit7", { key: "?", shiftKey: true }), true)).toBeNull();
});

it("rests while somebody types, but for Escape and Ctrl-K", () => {
  expect(commandOf(key("KeyA"), true)).toBeNull();
  expect(commandOf(key("Digit1"), true)).toBeNull();
  expect(commandOf(key("Escape"), true)).toBe("escape");
  expect(commandOf(key("KeyK", { ctrlKey: true }), true)).toBe("palette");
});

it("leaves the browser's own combinations alone", () => {
  expect(commandOf(key("KeyR", { ctrlKey: true }), false)).toBeNull();
  expect(commandOf(key("KeyD", { altKey: true }), false)).toBeNull();
  expect(commandOf(key("KeyT", { shiftKey: true }), false)).toBeNull();
});

it("picks by digits of both blocks", () => {
  expect(commandOf(key("Digit3"), false)).toBe("pick_3");
  expect(commandOf(key("Numpad9"), false)).toBe("pick_9");
});

it("takes a held key once, but for going through a list", () => {
  expect(commandOf(key("KeyM", { repeat: true }), false)).toBeNull();
  expect(commandOf(key("KeyO", { repeat: true }), false)).toBeNull();
  expect(commandOf(key("KeyJ", { repeat: true }), false)).toBe("next");
});

it("has keys of alarms: acknowledge one or a group, shelve, clear, open an incident, go to their list", () => {
  const commands = [key("KeyA"), key("KeyA", { shiftKey: true }), key("KeyS"), key("KeyX"), key("KeyI"), key("KeyL")].map((pressed) => commandOf(pressed, false));
  expect(commands).toEqual(["acknowledge", "acknowledge_group", "shelve", "clear", "open_incident", "alarms"]);
});
