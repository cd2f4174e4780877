import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const SRC = new URL(".", import.meta.url).pathname;
/** `main -> console -> map | panels | charts -> io | model`: what each folder may import from. */
const ALLOWED: Record<string, string[]> = {
  console: ["io", "map", "model", "panels"], model: [], io: ["model"], map: ["io", "model"], panels: ["io", "model"], charts: ["io", "model"], workers: ["model"],
};
/** What pure code does not touch. */
const IMPURE = /\b(document|window|fetch|WebSocket|localStorage|sessionStorage|setTimeout|setInterval)\b\s*[.(]|from "leaflet"/;

function files(folder: string): { name: string; text: string }[] {
  return readdirSync(join(SRC, folder)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(SRC, folder, name), "utf8") }));
}

it.each(Object.keys(ALLOWED))("%s imports only what lies below it", (folder) => {
  const wrong = files(folder).flatMap(({ name, text }) =>
    [...text.matchAll(/from "\.\.\/(\w+)\//g)].filter(([, to]) => !ALLOWED[folder]?.includes(to ?? "")).map(([line]) => `${name}: ${line}`));
  expect(wrong).toEqual([]);
});

it("the model knows no page, no network and no Leaflet", () => {
  expect(files("model").filter(({ text }) => IMPURE.test(text)).map(({ name }) => name)).toEqual([]);
});

it("no markup is made from data", () => {
  const all = ["", ...Object.keys(ALLOWED)].flatMap((folder) => files(folder || "."));
  const wrong = all.filter(({ text }) => /\.innerHTML\s*=|insertAdjacentHTML|document\.write/.test(text));
  expect(wrong.map(({ name }) => name)).toEqual([]);
});
