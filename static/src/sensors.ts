/** The pages of sensors: the chart of one, over any period. */

import "../css/sensors.css";
import "./admin-map";
import { seriesChart } from "./charts/series";
import { gettext, numberText } from "./model/i18n";
import { moved, rowsOf, zoomed, type Series, type Span } from "./model/series";
import { clockIn, HOUR_MS } from "./model/time";

const REFRESH_MS = 30_000;

function start(card: HTMLElement): void {
  const part = (name: string): HTMLElement => {
    const found = card.querySelector<HTMLElement>(`[data-${name}]`);
    if (!found) throw new Error(`the chart has no ${name}`);
    return found;
  };
  const clock = clockIn(card.dataset["zone"] ?? "Asia/Tashkent");
  const canvas = part("canvas");
  let span: Span = { from: Date.parse(card.dataset["since"] ?? ""), to: Date.parse(card.dataset["until"] ?? "") };
  /** The end of the period is the present, and moves with it. */
  let isLive = "live" in card.dataset;
  let asked: AbortController | null = null;

  const said = (text: string): void => { part("said").textContent = text; };

  const stamp = (at: number): string => `${clock.date(at)} ${clock.short(at)}`;

  const query = (): string => `from=${encodeURIComponent(new Date(span.from).toISOString())}&to=${encodeURIComponent(new Date(span.to).toISOString())}`;

  const fill = (series: Series): void => {
    const rows = rowsOf(series).map((row) => {
      const line = document.createElement("tr");
      const cells = [`${stamp(row.at)}`, ...[row.low, row.mean, row.high].map((value) => numberText(value, series.decimals)), String(row.readings)];
      for (const [n, text] of cells.entries()) {
        const cell = document.createElement("td");
        cell.textContent = text;
        cell.className = n ? "is-number" : "num";
        line.append(cell);
      }
      return line;
    });
    part("rows").replaceChildren(...rows);
  };

  const tell = (series: Series): void => {
    const rows = rowsOf(series);
    const doubt = series.outside.reduce((sum, count) => sum + count, 0);
    if (!rows.length) return said(gettext("Nothing was said in this period."));
    const text = gettext("Lowest %(low)s, highest %(high)s, last %(last)s %(unit)s.", {
      low: numberText(Math.min(...rows.map((row) => row.low)), series.decimals),
      high: numberText(Math.max(...rows.map((row) => row.high)), series.decimals),
      last: numberText(rows[0]?.mean ?? 0, series.decimals), unit: series.symbol,
    });
    const worked = series.worked_on?.length ? ` ${gettext("Shaded: it was being worked on, and nothing was raised.")}` : "";
    said(doubt ? `${text} ${gettext("Values that cannot be true: %(count)s.", { count: doubt })}${worked}` : text + worked);
  };

  const chart = seriesChart(canvas, clock, (chosen) => { isLive = false; show(zoomed(chosen, 1)); });

  const load = async (): Promise<void> => {
    asked?.abort();
    asked = new AbortController();
    canvas.setAttribute("aria-busy", "true");
    try {
      const points = Math.max(50, Math.min(5000, Math.floor(canvas.clientWidth)));
      const answer = await fetch(`${card.dataset["url"] ?? ""}?${query()}&points=${points}`, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const series = (await answer.json()) as Series;
      chart.draw(series);
      fill(series);
      tell(series);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      said(gettext("The chart could not be loaded. Please try again."));
    }
    canvas.removeAttribute("aria-busy");
  };

  const show = (next: Span): void => {
    span = next;
    part("period").textContent = `${stamp(span.from)} – ${stamp(span.to)} ${clock.zone(span.to)}`;
    const address = `since=${encodeURIComponent(new Date(span.from).toISOString())}&until=${encodeURIComponent(new Date(span.to).toISOString())}`;
    if (!isLive) history.replaceState(null, "", `?${address}`);
    part("export").setAttribute("href", `${card.dataset["csv"] ?? ""}?${address}`);
    void load();
  };

  const onButtons = (name: "hours" | "move" | "zoom", act: (value: number) => void): void => {
    for (const button of card.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
      button.addEventListener("click", () => act(Number(button.dataset[name])));
    }
  };
  onButtons("hours", (hours) => {
    isLive = true;
    history.replaceState(null, "", location.pathname);
    const to = Date.now();
    show({ from: to - hours * HOUR_MS, to });
  });
  const move = (by: number): void => { isLive = false; show(moved(span, by)); };
  const zoom = (times: number): void => { isLive = false; show(zoomed(span, times)); };
  onButtons("move", move);
  onButtons("zoom", zoom);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-0.25), ArrowRight: () => move(0.25), Equal: () => zoom(0.5), NumpadAdd: () => zoom(0.5),
    Minus: () => zoom(2), NumpadSubtract: () => zoom(2),
  };
  canvas.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });
  canvas.addEventListener("dblclick", () => zoom(4));
  new ResizeObserver(() => chart.resize()).observe(canvas);
  document.addEventListener("themechange", () => chart.restyle());
  setInterval(() => {
    if (!isLive || document.hidden) return;
    const length = span.to - span.from;
    show({ from: Date.now() - length, to: Date.now() });
  }, REFRESH_MS);
  show(span);
}

for (const card of document.querySelectorAll<HTMLElement>("[data-chart]")) start(card);
