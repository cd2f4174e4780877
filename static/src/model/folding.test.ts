import { describe, expect, it } from "vitest";
import { fold, score } from "./folding";

it.each(["Fargʻona", "Farg'ona", "Farg‘ona", "FARG`ONA", "Фарғона"])("%s folds to one spelling", (name) => {
  expect(fold(name)).toBe("fargona");
});

describe("search", () => {
  it("finds the Russian name by the Uzbek one, and the other way round", () => {
    expect(score("Фергана", "Fargʻona")).toBeGreaterThan(0);
    expect(score("fargona", "Фергана")).toBeGreaterThan(0);
    expect(score("Ташкент", "Toshkent")).toBeGreaterThan(0);
    expect(score("buxoro", "Бухара")).toBeGreaterThan(0);
  });

  it("puts the start of a text before the start of a word before the inside", () => {
    expect(score("sok", "Sokol 14")).toBeGreaterThan(score("sok", "Unit Sokol"));
    expect(score("sok", "Unit Sokol")).toBeGreaterThan(score("oko", "Sokol"));
  });

  it("finds nothing where there is nothing", () => {
    expect(score("xyz", "Toshkent")).toBe(0);
  });

  it("takes the words of a query in any order", () => {
    expect(score("temur amir", "Amir Temur 107")).toBeGreaterThan(0);
  });
});
