"""A region's past in a browser: played, chosen, and held by the address."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.core.clock import now
from apps.core.geo import point
from apps.inspectors.actions import Reading, record_positions
from apps.regions.scope import EVERYTHING
from tests.e2e.conftest import make_user
from tests.incidents.factories import IncidentFactory
from tests.inspectors.factories import DeviceFactory, UnitFactory
from tests.inspectors.test_tracks import born

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_past_is_played_a_unit_chosen_and_the_address_holds_both(sign_in: Callable[..., Page]) -> None:
    at = now()
    began = at - timedelta(minutes=100)
    device = DeviceFactory(unit=UnitFactory(call_sign="SOKOL-1"))
    born(device, began - timedelta(days=1))
    said = [
        Reading(device.identifier, began + timedelta(seconds=s), 69.2 + s / 50_000, 41.3)
        for s in range(0, 5400, 10)
    ]
    record_positions(readings=said, scope=EVERYTHING, at=at)
    IncidentFactory(reported_at=began, location=point(69.22, 41.31), title="At the market")
    make_user("chief", role=Role.CHIEF, full_name="Chief")
    page = sign_in("chief", path="/playback/?region=UZ-TK&hours=2&at=41.3,69.24,12")
    expect(page.locator("#said")).to_have_text("0 units · 0 incidents")
    page.get_by_role("button", name="SOKOL-1").click()
    expect(page).to_have_url(re.compile(rf"units={device.unit_id}"))
    expect(page.get_by_role("link", name="GPX")).to_be_visible()
    page.locator("#time").fill("3600")
    expect(page.locator("#said")).to_have_text("1 unit · 1 incident")
    clock = page.locator("#clock").inner_text()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator("#clock")).not_to_have_text(clock)
