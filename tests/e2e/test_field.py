"""The tablet in a real browser: without a connection, in need of help, lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.core.clock import now
from apps.core.geo import point
from apps.incidents.models import HistoryEntry, Incident
from apps.inspectors.actions import assign_unit, revoke_device
from apps.inspectors.models import Assignment, Device, LatestPosition, Shift, Sos, Unit
from tests.e2e.conftest import TASHKENT, make_user
from tests.incidents.factories import IncidentFactory
from tests.inspectors.factories import InspectorFactory

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[..., Page]
HERE = {"latitude": TASHKENT[1], "longitude": TASHKENT[0], "accuracy": 8}


@pytest.fixture
def officer(portal: Any) -> Unit:
    """`inspector1`, the crew of SOKOL 14."""
    unit = Unit.objects.get(call_sign="SOKOL 14")
    user = make_user("inspector1", role=Role.INSPECTOR, full_name="Bekzod Karimov")
    unit.crew.add(InspectorFactory(user=user, region=unit.region))
    return unit


def sent(unit: Unit, title: str = "Fight at the market") -> Assignment:
    at = now()
    incident = IncidentFactory(
        title=title,
        region=unit.region,
        reported_at=at,
        recorded_at=at,
        location=point(TASHKENT[0], TASHKENT[1] + 0.01),
    )
    return assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=None, at=at)


def tablet(sign_in: SignIn) -> Page:
    """The page of the field, with its worker at work."""
    page = sign_in("inspector1", path="/field/", **TABLET_OPTIONS)
    expect(page.locator("#state")).to_have_attribute("data-standing", "online")
    expect(page.locator("html")).to_have_attribute("data-worker", "ready")
    return page


TABLET_OPTIONS: dict[str, Any] = {"geolocation": HERE, "permissions": ["geolocation"]}


def next_step(page: Page) -> Any:
    return page.locator("[data-slot=next]")


def test_three_steps_without_a_connection_arrive_once_each_with_its_own_stamp(
    sign_in: SignIn, officer: Unit
) -> None:
    assignment = sent(officer)
    page = tablet(sign_in)
    expect(next_step(page)).to_have_text("I accept")
    page.context.set_offline(True)
    before = now()
    for words in ("I accept", "I am on my way", "I have arrived"):
        expect(next_step(page)).to_have_text(words)
        next_step(page).click()
    expect(next_step(page)).to_have_text("The work is done")
    page.reload()
    expect(next_step(page)).to_have_text("The work is done")
    expect(page.locator("#offline-bar")).to_be_visible()
    expect(page.locator("#outbox-list > li")).to_have_count(3)
    between = now()
    assert Assignment.objects.get(pk=assignment.pk).status == "assigned"
    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_be_hidden(timeout=20_000)
    done = Assignment.objects.get(pk=assignment.pk)
    assert done.status == "on_scene"
    stamps = [done.accepted_at, done.en_route_at, done.on_scene_at]
    assert stamps == sorted(stamps)
    slack = timedelta(seconds=2)
    assert all(before - slack <= stamp <= between + slack for stamp in stamps)
    kinds = HistoryEntry.objects.filter(incident=assignment.incident_id, kind__startswith="unit_")
    assert list(kinds.order_by("id").values_list("kind", flat=True)) == [
        "unit_assigned", "unit_accepted", "unit_en_route", "unit_on_scene",
    ]  # fmt: skip


def test_a_shift_begun_without_a_connection_holds_at_once_and_arrives_once(
    sign_in: SignIn, officer: Unit
) -> None:
    Unit.objects.filter(pk=officer.pk).update(status="off_duty")
    page = tablet(sign_in)
    page.locator("[data-tab=me]").click()
    expect(page.locator("#figures")).to_be_visible()
    expect(page.locator("#figures [data-slot=small]")).to_have_text("Few calls: these numbers say little.")
    page.context.set_offline(True)
    before = now()
    page.locator("#duty").click()
    expect(page.locator("#me [data-slot=duty]")).to_have_text("You are on duty")
    assert not Shift.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_be_hidden(timeout=20_000)
    expect(page.locator("#me [data-slot=shift]")).to_contain_text("Since")
    (shift,) = Shift.objects.all()
    assert shift.began_at is not None
    assert abs(shift.began_at - before) < timedelta(seconds=5)
    assert Unit.objects.get(pk=officer.pk).status == "available"


def test_new_work_comes_by_itself_and_the_position_is_sent(sign_in: SignIn, officer: Unit) -> None:
    LatestPosition.objects.all().delete()
    page = tablet(sign_in)
    expect(page.locator("#no-tasks")).to_be_visible()
    sent(officer, "Robbery in the park")
    expect(page.locator(".field-task")).to_contain_text("Robbery in the park")
    expect(page.locator("[data-slot=away]")).to_have_text(re.compile(r"1\.1 km ↑"))
    with page.expect_response("**/field/positions/", timeout=30_000) as answered:
        pass
    assert answered.value.json()["accepted"] >= 1


def test_an_sos_can_be_cancelled_and_is_on_the_console_at_once_when_it_is_not(
    sign_in: SignIn, officer: Unit
) -> None:
    console = sign_in("operator1")
    page = tablet(sign_in)
    page.locator("#sos").click()
    expect(page.locator("#sos-countdown")).to_be_visible()
    page.locator("#sos-cancel").click()
    expect(page.locator("#sos-countdown")).to_be_hidden()
    assert not Incident.objects.exists()
    page.locator("#sos").click()
    expect(page.locator("#sos-on")).to_be_visible(timeout=15_000)
    expect(page.locator("#sos-on")).to_have_attribute("data-sent", "true")
    expect(console.locator("#sos-bar")).to_contain_text("SOKOL 14")
    page.locator("#sos").click()
    page.locator("#sos-now").click()
    expect(console.locator("#sos-bar")).to_contain_text("×2")
    assert Sos.objects.get().incident == Incident.objects.get()
    console.locator("#sos-bar [data-slot=end]").click()
    console.locator("#sos-end-reason").fill("Found, unhurt")
    console.locator("#sos-end-form [type=submit]").click()
    expect(console.locator("#sos-bar")).to_be_hidden()
    expect(page.locator("#sos-on")).to_be_hidden()


def test_a_lost_tablet_forgets_everything_at_once(sign_in: SignIn, officer: Unit) -> None:
    sent(officer)
    page = tablet(sign_in)
    expect(page.locator(".field-task")).to_be_visible()
    device = Device.objects.get(tablet__user__username="inspector1")
    revoke_device(device_id=device.pk, by=None, at=now(), reason="lost")
    expect(page.locator(".field-task")).to_have_count(0, timeout=15_000)
    expect(page.locator("#offline-bar")).to_contain_text("revoked")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 1
    page.reload()
    page.goto("/field/")
    expect(page.locator("#id_login")).to_be_visible()
