/** Walls that somebody kept under a name: in this browser, for this user. */

export interface KeptWall {
  name: string;
  query: string;
}

const MOST = 30;
const LONGEST_NAME = 60;

export class KeptWalls {
  private readonly key: string;

  constructor(user: string, private readonly storage: Pick<Storage, "getItem" | "setItem">) {
    this.key = `safecity_walls:${user}`;
  }

  /** By name; what is no list of walls counts as none. */
  all(): readonly KeptWall[] {
    try {
      const found: unknown = JSON.parse(this.storage.getItem(this.key) ?? "[]");
      const isWall = (wall: unknown): wall is KeptWall => typeof (wall as KeptWall | null)?.name === "string" && typeof (wall as KeptWall).query === "string";
      return Array.isArray(found) ? found.filter(isWall) : [];
    } catch {
      return [];
    }
  }

  /** Under a name that is taken the new one takes its place. */
  keep(name: string, query: string): void {
    const short = name.slice(0, LONGEST_NAME);
    const others = this.all().filter((wall) => wall.name !== short);
    const walls = [...others, { name: short, query }].slice(-MOST).sort((a, b) => a.name.localeCompare(b.name));
    this.storage.setItem(this.key, JSON.stringify(walls));
  }

  forget(name: string): void {
    this.storage.setItem(this.key, JSON.stringify(this.all().filter((wall) => wall.name !== name)));
  }
}
