import { expect, it } from "vitest";
import { KeptWalls } from "./kept-walls";

function storage(): Pick<Storage, "getItem" | "setItem"> {
  const held = new Map<string, string>();
  return { getItem: (key) => held.get(key) ?? null, setItem: (key, value) => void held.set(key, value) };
}

it("keeps walls by name, each user's own", () => {
  const shared = storage();
  const mine = new KeptWalls("1", shared);
  mine.keep("Stadium", "cameras=1,2");
  mine.keep("Bazaar", "cameras=3");
  mine.keep("Stadium", "cameras=4");
  expect(mine.all()).toEqual([{ name: "Bazaar", query: "cameras=3" }, { name: "Stadium", query: "cameras=4" }]);
  expect(new KeptWalls("2", shared).all()).toEqual([]);
  mine.forget("Bazaar");
  expect(mine.all().map(({ name }) => name)).toEqual(["Stadium"]);
});

it("takes what it cannot read for nothing", () => {
  const shared = storage();
  for (const broken of ["{", "7", '{"name":1}', '[null,{"name":"a"}]']) {
    shared.setItem("safecity_walls:1", broken);
    expect(new KeptWalls("1", shared).all()).toEqual([]);
  }
});
