/** How many pixels of a canvas are one of the page's: more on a sharp screen, and where the whole map is magnified. */

let magnified = 1;

/** The page shows the map so many times larger than it is laid out. */
export function magnify(by: number): void {
  magnified = by;
}

export const pixelRatio = (): number => (window.devicePixelRatio || 1) * magnified;
