"""100,000 cameras in Chromium: from the address to the first picture, and how long a redraw takes while dragging.

The first draw is the frame after the first camera or ring of cameras was put on the canvas: all clusters of the view with
their statuses and counts, from the columns of the server; an empty canvas, a skeleton or the base map does not count.
Every window begins with an empty cache.
"""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser, Page

from bench.console_mark import chromium
from bench.crowd import make_country, watch_officer
from bench.database import own_database, session_of
from bench.harness import Figures, Note, Row, Target, interleaved, note, rows
from bench.processes import PORTAL, serving

CAMERAS: Final = 100_000
# Tashkent at street zoom, and the whole country.
STREET: Final = (41.31, 69.27, 16.0)
COUNTRY: Final = (41.3, 64.5, 6.0)
DRAGS: Final = 12
WAIT_MS: Final = 120_000
SIZE: Final = {"width": 1920, "height": 1080}
# Served by one process without any rerouting in the browser, which would delay each of a page's files.
PORTAL_WITH_PAGES: Final = tuple(
    "bench.with_pages:application" if part == "safecity_portal.asgi:application" else part for part in PORTAL
)
TARGETS: Final = {
    "ms_first_draw": Target(to_naive=0.1),
    "ms_p95_redraw_street": Target(at_most=17),
    "ms_p95_redraw_country": Target(at_most=33),
}
WAYS: Final = {
    "candidate": "the console as built for production, with all its layers: from the navigation to the first mark of a "
    "camera (country zoom); each redraw from the canvas's clearing to its pixels, all layers and the raster in it",
    "floor": "a bare page with Leaflet and one canvas that draws a dot for each camera and nothing else, the same columns",
    "naive": "the same bare page with leaflet.markercluster (chunkedLoading off, addLayers), the same columns; "
    "a redraw is its work on moveend and the layout that follows, without the painting",
}
# Notes when the first camera is drawn, and each redraw of the cameras' canvas, its raster included.
WATCH: Final = """() => {
  window.redraws = [];
  const { clearRect, drawImage } = CanvasRenderingContext2D.prototype;
  const isCameras = (brush) => brush.canvas.closest?.('.leaflet-cameras-pane');
  CanvasRenderingContext2D.prototype.drawImage = function (...given) {
    if (window.firstDraw === undefined && isCameras(this)) {
      window.firstDraw = Infinity;
      requestAnimationFrame(() => { window.firstDraw = performance.now(); });
    }
    return drawImage.apply(this, given);
  };
  CanvasRenderingContext2D.prototype.clearRect = function (...given) {
    if (isCameras(this)) {
      const begun = performance.now();
      queueMicrotask(() => { this.getImageData(0, 0, 1, 1); window.redraws.push(performance.now() - begun); });
    }
    return clearRect.apply(this, given);
  };
}"""


def run(tell: Note) -> list[Row]:
    """Rows of the one measure."""
    with own_database():
        make_country(CAMERAS)
        tell(f"console_cameras: {CAMERAS} in all regions; Chromium draws by software")
        session = session_of(watch_officer())
        with serving(*PORTAL_WITH_PAGES) as server, chromium() as browser:
            bench = Bench(browser, f"http://127.0.0.1:{server.port}", session)
            bench.warm()
            ways = {"candidate": bench.candidate, "floor": bench.floor, "naive": bench.naive}
            return rows("console_cameras", interleaved(ways, tell), TARGETS)


@dataclass(frozen=True)
class Bench:
    """The three ways, each in a fresh window of the same officer."""

    browser: Browser
    url: str
    session: str

    def warm(self) -> None:
        """The server has answered before, as one that runs has: its first build is what `cameras` measures."""
        with self.page() as page:
            page.goto("/api/v1/cameras/columns/")
            page.goto("/")
            page.wait_for_load_state("networkidle")

    def candidate(self) -> Figures:
        """The console."""
        return self.figures(lambda place: f"/?at={place[0]},{place[1]},{place[2]}", "#map")

    def floor(self) -> Figures:
        """Dots."""
        return self.figures(lambda place: _bare("dots", place), "#map")

    def naive(self) -> Figures:
        """Clusters of markers."""
        return self.figures(lambda place: _bare("markercluster", place), "#map")

    def figures(self, path: Callable[[tuple[float, float, float]], str], map_: str) -> Figures:
        """First draw and redraws at country zoom, redraws at street zoom."""
        with self.page() as page:
            page.goto(path(COUNTRY))
            first = drawn(page)
            country = dragged(page, map_)
        with self.page() as page:
            page.goto(path(STREET))
            drawn(page)
            street = dragged(page, map_)
        return {"ms_first_draw": first, "ms_p95_redraw_street": street, "ms_p95_redraw_country": country}

    @contextmanager
    def page(self) -> Iterator[Page]:
        """A window with an empty cache; the bare pages come from here, at the portal's own address."""
        context = self.browser.new_context(base_url=self.url, viewport=SIZE)  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.url}])
        context.add_init_script(f"({WATCH})()")
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        try:
            yield page
        finally:
            for error in errors:
                note(f"  the page says: {error}")
        context.close()


def _bare(way: str, place: tuple[float, float, float]) -> str:
    return f"/bench/pages/{way}.html#{place[0]},{place[1]},{place[2]}"


def drawn(page: Page) -> float:
    """When the first camera was seen, in ms since the navigation."""
    page.wait_for_function("() => Number.isFinite(window.firstDraw)", timeout=WAIT_MS)
    page.wait_for_load_state("networkidle")
    return float(page.evaluate("window.firstDraw"))


def dragged(page: Page, map_: str) -> float:
    """The 95th percentile of what redraws took while the map was dragged to and fro."""
    box = page.locator(map_).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.wait_for_timeout(1500)
    page.evaluate("window.redraws.length = 0")
    for drag in range(DRAGS):
        reach = 500 if drag % 2 else -500
        page.mouse.move(x - reach / 2, y - reach / 4)
        page.mouse.down()
        page.mouse.move(x + reach / 2, y + reach / 4, steps=25)
        page.mouse.up()
        page.wait_for_timeout(250)
    found = sorted(page.evaluate("window.redraws"))
    if len(found) < DRAGS:
        raise RuntimeError(f"only {len(found)} redraws were seen")
    return float(statistics.quantiles(found, n=20, method="inclusive")[-1])
