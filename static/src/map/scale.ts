/** The scale of the map, its distances written as everywhere else. */

import L from "leaflet";
import { distanceText } from "../model/geo";

/** What Leaflet's scale has inside: its bar, and how it is drawn. */
interface Inside {
  _mScale: HTMLElement;
  _getRoundNum(metres: number): number;
  _updateScale(bar: HTMLElement, text: string, share: number): void;
}

export const Scale = L.Control.Scale.extend({
  _updateMetric(this: Inside, most: number): void {
    const metres = this._getRoundNum(most);
    this._updateScale(this._mScale, distanceText(metres), metres / most);
  },
}) as unknown as typeof L.Control.Scale;
