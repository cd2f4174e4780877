import { describe, expect, it } from "vitest";
import { beside, fitting, formatWall, pagesOf, parseWall, playing, shownOn, type Seat } from "./wall";

const seat = (id: string, rest: Partial<Seat> = {}): Seat => ({ id, isSeen: true, canPlay: true, ...rest });

describe("the address of a wall", () => {
  it("holds all of it and comes back the same", () => {
    for (const query of ["cameras=7,9,12&grid=2&page=2&live=0&big=9", "near=41.31110,69.24010&grid=4"]) {
      expect(formatWall(parseWall(query))).toBe(query);
    }
  });

  it("takes nothing that is no camera, no point and no grid", () => {
    const state = parseWall("cameras=7,x,7,-1,<b>,08,9&grid=9&page=-3&near=95,10&big=../x");
    expect(state).toEqual({ cameras: ["7", "9"], centre: null, grid: 2, page: 0, live: true, big: null });
    expect(parseWall("near=,").centre).toBeNull();
    expect(parseWall("near=41").centre).toBeNull();
  });

  it("chooses the smallest grid that shows all", () => {
    expect([0, 1, 2, 4, 5, 9, 10, 16, 60].map(fitting)).toEqual([3, 1, 2, 2, 3, 3, 4, 4, 4]);
  });
});

describe("the pages of a wall", () => {
  it("show each camera once", () => {
    const all = Array.from({ length: 10 }, (_, i) => i);
    expect(pagesOf(10, 2)).toBe(3);
    expect([0, 1, 2].flatMap((page) => shownOn(all, 2, page))).toEqual(all);
    expect(shownOn(all, 2, 9)).toEqual([8, 9]);
    expect(shownOn([], 3, 0)).toEqual([]);
    expect(pagesOf(0, 3)).toBe(1);
  });
});

describe("what plays", () => {
  it("is what is seen and can, and no more than so many", () => {
    const seats = [seat("1"), seat("2", { isSeen: false }), seat("3", { canPlay: false }), seat("4"), seat("5")];
    expect([...playing(seats, new Set(), null, 2)]).toEqual(["1", "4"]);
    expect(playing(seats, new Set(), null, 0).size).toBe(0);
  });

  it("goes on playing while others come, and makes way for the chosen one alone", () => {
    const seats = ["1", "2", "3", "4"].map((id) => seat(id));
    expect(playing(seats, new Set(["3", "4"]), null, 2)).toEqual(new Set(["3", "4"]));
    expect(playing(seats, new Set(["3", "4"]), "1", 2)).toEqual(new Set(["1", "3"]));
  });
});

it("arrows stay on the wall", () => {
  expect(beside(0, "left", 5, 3)).toBe(0);
  expect(beside(0, "right", 5, 3)).toBe(1);
  expect(beside(1, "down", 5, 3)).toBe(4);
  expect(beside(2, "down", 5, 3)).toBe(2);
  expect(beside(4, "up", 5, 3)).toBe(1);
});
