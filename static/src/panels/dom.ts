/** Small words for the page: find by id, clone a template, fill its slots. Data enters as text alone. */

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

/** A copy of `<template id="tpl-NAME">`'s first element. */
export function clone<T extends HTMLElement = HTMLElement>(name: string): T {
  const template = byId<HTMLTemplateElement>(`tpl-${name}`);
  return document.importNode(template.content, true).firstElementChild as T;
}

/** All of a template that has several elements. */
export function cloneAll(name: string): DocumentFragment {
  return document.importNode(byId<HTMLTemplateElement>(`tpl-${name}`).content, true);
}

export function slot<T extends Element = HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-slot="${name}"]`);
  if (!found) throw new Error(`the template has no slot ${name}`);
  return found;
}

/** Write text only where it differs, so that nothing is laid out anew for nothing; `data-whole` shows all of a long one on hover. */
export function write(element: Element, text: string): void {
  if (element.textContent === text) return;
  element.textContent = text;
  if (element.hasAttribute("data-whole")) element.setAttribute("title", text);
}

export function put(root: ParentNode, values: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(values)) write(slot(root, name), text);
}

export function show(element: HTMLElement | SVGElement, isShown: boolean): void {
  element.toggleAttribute("hidden", !isShown);
}

/** The sign of a priority: its shape, in its colour, with its word on hover. */
export function glyph(icon: SVGElement, priority: number, word: string): void {
  icon.setAttribute("class", `glyph glyph--${priority}`);
  icon.querySelector("use")?.setAttribute("href", `#shape-${priority}`);
  icon.setAttribute("role", "img");
  icon.setAttribute("aria-label", word);
}

/** Do keys belong to what has the focus? So do the arrows of a radio button, and each key in the form of a call. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select") || target.closest("#call")) return true;
  return target instanceof HTMLInputElement && !["checkbox", "button", "submit"].includes(target.type);
}

/** Keep a list's elements by key: moved and reused, never built twice. */
export function reconcile<T>(
  parent: HTMLElement, items: readonly T[], key: (item: T) => string, make: (item: T) => HTMLElement,
  known: Map<string, HTMLElement>, fill: (element: HTMLElement, item: T) => void,
): void {
  const wanted = new Set(items.map(key));
  for (const [id, element] of known) {
    if (wanted.has(id)) continue;
    element.remove();
    known.delete(id);
  }
  let before: ChildNode | null = parent.firstChild;
  for (const item of items) {
    const id = key(item);
    let element = known.get(id);
    if (!element) known.set(id, (element = make(item)));
    fill(element, item);
    if (element === before) before = before.nextSibling;
    else parent.insertBefore(element, before);
  }
}
