/** The pages of reports: charts over the page's data, sortable tables, pickers that send themselves. */

import "../css/reports.css";
import { drawChoropleth } from "./charts/choropleth";
import { chartsOf } from "./charts/data";
import { drawHeat } from "./charts/heat";
import { drawLine } from "./charts/line";
import { makeSortable } from "./charts/sorting";
import { drawSparks } from "./charts/spark";

const byId = (id: string): HTMLElement | null => document.getElementById(id);
const textOf = (id: string): string => byId(id)?.textContent.trim() ?? "";

function draw(): void {
  const data = chartsOf(document);
  if (!data) return;
  const [map, legend, heat, line] = ["map-chart", "map-legend", "heat-chart", "line-chart"].map(byId);
  if (map && legend) drawChoropleth(map, legend, data.outline, data.map, textOf("map-title"));
  if (heat) drawHeat(heat, data.heat, textOf("heat-title"));
  if (line && data.line) drawLine(line, data.line, data.target, textOf("table-title"));
  if (data.trend) drawSparks(document.querySelectorAll<HTMLElement>("[data-spark]"), data.trend);
}

/** One picker is open at a time; Escape and a click elsewhere close it. */
function watchPickers(): void {
  const pickers = [...document.querySelectorAll<HTMLDetailsElement>(".picker")];
  const closeBut = (kept: Node | null): void => {
    for (const picker of pickers) if (!kept || !picker.contains(kept)) picker.open = false;
  };
  document.addEventListener("click", (event) => closeBut(event.target as Node));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = pickers.find((picker) => picker.open);
    closeBut(null);
    open?.querySelector("summary")?.focus();
  });
}

/** What was ticked or typed in a picker that was closed without its button was not asked. */
function forget(picker: Element): void {
  for (const input of picker.querySelectorAll("input")) {
    input.checked = input.defaultChecked;
    input.value = input.defaultValue;
  }
}

/** A choice by pointer is sent at once; stepping through a closed select by keys is not: Enter or the button sends it. */
function sendOnChoice(form: HTMLFormElement, select: HTMLSelectElement): void {
  let isStepping = false;
  let isWaiting = false;
  const send = (): void => {
    form.querySelectorAll(".picker").forEach(forget);
    form.requestSubmit();
  };
  select.addEventListener("pointerdown", () => (isStepping = false));
  select.addEventListener("keydown", (event) => {
    isStepping = event.key !== "Enter";
    if (isStepping || !isWaiting) return;
    event.preventDefault();
    send();
  });
  select.addEventListener("change", () => {
    if (!isStepping) return send();
    isWaiting = true;
    const late = form.querySelector<HTMLElement>("[data-late]");
    if (late) late.hidden = false;
  });
}

function watchForm(form: HTMLFormElement): void {
  for (const select of form.querySelectorAll<HTMLSelectElement>("select[data-send]")) sendOnChoice(form, select);
  for (const picker of form.querySelectorAll<HTMLDetailsElement>(".picker")) {
    picker.addEventListener("toggle", () => { if (!picker.open) forget(picker); });
  }
  form.querySelector("[data-any-dates]")?.addEventListener("click", (event) => {
    event.preventDefault();
    form.querySelector("[data-slot=preset]")?.remove();
    for (const input of form.querySelectorAll<HTMLInputElement>("input[type=date]")) input.disabled = false;
    (event.currentTarget as HTMLElement).hidden = true;
  });
}

/** A link to the explanation opens it. */
function openTarget(): void {
  const target = location.hash ? byId(location.hash.slice(1)) : null;
  if (target instanceof HTMLDetailsElement) target.open = true;
}

/** A run is drawn anew each second; a screen reader is told of it when its stage changes. */
function sayStages(): void {
  const region = document.createElement("p");
  region.className = "sr";
  region.setAttribute("role", "status");
  document.body.append(region);
  document.addEventListener("htmx:afterSettle", () => {
    const said = document.querySelector<HTMLElement>(".run[data-say]")?.dataset.say ?? "";
    if (said !== region.textContent) region.textContent = said;
  });
}

draw();
watchPickers();
sayStages();
openTarget();
window.addEventListener("hashchange", openTarget);
for (const table of document.querySelectorAll<HTMLTableElement>("table[data-sortable]")) makeSortable(table);
const form = byId("pickers");
if (form instanceof HTMLFormElement) watchForm(form);
