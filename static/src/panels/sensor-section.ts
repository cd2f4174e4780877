/** What a sensor said in the hours around its alarm, with its limits: never more points than the chart has pixels. */

import { may } from "../model/config";
import { gettext } from "../model/i18n";
import { doubtOf } from "../model/sensors";
import { around, rowsOf, type Series, type Span } from "../model/series";
import type { Chart, Context, DrawSeries } from "./context";
import { actButton, emptyLine } from "./parts";
import { Section } from "./section";

export interface Happening {
  raisedAt: number | null;
  returnedAt: number | null;
  clearedAt: number | null;
}

interface Drawing {
  sensor: Record<string, unknown>;
  series: Series;
  seriesChart: DrawSeries;
}

const FEWEST = 10;
const WIDEST = 1000;

export class SensorSection {
  readonly element: HTMLElement;
  private readonly section: Section<Drawing | null>;
  private chart: Chart | null = null;

  constructor(private readonly context: Context, private readonly sensor: string, private readonly code: string, private happening: Happening) {
    this.section = new Section(gettext("Sensor"), () => this.load(), (body, drawing) => this.draw(body, drawing), 1);
    this.element = this.section.element;
    new ResizeObserver(() => this.chart?.resize()).observe(this.element);
    const restyle = (): void => {
      if (this.element.isConnected) this.chart?.restyle();
      else document.removeEventListener("themechange", restyle);
    };
    document.addEventListener("themechange", restyle);
  }

  /** The alarm as it is now: the chart reaches to it. */
  show(happening: Happening): void {
    this.happening = happening;
    this.section.refresh();
  }

  private get span(): Span {
    const { raisedAt, returnedAt, clearedAt } = this.happening;
    const now = this.context.server.now();
    return around(raisedAt ?? now, returnedAt ?? clearedAt, now);
  }

  private async load(): Promise<Drawing | null> {
    if (!may(this.context.config, "sensors:read")) return null;
    const points = Math.max(FEWEST, Math.min(WIDEST, Math.floor(this.element.clientWidth)));
    const [sensor, series, seriesChart] = await Promise.all([this.context.portal.sensor(this.sensor), this.context.portal.series(this.sensor, this.span, points), this.context.seriesChart()]);
    return { sensor, series, seriesChart };
  }

  private draw(body: HTMLElement, drawing: Drawing | null): void {
    this.chart = null;
    if (drawing) body.append(...this.doubt(drawing.sensor), this.plot(body, drawing));
    body.append(actButton({
      text: gettext("Chart of %(code)s", { code: this.code || this.sensor }), look: "button--small",
      run: () => location.assign(`/sensors/${encodeURIComponent(this.sensor)}/`),
    }));
  }

  /** That what the sensor shows is not the present stands above the chart. */
  private doubt(sensor: Record<string, unknown>): HTMLElement[] {
    const words = doubtOf(sensor, this.context.server.now());
    if (!words) return [];
    const line = document.createElement("p");
    line.className = "sensor-doubt-line";
    line.setAttribute("role", "status");
    line.textContent = `${gettext("Sensor")}: ${words}`;
    return [line];
  }

  private plot(body: HTMLElement, { series, seriesChart }: Drawing): HTMLElement {
    if (rowsOf(series).length === 0) return emptyLine(gettext("No readings in these hours."));
    const place = document.createElement("div");
    place.className = "alarm-chart";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", gettext("Readings of %(code)s around the alarm", { code: this.code || this.sensor }));
    body.append(place);
    this.chart = seriesChart(place, this.context.clock, () => undefined);
    this.chart.draw(series);
    return place;
  }
}
