/** Which elements are on the screen of somebody who looks: in the viewport, in the document, on a page that is shown. */

type Tell = (isSeen: boolean) => void;

interface Watched {
  tell: Tell;
  isInView: boolean;
}

const watched = new Map<Element, Watched>();
/** A page that was left for a moment (another tab, a dialog of the system) goes on as it was. */
const LEFT_FOR_MS = 3000;
let isAway = false;
let leaving: ReturnType<typeof setTimeout> | undefined;
let observer: IntersectionObserver | null = null;

function told(element: Element): void {
  const known = watched.get(element);
  known?.tell(known.isInView && !isAway);
  if (known && !known.isInView && !element.isConnected) unwatch(element);
}

function observe(entries: IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    const known = watched.get(target);
    if (known) known.isInView = isIntersecting;
    told(target);
  }
}

function pageTurned(): void {
  clearTimeout(leaving);
  const turn = (): void => {
    isAway = document.hidden;
    for (const element of [...watched.keys()]) told(element);
  };
  if (document.hidden) leaving = setTimeout(turn, LEFT_FOR_MS);
  else turn();
}

/** Tell whenever the element comes into view or leaves it; it is forgotten when it leaves the document. */
export function watchSeen(element: Element, tell: Tell): void {
  if (!observer) {
    observer = new IntersectionObserver(observe, { threshold: 0.1 });
    document.addEventListener("visibilitychange", pageTurned);
  }
  watched.set(element, { tell, isInView: false });
  observer.observe(element);
}

function unwatch(element: Element): void {
  watched.delete(element);
  observer?.unobserve(element);
}
