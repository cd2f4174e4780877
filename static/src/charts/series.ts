/** A sensor's series on uPlot: the band between lowest and highest, the mean, limits as lines, doubtful values as crosses. */

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { gettext, numberText } from "../model/i18n";
import { dotsOf, reach, type Series, type Span } from "../model/series";
import type { Clock } from "../model/time";
import { priorityWord } from "../model/words";

const FONT = "'Inter Variable', system-ui, 'DejaVu Sans', sans-serif";
const LEVELS = ["", "--p1", "--p2", "--p3", "--p4"] as const;

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export interface SeriesChart {
  draw(series: Series): void;
  resize(): void;
  /** Colours are read again. */
  restyle(): void;
}

/** A chart inside `place`; `onZoom` gets what was dragged over. */
export function seriesChart(place: HTMLElement, clock: Clock, onZoom: (span: Span) => void): SeriesChart {
  let plot: uPlot | null = null;
  let shown: Series | null = null;

  const axis = (size: number): Partial<uPlot.Axis> => ({
    stroke: colour("--text-3"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line-2"), width: 1 }, size,
  });

  const options = (series: Series): uPlot.Options => {
    const told = (value: number | null): string =>
      value === null || value === undefined ? "–" : `${numberText(value, series.decimals)} ${series.symbol}`.trim();
    const dots = dotsOf(series);
    const line = (label: string, stroke: string, width: number): uPlot.Series => ({
      label, stroke, width, spanGaps: false, points: { show: true, size: 4, fill: stroke, filter: (_plot, _index, isShown) => (isShown ? dots : []) },
      value: (_plot, value) => told(value),
    });
    return {
      width: place.clientWidth, height: place.clientHeight - 36, ms: 1,
      cursor: { drag: { x: true, y: false, setScale: false } },
      scales: {
        x: { time: true, range: () => [Date.parse(series.from), Date.parse(series.to)] },
        y: { range: () => reach(series) },
      },
      tzDate: (at) => new Date(at),
      series: [
        { label: gettext("Time"), value: (_plot, at) => (at === null ? "–" : `${clock.date(at)} ${clock.time(at)} ${clock.zone(at)}`) },
        line(gettext("Highest"), colour("--accent-soft"), 1), line(gettext("Lowest"), colour("--accent-soft"), 1),
        line(gettext("Mean"), colour("--accent"), 1.75),
      ],
      bands: [{ series: [1, 2], fill: colour("--accent-soft") }],
      axes: [
        { ...axis(40), values: (_plot, marks) => marks.map((at) => labelAt(at, series)) },
        { ...axis(64), values: (_plot, marks) => marks.map((value) => numberText(value, series.decimals)) },
      ],
      hooks: { drawClear: [(drawn) => workedOn(drawn, series)], draw: [(drawn) => { limits(drawn, series); doubtful(drawn, series); }], setSelect: [chosen] },
    };
  };

  const labelAt = (at: number, series: Series): string => {
    const days = (Date.parse(series.to) - Date.parse(series.from)) / 86_400_000;
    if (days > 4) return clock.date(at).slice(0, 5);
    return clock.short(at) === "00:00" ? clock.date(at).slice(0, 5) : clock.short(at);
  };

  const chosen = (drawn: uPlot): void => {
    const { left, width } = drawn.select;
    if (width < 4) return;
    const from = drawn.posToVal(left, "x");
    const to = drawn.posToVal(left + width, "x");
    drawn.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    onZoom({ from, to });
  };

  const draw = (series: Series): void => {
    shown = series;
    plot?.destroy();
    plot = new uPlot(options(series), [[...series.at], [...series.high], [...series.low], [...series.mean]], place);
  };

  return {
    draw,
    resize: () => plot?.setSize({ width: place.clientWidth, height: place.clientHeight - 36 }),
    restyle: () => { if (shown) draw(shown); },
  };
}

/** Times of maintenance, shaded behind all else. */
function workedOn(plot: uPlot, series: Series): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = colour("--line-2");
  ctx.globalAlpha = 0.45;
  for (const [from, to] of series.worked_on ?? []) {
    const left = Math.max(bbox.left, plot.valToPos(from, "x", true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, "x", true));
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

function limits(plot: uPlot, series: Series): void {
  const { ctx, bbox } = plot;
  const [bottom, top] = [plot.scales.y?.min ?? 0, plot.scales.y?.max ?? 0];
  ctx.save();
  ctx.fillStyle = colour("--text-2");
  ctx.font = `${11 * devicePixelRatio}px ${FONT}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  for (const one of series.thresholds) {
    if (one.limit < bottom || one.limit > top) continue;
    const y = plot.valToPos(one.limit, "y", true);
    // Yellow on white is no line: what is dark beneath it is.
    for (const [stroke, width] of [["--text-3", 3], [LEVELS[one.level], 2]] as const) {
      ctx.strokeStyle = colour(stroke);
      ctx.lineWidth = width * devicePixelRatio;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    ctx.fillText(`${priorityWord(one.level)} ${one.compare === "below" ? "<" : ">"} ${numberText(one.limit, series.decimals)}`, bbox.left + 4 * devicePixelRatio, y - 3 * devicePixelRatio);
  }
  ctx.restore();
}

/** Values that cannot be true stand at the edge: their own place would squeeze all others flat. */
function doubtful(plot: uPlot, series: Series): void {
  const { ctx, bbox } = plot;
  const arm = 3.5 * devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = colour("--warn");
  ctx.lineWidth = 1.5 * devicePixelRatio;
  for (const [at, value] of series.marks) {
    const x = plot.valToPos(at, "x", true);
    const y = Math.min(bbox.top + bbox.height - 2 * arm, Math.max(bbox.top + 2 * arm, plot.valToPos(value, "y", true)));
    ctx.beginPath();
    ctx.moveTo(x - arm, y - arm);
    ctx.lineTo(x + arm, y + arm);
    ctx.moveTo(x + arm, y - arm);
    ctx.lineTo(x - arm, y + arm);
    ctx.stroke();
  }
  ctx.restore();
}
