/** Sensors: the layer of many points, as hexagons. */

import type { Look } from "./donuts";
import { sensorColour } from "./palette";
import { PointsLayer } from "./points-layer";
import { sensorSprite, traceHexagon } from "./sprites";

export class SensorLayer extends PointsLayer {
  protected readonly look: Look = { name: "sensors", colour: sensorColour, order: [1, 2, 4, 3, 0], outline: traceHexagon };

  constructor() {
    super("sensors");
  }

  protected mark(status: string, isSelected: boolean): HTMLCanvasElement {
    return sensorSprite(status, isSelected);
  }
}
