"""A sensor's chart in a browser: drawn, zoomed by key and by hand, told in words and as a table."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.core.clock import now
from apps.sensors.actions import GivenReading, record_readings
from apps.sensors.models import Sensor
from tests.e2e.conftest import make_user
from tests.sensors.factories import SensorFactory, ThresholdFactory

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[..., Page]


@pytest.fixture
def sensor() -> Sensor:
    made: Sensor = SensorFactory(code="W-1", name="Chirchiq, Gʻazalkent")
    ThresholdFactory(sensor=made, limit=4)
    at = now()
    said = [GivenReading("W-1", at - timedelta(minutes=n), round(1 + n % 60 / 30, 2)) for n in range(600)]
    record_readings(readings=said, by=None, at=at)
    return made


def test_the_map_shows_sensors_by_status_and_the_newest_value_of_one(sensor: Sensor, sign_in: SignIn) -> None:
    make_user("watch", role=Role.OPERATOR, full_name="Watch")
    page = sign_in("watch", path="/?at=41.31,69.25,16")
    expect(page.locator("#connection")).to_have_attribute("data-state", "live", timeout=15_000)
    layer = page.get_by_role("switch", name="Sensors")
    expect(layer).to_have_attribute("aria-checked", "false")
    layer.click()
    shown = page.locator(".point-filter [data-slot=shown]", has_text="sensor")
    expect(shown).to_have_text("1 of 1 sensor shown")
    expect(page.get_by_role("button", name="in order 1")).to_be_visible()
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Chirchiq, Gʻazalkent")
    expect(panel).to_contain_text("1.00 m")
    expect(page).to_have_url(re.compile(f"sel=sensor:{sensor.pk}"))
    record_readings(readings=[GivenReading("W-1", now(), 5.5)], by=None, at=now())
    expect(panel).to_contain_text("limit crossed")
    expect(panel).to_contain_text("5.50 m")
    expect(page.get_by_role("button", name="limit crossed 1")).to_be_visible()


def test_the_list_leads_to_a_chart_that_zooms(sensor: Sensor, sign_in: SignIn) -> None:
    make_user("watch", role=Role.OPERATOR, full_name="Watch")
    page = sign_in("watch", path="/sensors/")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="W-1").click()
    expect(page.locator("[data-canvas] canvas")).to_be_visible()
    expect(page.locator("[data-said]")).to_contain_text("Lowest 1.00, highest 2.97")
    with page.expect_response("**/series/**") as wider:
        page.get_by_role("button", name="7 days").click()
    assert len(wider.value.json()["at"]) == 600
    with page.expect_response("**/series/**") as hour:
        page.get_by_role("button", name="1 h", exact=True).click()
    assert hour.value.json()["step_s"] == 0
    page.locator("[data-canvas]").focus()
    with page.expect_response("**/series/**"):
        page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("since="))
    page.get_by_text("As a table").click()
    expect(page.locator("[data-rows] tr").first).to_be_visible()


def test_dragging_over_a_part_loads_that_part(sensor: Sensor, sign_in: SignIn) -> None:
    make_user("watch", role=Role.OPERATOR, full_name="Watch")
    page = sign_in("watch", path=f"/sensors/{sensor.pk}/")
    area = page.locator("[data-canvas] .u-over")
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 60, steps=5)
    with page.expect_response("**/series/**") as finer:
        page.mouse.up()
    told = finer.value.json()
    assert told["step_s"] == 0
    assert 60 < len(told["at"]) < 240
