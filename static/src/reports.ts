/**
 * The reports' pages: charts where the page asks for them, and runs that show how far they are.
 *
 * `<figure class="chart" data-chart="bars|line|choropleth|heat" data-source="ID">` is drawn from the JSON in
 * `<script id="ID" type="application/json">` (json_script), in the shape of the chart's `…Data` interface.
 * `<span class="chart chart--spark" data-chart="spark" data-values="210,,190" aria-label="…">` needs no script.
 * `<div data-run="/api/v1/runs/ID/">` is asked until the run is over; inside it `data-slot="bar"`, `"stage"` and
 * `"percent"` follow it. When it is over, the page loads again, or `data-then` is opened.
 */

import "../css/report.css";
import { bars, type BarsData } from "./charts/bars";
import { choropleth, type ChoroplethData, type Outlines } from "./charts/choropleth";
import { heat, type HeatData } from "./charts/heat";
import { line, spark, type LineData } from "./charts/line";
import { gettext } from "./model/i18n";

const BASEMAP = "/api/v1/basemap/";
const ASK_EVERY_MS = 1000;
const OVER: ReadonlySet<string> = new Set(["done", "ready", "succeeded", "finished", "failed", "cancelled", "canceled"]);

function sourceOf<T>(element: HTMLElement): T {
  return JSON.parse(document.getElementById(element.dataset.source ?? "")?.textContent ?? "null") as T;
}

async function outlines(): Promise<Outlines> {
  const response = await fetch(BASEMAP, { credentials: "same-origin" });
  return ((await response.json()) as { regions: Outlines }).regions;
}

async function draw(element: HTMLElement): Promise<SVGElement> {
  switch (element.dataset.chart) {
    case "bars": return bars(sourceOf<BarsData>(element));
    case "line": return line(sourceOf<LineData>(element));
    case "heat": return heat(sourceOf<HeatData>(element));
    case "choropleth": return choropleth(sourceOf<ChoroplethData>(element), await outlines());
    default: return spark((element.dataset.values ?? "").split(",").map((text) => (text.trim() === "" ? null : Number(text))), element.getAttribute("aria-label") ?? "");
  }
}

function mount(element: HTMLElement): void {
  draw(element).then(
    (drawn) => element.replaceChildren(drawn),
    () => {
      element.textContent = gettext("The chart could not be drawn. The table holds the same figures.");
      element.classList.add("chart__empty");
    },
  );
}

/** Words beside the pointer, faster than the browser's own. */
function follow(): void {
  const tip = document.createElement("div");
  tip.className = "tooltip";
  tip.hidden = true;
  document.body.append(tip);
  document.addEventListener("pointermove", (event) => {
    const over = event.target instanceof Element ? event.target.closest<SVGElement>("[data-tip]") : null;
    tip.hidden = over === null;
    if (!over) return;
    tip.textContent = over.dataset.tip ?? "";
    const right = event.clientX + 16 + tip.offsetWidth > window.innerWidth;
    tip.style.left = `${right ? event.clientX - tip.offsetWidth - 12 : event.clientX + 14}px`;
    tip.style.top = `${Math.min(event.clientY + 14, window.innerHeight - tip.offsetHeight - 8)}px`;
  });
}

interface Run {
  status: string;
  progress: number;
  stage?: string;
  stage_name?: string;
  error?: string;
}

function show(element: HTMLElement, run: Run): void {
  const set = (name: string, apply: (slot: HTMLElement) => void): void => {
    const slot = element.querySelector<HTMLElement>(`[data-slot="${name}"]`);
    if (slot) apply(slot);
  };
  set("bar", (bar) => (bar.style.width = `${run.progress}%`));
  set("percent", (percent) => (percent.textContent = `${Math.round(run.progress)} %`));
  set("stage", (stage) => (stage.textContent = run.error || run.stage_name || run.stage || ""));
}

async function watch(element: HTMLElement): Promise<void> {
  try {
    const response = await fetch(element.dataset.run ?? "", { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (response.ok) {
      const run = (await response.json()) as Run;
      show(element, run);
      if (OVER.has(run.status)) {
        if (element.dataset.then) location.assign(element.dataset.then);
        else location.reload();
        return;
      }
    }
  } catch {
    // The network is away for a moment: the run goes on without us.
  }
  setTimeout(() => void watch(element), ASK_EVERY_MS);
}

/** Draw what asks for a chart, and mark it, so that a fragment that comes later is drawn alone. */
function mountAll(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-chart]:not([data-drawn])")) {
    element.dataset.drawn = "true";
    mount(element);
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-width]")) element.style.width = `${element.dataset.width ?? "0"}%`;
  for (const element of root.querySelectorAll<HTMLElement>("[data-run]:not([data-watched])")) {
    element.dataset.watched = "true";
    void watch(element);
  }
}

follow();
mountAll(document);
document.addEventListener("htmx:load", (event) => mountAll(event.target as HTMLElement));
