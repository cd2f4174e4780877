/** Tables whose columns sort by a click or a key; empty cells stay at the end. */

type Direction = "ascending" | "descending";

/** The order of two cells' `data-sort`: numbers as numbers, an empty one always last. */
export function compare(a: string, b: string, direction: Direction): number {
  if (a === "" || b === "") return Number(a === "") - Number(b === "");
  return (Number(a) - Number(b)) * (direction === "ascending" ? 1 : -1);
}

function sort(table: HTMLTableElement, column: number, direction: Direction): void {
  const body = table.tBodies[0];
  if (!body) return;
  const key = (row: HTMLTableRowElement): string => row.cells[column]?.dataset.sort ?? "";
  body.append(...[...body.rows].sort((a, b) => compare(key(a), key(b), direction)));
}

/** Makes the header cells of a table buttons, but those marked `is-fixed`; what is `data-beside` stays next to its button. */
export function makeSortable(table: HTMLTableElement): void {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  heads.forEach((head, column) => {
    if (head.classList.contains("is-fixed")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    const beside = [...head.querySelectorAll(":scope > [data-beside]")];
    for (const one of beside) one.remove();
    button.append(...head.childNodes);
    head.replaceChildren(button, ...beside);
    button.addEventListener("click", () => {
      const direction: Direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", direction);
      sort(table, column, direction);
    });
  });
}
