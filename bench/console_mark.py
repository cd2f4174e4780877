"""From one operator's `POST incidents/` to the mark on another's map: two consoles in Chromium, on the demo."""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from bench import marks
from bench.database import durability, own_database, session_of
from bench.harness import Figures, Note, Row, Target, interleaved, rows
from bench.processes import PORTAL, serving

CAMERAS, INSPECTORS, INCIDENTS, DAYS = 5_000, 500, 20_000, 30
POSTS: Final = 20
WARM_UP: Final = 3
CENTRE: Final = (69.2401, 41.3111)
# Between two posts, at random: the naive way must not be caught at one moment of its second.
PAUSE_S: Final = (0.2, 1.2)
TARGETS: Final = {"ms_post_to_mark": Target(at_most=1000), "ms_p95_post_to_mark": Target(at_most=1000)}
WAYS: Final = {
    "candidate": "two operators' consoles as built for production, on the demo: from the first one's POST to the frame "
    "after the mark is on the canvas of the second one's map",
    "floor": "the same POST to the moment when a bare page with a WebSocket has the event's frame; nothing is drawn",
    "naive": "the same POST to the moment when a bare page that asks for incidents/?open=true each second has it",
}
CHROMIUM: Final = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")

# The bare pages: each calls `window.hears(text)` with what came.
LISTEN: Final = """() => new Promise((ready) => {
  const socket = new WebSocket(`ws://${location.host}/ws/live/`);
  socket.onopen = () => socket.send('{"type":"hello","topics":["incidents"]}');
  socket.onmessage = ({ data }) => data.startsWith('{"type":"welcome"') ? ready() : window.hears?.(data);
})"""
POLL: Final = """() => void setInterval(async () => {
  const answer = await fetch('/api/v1/incidents/?open=true&limit=1000');
  if (!answer.ok) throw new Error(await answer.text());
  window.hears?.(await answer.text());
}, 1000)"""
HEAR: Final = f"""(title) => {{
  window.seenAt = new Promise((done, fail) => {{
    setTimeout(() => fail(new Error('nothing came')), {marks.GIVES_UP_MS});
    window.hears = (text) => text.includes(title) && done(Date.now());
  }});
}}"""

# Makes the second page wait for the incident with this title at this place.
Waiting = Callable[[marks.Place, str], None]


def run(note: Note) -> list[Row]:
    """Rows of the one measure."""
    with own_database():
        note(
            f"console_mark: {CAMERAS} cameras, {INSPECTORS} inspectors, {INCIDENTS} incidents; PostgreSQL with "
            + ", ".join(f"{name}={value}" for name, value in durability().items())
        )
        load_demo()
        with serving(*PORTAL, "--workers", str(min(2, os.cpu_count() or 1))) as server, chromium() as browser:
            bench = Bench(browser, f"http://127.0.0.1:{server.port}", *operators())
            ways = {"candidate": bench.candidate, "floor": bench.floor, "naive": bench.naive}
            return rows("console_mark", interleaved(ways, note), TARGETS)


@dataclass(frozen=True)
class Bench:
    """The three ways, in pages of the same two operators."""

    browser: Browser
    url: str
    one: str
    two: str

    def candidate(self) -> Figures:
        """The console."""
        with self.page(self.two, marks.path(CENTRE)) as page:
            live(page)
            return self.measure(page, lambda place, _: marks.watch(page, place))

    def floor(self) -> Figures:
        """A frame that comes."""
        return self.bare(LISTEN)

    def naive(self) -> Figures:
        """A list that is asked for."""
        return self.bare(POLL)

    def bare(self, script: str) -> Figures:
        """A page without anything but the script."""
        with self.page(self.two, "/livez") as page:
            page.evaluate(script)
            return self.measure(page, lambda _, title: page.evaluate(HEAR, title))

    def measure(self, page: Page, wait: Waiting) -> Figures:
        """Post again and again, each time at a free place of the map."""
        with self.page(self.one, marks.path(CENTRE)) as console:
            live(console)
            grid = (place for place in marks.places(CENTRE, 11, 9) if not marks.is_drawn(console, place))
            took_ms = [self.once(console, page, place, wait) for place in islice(grid, WARM_UP + POSTS)]
        cancel_all()
        counted = sorted(took_ms[WARM_UP:])
        if len(counted) < POSTS:
            raise RuntimeError("the demo leaves too few free places on the map")
        return {
            "ms_post_to_mark": statistics.median(counted),
            "ms_p95_post_to_mark": counted[round(0.95 * (POSTS - 1))],
        }

    def once(self, console: Page, page: Page, place: marks.Place, wait: Waiting) -> float:
        """One incident's way, in ms."""
        title = f"Door forced, neighbours heard glass, {place.dx} {place.dy}"
        time.sleep(random.uniform(*PAUSE_S))
        wait(place, title)
        asked_at = marks.post(console, marks.incident_at(place, title))
        return marks.seen_at(page) - asked_at

    @contextmanager
    def page(self, session: str, path: str) -> Iterator[Page]:
        """A window of somebody who has signed in."""
        context = self.browser.new_context(base_url=self.url, viewport={"width": 1920, "height": 1080})
        context.add_cookies([{"name": "sessionid", "value": session, "url": self.url}])
        page = context.new_page()
        page.goto(path)
        yield page
        context.close()


def live(page: Page) -> None:
    """Return when the console has all that it loads, and hears."""
    page.wait_for_selector("#connection[data-state=live]")
    page.wait_for_load_state("networkidle")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of `bin/find-browser`."""
    path = os.environ.get("SAFECITY_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        # Playwright's loop runs in this thread; Django's guard against that is for servers.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM))
        yield browser
        browser.close()


def load_demo() -> None:
    """The demo; its passwords go to a folder that is thrown away, not over those of `make up`."""
    from django.test.utils import override_settings

    from apps.core.clock import now
    from apps.demo.loading.demo import Size, load_demo

    size = Size(cameras=CAMERAS, inspectors=INSPECTORS, incidents=INCIDENTS, days=DAYS)
    with TemporaryDirectory() as folder, override_settings(VAR_DIR=Path(folder)):
        load_demo(size=size, at=now(), tell=lambda _: None)


def operators() -> tuple[str, str]:
    """The sessions of two operators at one region's desks."""
    from apps.demo.accounts import colleague_of, operator_of

    return session_of(operator_of("UZ-TK")), session_of(colleague_of("UZ-TK"))


def cancel_all() -> None:
    """End what was posted, so that each round begins with the same map."""
    from apps.core.clock import now
    from apps.incidents.actions import move_incident
    from apps.incidents.models import Incident

    for incident in Incident.objects.filter(source="map", status="reported"):
        move_incident(incident_id=incident.pk, to="cancelled", by=None, at=now(), note="measured")
