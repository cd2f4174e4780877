"""A rule from an empty form to an alarm on the console, by somebody who types no expression."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.alarms.models import Rule, Zone
from tests.e2e.conftest import make_user

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[..., Page]


@pytest.fixture
def page(sign_in: SignIn) -> Page:
    make_user("boss", role=Role.SUPERVISOR, full_name="Boss")
    return sign_in("boss", path="/alarms/rules/")


def test_a_rule_goes_from_an_empty_form_to_switched_on(page: Page) -> None:
    page.get_by_role("link", name="New rule").first.click()
    expect(page.locator("#rule-summary")).to_contain_text("told here in words")
    page.locator("#trigger-threshold").check()
    page.select_option("#set-kind", "water_level")
    expect(page.get_by_text("limit, m", exact=True)).to_be_visible()
    page.fill("#set-limit", "4,2")
    page.fill("#set-delay_s", "60")
    page.locator("#when-times").check()
    for day in range(1, 6):
        page.locator(f"#day-{day}").check()
    page.fill("#from", "08:00")
    page.fill("#to", "18:00")
    page.fill("#name", "River is high")
    page.select_option("#alarm_type", "water_level")
    page.select_option("#priority", "2")
    expect(page.locator("#rule-summary")).to_contain_text(
        "is above 4.2 m for 1 minute, in Tashkent City, on working days 08:00–18:00"
    )
    page.locator("#rule-try").click()
    expect(page.locator(".trial__count")).to_contain_text("0 alarms")
    page.locator("#rule-save").click()
    page.locator("#rule-switch").click()
    expect(page.locator(".page-head .tag")).to_have_text("on")
    rule = Rule.objects.latest("pk")
    assert (rule.is_on, rule.settings["limit"], rule.schedule) == (
        True, 4.2, {"weekdays": [1, 2, 3, 4, 5], "from": "08:00", "to": "18:00"},
    )  # fmt: skip


def test_what_is_missing_is_told_at_its_input_and_what_was_filled_in_stays(page: Page) -> None:
    page.goto("/alarms/rules/new/")
    page.locator("#rule-save").click()
    expect(page.locator("#rule-fields")).to_contain_text("Choose first what the rule reacts to.")
    page.locator("#trigger-detection").check()
    page.fill("#name", "Somebody at night")
    page.select_option("#priority", "3")
    page.locator("#condition-add").click()
    page.select_option("#cond-0-field", "score")
    page.select_option("#cond-0-op", "between")
    page.locator("#cond-0-value2").wait_for()
    page.fill("#cond-0-value", "0,9")
    page.fill("#cond-0-value2", "0,1")
    page.select_option("#alarm_type", "person_in_zone")
    page.locator("#rule-save").click()
    expect(page.locator(".rule-row .field__error")).to_contain_text("smaller one first")
    expect(page.locator("#name")).to_have_value("Somebody at night")


def test_a_zone_is_drawn_on_the_map_and_kept_with_the_rule(page: Page) -> None:
    page.goto("/alarms/rules/new/")
    page.locator("#trigger-camera_outage").check()
    page.fill("#name", "Cameras at the quay")
    page.select_option("#alarm_type", "camera_outage")
    page.select_option("#priority", "3")
    page.locator(".rule-form__zone summary").click()
    page.fill("#zone-name", "Quay")
    area = page.locator(".rule-form__zone .geometry__map")
    area.scroll_into_view_if_needed()
    page.get_by_role("button", name="Draw an area").click()
    box = area.bounding_box()
    assert box
    for x, y in ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)):
        page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        # Two clicks at once would end the drawing.
        page.wait_for_function("document.querySelector('.geometry-line') !== null")
    page.get_by_role("button", name="Finish").click()
    page.locator("#rule-save").click()
    page.locator("#rule-switch").wait_for()
    expect(page.locator("#rule-summary")).to_contain_text("inside the zone “Quay”")
    zone = Zone.objects.get()
    assert (zone.name, zone.region_id, Rule.objects.latest("pk").zone) == ("Quay", "UZ-TK", zone)
