"""Thousands of cameras on one map: no failure hides in a number, every one can be reached, and counts are true."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from apps.cameras.actions import set_camera_status
from apps.cameras.models import Camera, CameraStatus
from apps.core.clock import now
from bench import marks
from bench.crowd import insert_cameras
from tests.e2e.conftest import TASHKENT
from tests.server import PortalServer

SignIn = Callable[..., Page]
MANY = 4000
ON_ONE_SPOT = 25


def crowd_around(lon: float, lat: float) -> dict[str, str]:
    """Columns of cameras that work, thinner and thinner around a point."""
    x, y = f"{lon} + 0.15 * cos(n) * (n % 97) / 97", f"{lat} + 0.1 * sin(n) * (n % 89) / 89"
    return {
        "code": "'MANY-' || n",
        "name": "'Amir Temur'",
        "kind": "(ARRAY['overview', 'face', 'plate', 'ptz'])[1 + n % 4]",
        "location": f"ST_SetSRID(ST_MakePoint({x}, {y}), 4326)",
        "status": "'online'",
        "region_id": "'UZ-TK'",
    }


# How many pixels of the cameras' canvas have the colour of this custom property?
PIXELS = """(property) => {
  const probe = document.createElement('canvas').getContext('2d');
  probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(property).trim();
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  const canvas = document.querySelector('.leaflet-cameras-pane canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    count += data[i + 3] > 200 && Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 24;
  }
  return count;
}"""
INSIDE = """
    SELECT status, kind, count(*) FROM cameras_camera
    WHERE ST_Intersects(ST_Transform(location, 3857), ST_Transform(ST_GeomFromText(%s, 4326), 3857))
    GROUP BY status, kind
"""


@pytest.fixture
def crowd(portal: PortalServer) -> PortalServer:
    """Thousands that work, around the town's middle."""
    insert_cameras(MANY, crowd_around(*TASHKENT))
    Camera.objects.update(status="online")
    return portal


def console(page: Page, zoom: int, rest: str = "", at: tuple[float, float] = TASHKENT) -> None:
    page.goto(f"/?at={at[1]:.5f},{at[0]:.5f},{zoom}{rest}")
    expect(page.locator("#connection")).to_have_attribute("data-state", "live", timeout=15_000)
    expect(page.locator(".point-filter [data-slot=shown]")).to_contain_text("cameras shown", timeout=15_000)


def until(page: Page, colour: str, is_there: bool) -> None:
    """Wait until the map shows this colour, or no longer does."""
    page.wait_for_function(
        f"([colour, isThere]) => (({PIXELS})(colour) >= 6) === isThere", arg=[colour, is_there]
    )


def told(page: Page) -> dict[tuple[str, str], int]:
    """The table of cameras in the area: counts by status and kind, as they are written."""
    table = page.locator("#area .area__section").first.locator("table")
    kinds = table.locator("thead th").all_inner_texts()[1:]
    found = {}
    for line in table.locator("tbody tr, tfoot tr").all():
        status = line.locator("th").inner_text()
        for kind, count in zip(kinds, line.locator("td").all_inner_texts(), strict=True):
            if count != "–":
                found[status, kind] = int(re.sub(r"\D", "", count))
    return found


def counted(corners: list[tuple[float, float]]) -> dict[tuple[str, str], int]:
    """The same by PostGIS, with the sums."""
    ring = ", ".join(f"{lon} {lat}" for lon, lat in [*corners, corners[0]])
    words = {"plate": "plates", "ptz": "PTZ"}
    found: dict[tuple[str, str], int] = {}
    with connection.cursor() as cursor:
        cursor.execute(INSIDE, [f"POLYGON(({ring}))"])
        for status, kind, count in cursor.fetchall():
            for line in (status, "All"):
                for column in (words.get(kind, kind), "All"):
                    found[line, column] = found.get((line, column), 0) + count
    return found


def corners_of(page: Page) -> list[tuple[float, float]]:
    """The corners that the address holds."""
    page.wait_for_url(re.compile("area="))
    numbers = [float(word) for word in parse_qs(urlsplit(page.url).query)["area"][0].split(",")]
    return [(lon, lat) for lat, lon in zip(numbers[::2], numbers[1::2], strict=True)]


def test_one_failure_among_thousands_is_seen_at_every_zoom_and_goes_when_it_is_mended(
    crowd: PortalServer, sign_in: SignIn
) -> None:
    camera = Camera.objects.get(code="MANY-89")  # in the middle of the crowd
    page = sign_in("operator1")
    for zoom in (7, 10, 13):
        console(page, zoom)
        until(page, "--camera-online", True)
        until(page, "--camera-offline", False)
        set_camera_status(camera_id=camera.pk, status=CameraStatus.OFFLINE, by=None, at=now())
        until(page, "--camera-offline", True)
        page.reload()
        until(page, "--camera-offline", True)
        set_camera_status(camera_id=camera.pk, status=CameraStatus.ONLINE, by=None, at=now())
        until(page, "--camera-offline", False)


def test_a_filter_hides_what_it_does_not_name_says_so_and_is_in_the_address(
    crowd: PortalServer, sign_in: SignIn
) -> None:
    Camera.objects.filter(code__in=["MANY-1", "MANY-2"]).update(status="offline")
    page = sign_in("operator1")
    console(page, 11)
    shown = page.locator(".point-filter [data-slot=shown]")
    expect(shown).to_have_text(f"{MANY + 5:,} of {MANY + 5:,} cameras shown")
    page.get_by_role("button", name=re.compile("^offline")).click()
    expect(shown).to_have_text(f"2 of {MANY + 5:,} cameras shown")
    until(page, "--camera-online", False)
    until(page, "--camera-offline", True)
    page.wait_for_url(re.compile("cs=offline"))
    page.reload()
    expect(shown).to_have_text(f"2 of {MANY + 5:,} cameras shown")
    page.locator(".point-filter [data-slot=all]").click()
    until(page, "--camera-online", True)
    page.get_by_role("button", name=re.compile("^PTZ")).click()
    expect(shown).to_have_text(f"{Camera.objects.filter(kind='ptz').count():,} of {MANY + 5:,} cameras shown")


def test_an_area_is_drawn_by_mouse_and_counts_what_the_database_counts(
    crowd: PortalServer, sign_in: SignIn
) -> None:
    Camera.objects.filter(code__endswith="7").update(status="offline")
    page = sign_in("operator1")
    console(page, 11)
    box: Any = page.locator("#map").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.keyboard.press("b")
    for dx, dy in ((-150, 120), (10, -140), (160, 90)):
        page.mouse.click(middle[0] + dx, middle[1] + dy)
    page.locator("#area-hint [data-slot=finish]").click()
    expect(page.locator("#area")).to_be_visible()
    found = told(page)
    # The address keeps five decimals: a metre, and no camera of these stands so near to an edge.
    assert found == counted(corners_of(page))
    assert 100 < found["All", "All"] < MANY
    page.reload()
    expect(page.locator("#area .area__section").first.locator("table")).to_be_visible()
    assert told(page) == found
    page.locator("#area summary").first.click()
    expect(page.locator("#area .area__items").first).to_contain_text(
        f"Showing 100 of {found['All', 'All']:,}"
    )


def test_an_area_is_asked_about_by_keys_alone(crowd: PortalServer, sign_in: SignIn) -> None:
    page = sign_in("operator1")
    console(page, 12)
    page.keyboard.press("b")
    page.keyboard.press("Escape")
    expect(page.locator("#area-hint")).to_be_hidden()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.locator("#area-title")).to_be_focused()
    assert told(page) == counted(corners_of(page))
    page.keyboard.press("Escape")
    expect(page.locator("#area")).to_be_hidden()
    page.wait_for_url(lambda url: "area=" not in url)


def test_all_that_stand_on_one_spot_can_be_reached(portal: PortalServer, sign_in: SignIn) -> None:
    spot = (TASHKENT[0] + 0.03, TASHKENT[1] + 0.03)
    insert_cameras(ON_ONE_SPOT, {**crowd_around(*spot), "location": f"ST_SetSRID(ST_MakePoint{spot}, 4326)"})
    wanted = {
        f"Camera {pk}" for pk in Camera.objects.filter(code__startswith="MANY").values_list("pk", flat=True)
    }
    page = sign_in("operator1")
    for zoom in (13, 16):
        console(page, zoom, at=spot)
        marks.point_at(page, marks.Place(spot, 0, 0))
        expect(page.locator("#map-tip")).to_contain_text(f"and {ON_ONE_SPOT - 1} more here")
        box: Any = page.locator("#map").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        items = page.locator("#map-choose button")
        expect(items).to_have_count(ON_ONE_SPOT)
        assert {
            text.split("\n")[-1].replace("Camera", "Camera ", 1).replace("  ", " ")
            for text in items.all_inner_texts()
        } == wanted
    items.last.click()
    expect(page.locator("#panel")).to_contain_text("MANY-")
