/** One tooltip for all charts: by pointer and by keyboard. */

let sheet: HTMLElement | undefined;

function place(x: number, y: number): void {
  if (!sheet) return;
  const { width, height } = sheet.getBoundingClientRect();
  sheet.style.left = `${Math.max(8, Math.min(x + 14, window.innerWidth - width - 8))}px`;
  sheet.style.top = `${y + 18 + height > window.innerHeight ? y - height - 10 : y + 18}px`;
}

function show(text: string, x: number, y: number): void {
  if (!sheet) {
    sheet = document.createElement("div");
    sheet.className = "tooltip";
    sheet.setAttribute("role", "tooltip");
    document.body.append(sheet);
  }
  sheet.textContent = text;
  sheet.hidden = false;
  place(x, y);
}

function hide(): void {
  if (sheet) sheet.hidden = true;
}

/** Tell `text` while the element is pointed at or has the focus. */
export function tell(element: SVGElement | HTMLElement, text: string): void {
  element.addEventListener("pointerenter", (event) => show(text, (event as PointerEvent).clientX, (event as PointerEvent).clientY));
  element.addEventListener("pointermove", (event) => place((event as PointerEvent).clientX, (event as PointerEvent).clientY));
  element.addEventListener("pointerleave", hide);
  element.addEventListener("focus", () => {
    const box = element.getBoundingClientRect();
    show(text, box.left + box.width / 2, box.top + box.height / 2);
  });
  element.addEventListener("blur", hide);
}
