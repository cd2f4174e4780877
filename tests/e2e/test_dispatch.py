"""The dispatch window: several units by keyboard, two screens racing, who is left out, and help across a border."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from apps.accounts.models import User
from apps.core.clock import now
from apps.incidents.models import Incident
from apps.inspectors.actions import assign_unit, move_assignment
from apps.inspectors.models import AidRequest, Assignment, DispatchRule, Need, Unit
from apps.regions.models import Region
from tests.e2e.conftest import TASHKENT, make_user
from tests.e2e.test_console import live, report, row
from tests.inspectors.factories import UnitFactory

SignIn = Callable[..., Page]
LON, LAT = TASHKENT


def unit(call_sign: str, east: float, **fields: Any) -> Unit:
    """A free unit of Tashkent, so many degrees east of what is reported."""
    region = Region.objects.get(code="UZ-TK")
    made: Unit = UnitFactory(call_sign=call_sign, region=region, lonlat=(LON + east, LAT), **fields)
    return made


def opened(sign_in: SignIn, user: str = "operator1") -> Page:
    """A screen with the window open for the robbery."""
    page = sign_in(user)
    live(page)
    row(page, "Armed robbery").click()
    expect(page.locator("#panel")).to_contain_text("Armed robbery")
    page.keyboard.press("d")
    expect(page.locator("#dispatch .candidate").first).to_be_visible()
    return page


def candidate(page: Page, call_sign: str) -> Locator:
    return page.locator("#dispatch .candidate", has_text=call_sign)


def english() -> None:
    User.objects.update(language="en")


def without_needs() -> None:
    Need.objects.all().delete()


def test_what_is_needed_is_ticked_and_goes_with_one_key(sign_in: SignIn):
    english()
    unit("SOKOL 15", 0.02)
    report()
    page = opened(sign_in)
    expect(page.locator("#dispatch .need")).to_contain_text("2 × patrol")
    expect(page.locator("#dispatch .candidate[aria-selected=true]")).to_have_count(2)
    expect(page.locator("#dispatch [data-slot=send]")).to_contain_text("Send 2 units")
    page.keyboard.press("Enter")
    expect(page.locator("#dispatch")).to_be_hidden()
    expect(page.locator("#panel [data-slot=assigned]")).to_contain_text("SOKOL 14")
    expect(page.locator("#panel [data-slot=assigned]")).to_contain_text("SOKOL 15")
    assert Assignment.objects.count() == 2


def test_units_are_ticked_with_the_arrows_and_space_and_each_says_why(sign_in: SignIn):
    english()
    without_needs()
    DispatchRule.objects.create(subject="skill", strength="preferred", values=["negotiator"], worth_m=2000)
    unit("SOKOL 15", 0.02, skills=["negotiator"])
    unit("SOKOL 16", 0.03)
    report()
    page = opened(sign_in)
    expect(page.locator("#dispatch .candidate").first).to_contain_text(
        "can do: negotiator: counts as 2 km nearer"
    )
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#dispatch")).to_be_hidden()
    sent = Assignment.objects.values_list("unit__call_sign", flat=True)
    assert sorted(sent) == ["SOKOL 15", "SOKOL 16"]


def test_of_two_screens_that_send_the_same_units_the_second_is_told_who_was_quicker(sign_in: SignIn):
    english()
    without_needs()
    unit("SOKOL 15", 0.02)
    report()
    report("Fight in a café", type="fight")
    one = opened(sign_in)
    two = sign_in("operator2")
    live(two)
    row(two, "Fight in a café").click()
    two.keyboard.press("d")
    for name in ("SOKOL 14", "SOKOL 15"):
        candidate(two, name).click()
    # The second screen learns nothing of it before it sends.
    two.route(re.compile("/nearest-units/"), lambda route: None)
    candidate(one, "SOKOL 14").click()
    one.keyboard.press("Enter")
    expect(one.locator("#panel [data-slot=assigned]")).to_contain_text("SOKOL 14")
    two.keyboard.press("Enter")
    expect(two.locator("#dispatch [data-slot=notice]")).to_contain_text("Operator 1 assigned SOKOL 14")
    expect(two.locator("#dispatch")).to_be_visible()
    fight = Incident.objects.get(title="Fight in a café")
    assert [held.unit.call_sign for held in fight.assignments.select_related("unit")] == ["SOKOL 15"]


def test_all_or_none_sends_nobody_when_one_is_lost(sign_in: SignIn):
    english()
    without_needs()
    unit("SOKOL 15", 0.02)
    report()
    page = opened(sign_in)
    for name in ("SOKOL 14", "SOKOL 15"):
        candidate(page, name).click()
    page.locator("#dispatch-all").check()
    page.route(re.compile("/nearest-units/"), lambda route: None)
    other = report("Fight in a café", type="fight")
    assign_unit(incident_id=other.pk, unit_id=Unit.objects.get(call_sign="SOKOL 15").pk, by=None, at=now())
    page.locator("#dispatch [data-slot=send]").click()
    expect(page.locator("#dispatch [data-slot=notice]")).to_contain_text("Nobody was sent")
    assert not Assignment.objects.filter(incident__title="Armed robbery").exists()


def test_candidates_follow_the_units_and_the_fold_says_why_one_is_left_out(sign_in: SignIn):
    english()
    without_needs()
    report()
    late = report("Noise at night", type="noise", priority=4)
    page = opened(sign_in)
    expect(candidate(page, "SOKOL 14")).to_have_count(1)
    assign_unit(incident_id=late.pk, unit_id=Unit.objects.get().pk, by=None, at=now())
    expect(candidate(page, "SOKOL 14")).to_have_count(0)
    page.locator("#dispatch summary").click()
    expect(page.locator("#dispatch .left-out")).to_contain_text(late.number)
    page.locator("#dispatch .left-out button", has_text="Take").click()
    expect(page.locator("#ask")).to_contain_text(late.number)
    expect(page.locator("#ask")).to_contain_text("Noise at night")
    page.locator("#ask [data-slot=go]").click()
    expect(page.locator("#panel [data-slot=assigned]")).to_contain_text("SOKOL 14")
    assert Assignment.objects.get(incident=late).status == "pre_empted"


def test_one_that_refuses_comes_back_to_the_top_and_rings(sign_in: SignIn):
    english()
    second = unit("SOKOL 15", 0.02)
    calm = report("Noise at night", type="noise", priority=4)
    operator = User.objects.get(username="operator1")
    first = Unit.objects.get(call_sign="SOKOL 14")
    held = [
        assign_unit(incident_id=calm.pk, unit_id=one.pk, by=operator, at=now()) for one in (first, second)
    ]
    report()
    page = sign_in("operator1")
    live(page)
    page.locator("#sound-test").dispatch_event("click")
    row(page, "Armed robbery").click()
    page.keyboard.press("a")
    expect(page.locator("#sound")).not_to_have_attribute("data-state", "ringing")
    expect(page.locator(".incident-row").first).to_contain_text("Armed robbery")
    move_assignment(assignment_id=held[0].pk, to="refused", reason="no fuel", by=None, at=now())
    expect(page.locator("#sound")).to_have_attribute("data-state", "ringing")
    expect(page.locator(".incident-row").first).to_contain_text("Noise at night")
    calm.refresh_from_db()
    assert calm.status == "dispatched"


def test_help_is_asked_across_a_border_and_the_other_region_answers(sign_in: SignIn):
    english()
    without_needs()
    make_user("neighbour", full_name="Neighbour", regions=("UZ-TO",), language="en")
    region = Region.objects.get(code="UZ-TO")
    UnitFactory(call_sign="CHIRCHIQ 1", region=region, service="fire", lonlat=(LON + 0.05, LAT))
    report()
    page = opened(sign_in)
    aid = page.locator("#dispatch [data-slot=aid]")
    expect(aid).to_contain_text("fire")
    expect(aid).not_to_contain_text("CHIRCHIQ")
    aid.get_by_role("button", name="Ask for help").click()
    expect(page.locator("#toasts")).to_contain_text("asked for help")
    page.keyboard.press("Escape")
    expect(page.locator("#panel [data-slot=assigned]")).to_contain_text("no answer yet")
    other = sign_in("neighbour")
    live(other)
    row(other, "Armed robbery").click()
    other.locator("#panel [data-slot=assigned]").get_by_role("button", name="Agree").click()
    expect(other.locator("#dispatch .candidate")).to_contain_text("CHIRCHIQ 1")
    expect(page.locator("#panel [data-slot=assigned]")).to_contain_text("agreed")
    other.locator("#dispatch .candidate").focus()
    other.keyboard.press("Enter")
    expect(page.locator("#panel [data-slot=assigned]")).to_contain_text("CHIRCHIQ 1")
    assert AidRequest.objects.get().status == "agreed"


def test_at_a_small_desk_the_window_covers_neither_the_map_nor_the_list(sign_in: SignIn):
    english()
    report()
    page = opened(sign_in)
    page.set_viewport_size({"width": 1366, "height": 768})
    box = page.locator("#dispatch").bounding_box()
    stage = page.locator(".stage").bounding_box()
    assert box is not None
    assert stage is not None
    assert box["x"] >= stage["x"] + stage["width"] - 1
    expect(page.locator("#dispatch [data-slot=send]")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#dispatch")).to_be_hidden()
    expect(page.locator("#panel")).to_be_visible()
