"""What a console shows of an incident: seen by the pixels of the map's canvas, not by what its code says it drew."""

import math
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from playwright.sync_api import Page

ZOOM: Final = 15
WORLD: Final = 256 * 2**ZOOM
# From one mark to the next, in pixels: marks do not touch each other.
STEP: Final = 56
# Half the side of the square that is looked at; a mark covers it.
REACH: Final = 6
GIVES_UP_MS: Final = 20_000

# From a place on the map, in pixels from its centre, to the canvas: is anything drawn there?
IS_DRAWN: Final = """([dx, dy, reach]) => {
  const canvas = document.querySelector('.leaflet-incidents-pane canvas');
  const map = document.getElementById('map').getBoundingClientRect(), here = canvas.getBoundingClientRect();
  const ratio = canvas.width / here.width, side = Math.round(2 * reach * ratio);
  const x = (map.left + map.width / 2 + dx - reach - here.left) * ratio;
  const y = (map.top + map.height / 2 + dy - reach - here.top) * ratio;
  const pixels = canvas.getContext('2d').getImageData(Math.round(x), Math.round(y), side, side).data;
  return pixels.some((value, i) => i % 4 === 3 && value > 0);
}"""
# Looks once a frame; `window.seenAt` is the time of the frame after the one with the mark.
WATCH: Final = f"""(place) => {{
  const isDrawn = {IS_DRAWN};
  window.seenAt = new Promise((done, fail) => {{
    setTimeout(() => fail(new Error('no mark was drawn')), {GIVES_UP_MS});
    const look = () => requestAnimationFrame(isDrawn(place) ? () => done(Date.now()) : look);
    look();
  }});
}}"""
# Answers when it asked: pages of one machine have one clock.
POST: Final = """async (incident) => {
  const { csrf } = JSON.parse(document.getElementById('page-config').textContent);
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': csrf };
  const asked = Date.now();
  const answer = await fetch('/api/v1/incidents/', { method: 'POST', headers, body: JSON.stringify(incident) });
  if (answer.status !== 201) throw new Error(await answer.text());
  return asked;
}"""


@dataclass(frozen=True)
class Place:
    """A place on a map that looks at `centre` from `ZOOM`, in pixels from that centre."""

    centre: tuple[float, float]
    dx: int
    dy: int

    @property
    def lonlat(self) -> tuple[float, float]:
        """Degrees, by the spherical Mercator projection (EPSG:3857)."""
        lon, lat = self.centre
        x = (lon + 180) / 360 * WORLD + self.dx
        y = (0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)) * WORLD + self.dy
        return x / WORLD * 360 - 180, math.degrees(math.atan(math.sinh((0.5 - y / WORLD) * 2 * math.pi)))

    @property
    def pixels(self) -> list[int]:
        """What the scripts take."""
        return [self.dx, self.dy, REACH]


def path(centre: tuple[float, float]) -> str:
    """The console that looks there."""
    lon, lat = centre
    return "/?" + urlencode({"at": f"{lat:.5f},{lon:.5f},{ZOOM}"})


def places(centre: tuple[float, float], columns: int, lines: int) -> list[Place]:
    """A grid around the centre of the map."""
    return [
        Place(centre, (column - columns // 2) * STEP, (line - lines // 2) * STEP)
        for line in range(lines)
        for column in range(columns)
    ]


def is_drawn(page: Page, place: Place) -> bool:
    """Is there a mark at this place of the page's map?"""
    return bool(page.evaluate(IS_DRAWN, place.pixels))


def point_at(page: Page, place: Place) -> None:
    """Hold the pointer there."""
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2 + place.dx, box["y"] + box["height"] / 2 + place.dy)


def watch(page: Page, place: Place) -> None:
    """From now on the page waits for a mark there."""
    page.evaluate(WATCH, place.pixels)


def seen_at(page: Page) -> float:
    """When the page saw what it waits for, in ms since 1970; raises playwright's `Error` when it gave up."""
    return float(page.evaluate("window.seenAt"))


def incident_at(place: Place, title: str) -> dict[str, Any]:
    """What an operator posts."""
    return {
        "type": "robbery",
        "priority": 1,
        "title": title,
        "source": "map",
        "region": "UZ-TK",
        "location": {"type": "Point", "coordinates": list(place.lonlat)},
    }


def post(page: Page, incident: dict[str, Any]) -> float:
    """Report an incident from a console; when that was, in ms since 1970."""
    return float(page.evaluate(POST, incident))
