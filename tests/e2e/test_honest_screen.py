"""The screen shows nothing old as new, hides nothing without a word, and mends itself."""

import re
import threading
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, WebSocketRoute, expect

from apps.core.conditions import Condition
from apps.regions.models import Region
from tests.e2e.test_console import live, report, row
from tests.inspectors.factories import UnitFactory
from tests.server import PortalServer

SignIn = Callable[..., Page]


def test_a_link_to_another_region_does_not_empty_the_console(sign_in: SignIn):
    report()
    page = sign_in("operator1", path="/%3Fregion=UZ-NW%26type=no-such-type%26tab=queue")
    live(page)
    expect(row(page, "Armed robbery")).to_be_visible()
    expect(page).not_to_have_url(re.compile("UZ-NW|no-such-type|queue"))


def test_what_could_not_be_loaded_is_named_and_comes_later(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    broken = re.compile("/api/v1/(incident-types|cameras/columns|basemap)/")
    page.route(broken, lambda route: route.abort())
    page.reload()
    for name in ("types of incidents", "cameras", "the base map"):
        expect(page.locator("#missing-bar")).to_contain_text(name)
    page.unroute(broken)
    expect(page.locator("#missing-bar")).to_be_hidden(timeout=10_000)
    expect(page.locator("#stat-cameras")).to_contain_text("4/5")


def test_a_part_that_stopped_is_named_while_the_connection_is_live(sign_in: SignIn, parts: dict[str, Any]):
    page = sign_in("operator1")
    live(page)
    bar = page.locator("#trouble-bar")
    expect(bar).to_be_hidden()
    parts["mqtt"] = lambda: Condition("mqtt", "silent", "", is_trouble=True)
    expect(bar).to_contain_text("cameras and sensors on MQTT")
    parts.clear()
    expect(bar).to_be_hidden()


def test_units_are_counted_as_they_are_listed_and_none_is_cut_without_a_word(
    sign_in: SignIn, portal: PortalServer
):
    city = Region.objects.get(code="UZ-TK")
    for number in range(304):
        UnitFactory(call_sign=f"UNIT {number:03}", region=city, lonlat=None if number == 7 else (69.2, 41.3))
    page = sign_in("operator1")
    live(page)
    page.locator("[data-tab=units]").click()
    expect(page.locator("[data-tab=units] [data-slot=count]")).to_have_text("305")
    expect(page.locator("#list-foot")).to_have_text(re.compile("300 of 305 shown · 1 not on map"))
    page.locator("#list-beside .empty button").click()
    expect(page.locator("#list-foot")).to_contain_text("305 of 305 shown")
    expect(page.locator("[data-unit]")).to_have_count(305)
    page.fill("#filter-text", "UNIT 303")
    expect(page.locator("[data-tab=units] [data-slot=count]")).to_have_text("1/305")
    expect(page.locator("#stat-units")).to_contain_text("1/1")


def test_old_data_are_grey_under_a_bar_that_tells_their_age(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    page.context.set_offline(True)
    page.clock.install()
    page.clock.fast_forward(40_000)
    bar = page.locator("#down-bar")
    expect(bar).to_be_visible(timeout=10_000)
    expect(bar).to_contain_text(re.compile(r"\d+ s old"))
    filtered = page.locator("#map").evaluate("map => getComputedStyle(map).filter")
    assert "grayscale" in filtered


def test_a_late_heartbeat_is_amber_before_anything_is_red(sign_in: SignIn):
    page = sign_in("operator1")
    silence = threading.Event()
    page.clock.install()

    def silent_later(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: None if silence.is_set() else socket.send(message))

    page.route_web_socket(re.compile("/ws/live/"), silent_later)
    page.reload()
    live(page)
    silence.set()
    page.clock.fast_forward(25_000)
    expect(page.locator("#connection")).to_have_attribute("data-state", "late")


def test_no_pulse_is_left_where_the_incidents_are_not_drawn(sign_in: SignIn):
    report()
    page = sign_in("operator1")
    live(page)
    expect(page.locator(".pulse")).to_have_count(1)
    layer = page.locator("#legend [aria-checked]").first
    layer.click()
    expect(page.locator(".pulse")).to_have_count(0)
    layer.click()
    expect(page.locator(".pulse")).to_have_count(1)
