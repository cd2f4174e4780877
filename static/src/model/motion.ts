/** How a unit moves on the screen between two of its positions, and the way it has come. World coordinates, pure. */

/** A unit glides for as long as it took from its last position to this one, within these bounds. */
const SHORTEST_MS = 900;
const LONGEST_MS = 6_000;
/** Farther than this between two positions (world units at zoom 0, some 3 km at 41°) is no movement: it appears there. */
const JUMP = 0.026;
/** So much of its way a unit keeps: as old as this, and so many places. */
export const TRAIL_MS = 15 * 60_000;
const TRAIL_PLACES = 180;

export interface Place {
  x: number;
  y: number;
}

/** The places where a unit was, the oldest first, each with its time. */
export type Trail = readonly (Place & { at: number })[];

export class Motion {
  private from: Place;
  private since = -Infinity;
  private forMs = SHORTEST_MS;
  private places: (Place & { at: number })[] = [];

  /** `heardAt` is this page's clock, which only moves forward; `at` when the unit was there. */
  constructor(private to: Place, private heardAt: number, private at: number) {
    this.from = to;
    this.places.push({ ...to, at });
  }

  /** Where the unit is known to be. */
  get target(): Place {
    return this.to;
  }

  /** A newer position: glide there from where the mark is now. */
  hear(to: Place, heardAt: number, at: number): void {
    if (at < this.at) return;
    const moved = Math.hypot(to.x - this.to.x, to.y - this.to.y);
    if (moved > 0) {
      this.from = moved > JUMP ? to : this.where(heardAt);
      this.forMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, heardAt - this.heardAt));
      this.since = heardAt;
      this.to = to;
      this.keep(to, at);
    }
    this.heardAt = heardAt;
    this.at = at;
  }

  /** Where the mark is drawn. */
  where(now: number): Place {
    const share = this.share(now);
    return { x: this.from.x + (this.to.x - this.from.x) * share, y: this.from.y + (this.to.y - this.from.y) * share };
  }

  isMoving(now: number): boolean {
    return this.share(now) < 1;
  }

  /** The way to where it is now; `now` in the time of positions. */
  trail(now: number): Trail {
    return this.places.filter((place) => now - place.at <= TRAIL_MS);
  }

  private share(now: number): number {
    return Math.max(0, Math.min(1, (now - this.since) / this.forMs));
  }

  private keep(place: Place, at: number): void {
    this.places.push({ ...place, at });
    if (this.places.length > TRAIL_PLACES) this.places.splice(0, this.places.length - TRAIL_PLACES);
  }
}

/** How far a position has faded: it is told as fresh, as old (the mark is hollow), then as lost (and grey). */
export type Age = "fresh" | "old" | "lost";
export const OLD_MS = 120_000;
export const LOST_MS = 15 * 60_000;

export function ageOf(positionAt: number | null, now: number): Age {
  if (positionAt === null) return "fresh";
  const age = now - positionAt;
  return age > LOST_MS ? "lost" : age > OLD_MS ? "old" : "fresh";
}
