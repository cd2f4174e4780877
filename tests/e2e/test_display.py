"""A wall display, as it hangs there: opened by its address, true by itself, shut out at once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.clock import now
from apps.core.conditions import Condition
from apps.core.geo import point
from apps.incidents.actions import Report, report_incident
from apps.map.actions import Drawn, issue_token, revoke_token, save_view
from apps.map.models import Display, Turn
from tests.accounts.factories import UserFactory
from tests.e2e.conftest import TASHKENT
from tests.server import PortalServer


@pytest.fixture
def display(portal: PortalServer) -> Display:
    """A display of Tashkent with two views."""
    user = UserFactory(username="wall", role=Role.DISPLAY, regions=["UZ-TK"], language="en")
    row = Display.objects.create(name="Hall", user=user)
    supervisor = UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"])
    for order, (name, query) in enumerate((("City", ""), ("Urgent", "p=1")), start=1):
        view = save_view(drawn=Drawn(name, query, is_shared=True), by=supervisor, at=now())
        Turn.objects.create(display=row, view=view, order=order, seconds=600)
    return row


@pytest.fixture
def wall(browser: Browser, portal: PortalServer, display: Display) -> Iterator[Page]:
    """The display's browser, which was given the address with the token."""
    _row, token = issue_token(display=display, at=now(), expires_at=now() + timedelta(days=1))
    context = browser.new_context(base_url=portal.url, viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.clock.install()
    page.goto(f"/wall/city/#{token}")
    expect(page.locator("#display-view")).to_contain_text("City")
    assert token not in page.url
    yield page
    context.close()
    assert errors == []


def report(title: str, kind: str = "robbery") -> None:
    where: Any = point(*TASHKENT)
    asked = Report(type=kind, title=title, priority=1, location=where, source="zz")
    report_incident(report=asked, by=User.objects.get(username="operator1"), at=now())


def test_a_display_shows_what_comes_without_what_is_personal_and_never_passes_off_old_data_as_new(
    wall: Page, display: Display, parts: dict[str, Any]
) -> None:
    parts["alarms"] = lambda: Condition("alarms", "silent", "", is_trouble=True)
    expect(wall.locator("#trouble-bar")).to_contain_text("Alarms have stopped")
    parts.clear()
    expect(wall.locator("#trouble-bar")).to_be_hidden()
    incidents, veil = wall.locator("#display-incidents"), wall.locator("#display-veil")
    expect(incidents).to_contain_text("No incident is open.")
    report("Armed robbery at Karimov's, 12 Navoiy")
    expect(incidents.locator(".board__row")).to_contain_text("TK-")
    expect(wall.locator("#display-count-1")).to_contain_text("1")
    assert "Karimov" not in wall.content()
    wall.context.set_offline(True)
    # a minute without a word, in a moment
    wall.clock.fast_forward("01:00")
    report("unseen")
    expect(veil).to_contain_text("OLD DATA")
    wall.context.set_offline(False)
    expect(veil).to_be_hidden(timeout=30_000)
    expect(incidents.locator(".board__row")).to_have_count(2)
    revoke_token(display_id=display.pk, at=now())
    expect(veil).to_contain_text("This display was shut out", timeout=30_000)
