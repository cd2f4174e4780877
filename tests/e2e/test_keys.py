"""Sending help from the keyboard: the unit that has the focus goes, and nobody goes by chance."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from apps.inspectors.models import Assignment, Need
from apps.regions.models import Region
from tests.e2e.conftest import TASHKENT
from tests.e2e.test_console import live, report, row
from tests.inspectors.factories import UnitFactory

SignIn = Callable[..., Page]


def choosing(sign_in: SignIn) -> Page:
    """A screen on which `d` waits for one of two units."""
    lon, lat = TASHKENT
    UnitFactory(call_sign="SOKOL 15", region=Region.objects.get(code="UZ-TK"), lonlat=(lon + 0.02, lat))
    Need.objects.all().delete()
    report()
    page = sign_in("operator1")
    live(page)
    row(page, "Armed robbery").click()
    expect(page.locator("#panel .offer:not(:disabled)")).to_have_count(2)
    page.keyboard.press("d")
    expect(page.locator("#dispatch .candidate:focus")).to_contain_text("SOKOL 14")
    return page


def test_enter_sends_the_unit_that_has_the_focus(sign_in: SignIn):
    page = choosing(sign_in)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#dispatch .candidate:focus")).to_contain_text("SOKOL 15")
    page.keyboard.press("Enter")
    expect(page.locator("#panel [data-slot=assigned]")).to_contain_text("SOKOL 15")
    assert [one.unit.call_sign for one in Assignment.objects.select_related("unit")] == ["SOKOL 15"]


def test_enter_on_something_else_sends_nobody(sign_in: SignIn):
    page = choosing(sign_in)
    page.locator("[data-tab=units]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-tab=units]")).to_have_attribute("aria-selected", "true")
    assert not Assignment.objects.exists()


def test_a_cyrillic_layout_works_like_a_latin_one(sign_in: SignIn):
    report()
    page = sign_in("operator1")
    live(page)
    row(page, "Armed robbery").click()
    page.evaluate(
        "document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyA', key: 'ф', bubbles: true}))"
    )
    status = row(page, "Armed robbery").locator("[data-slot=status]")
    expect(status).to_have_text(re.compile("ack", re.I))
