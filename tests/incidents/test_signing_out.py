"""Who signs out says who goes on with his or her incidents; what nobody was named for goes to the queue."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.clock import now
from apps.incidents.actions import acknowledge_incident
from apps.incidents.models import HistoryEntry, Incident
from apps.live.presence import mark_seen
from tests.accounts.factories import UserFactory
from tests.incidents.factories import reported

pytestmark = pytest.mark.django_db

OUT, PAGE = "/accounts/logout/", "/hand-over/"
Browser = Callable[[Any], Client]


def held_by(user: User, **fields: Any) -> Incident:
    return acknowledge_incident(incident_id=reported(at=now(), **fields).pk, by=user, at=now())


def handler_of(incident: Incident) -> User | None:
    return Incident.objects.get(pk=incident.pk).handler


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_handler_of_open_incidents_is_asked_before_he_or_she_leaves(
    browser_of: Browser, method: str
) -> None:
    leaving = UserFactory()
    held_by(leaving)
    browser = browser_of(leaving)
    answer = getattr(browser, method)(OUT)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert is_signed_in(browser)


def test_who_holds_nothing_is_not_asked(browser_of: Browser) -> None:
    browser = browser_of(UserFactory())
    assert browser.get(PAGE)["Location"] == OUT
    browser.post(OUT)
    assert not is_signed_in(browser)


def test_the_page_offers_the_queue_and_the_people_of_the_region_who_is_present_first(
    browser_of: Browser,
) -> None:
    leaving = UserFactory()
    UserFactory(full_name="Anvar Absent")
    present = UserFactory(full_name="Zilola Present", role=Role.SUPERVISOR)
    UserFactory(full_name="Elsewhere", regions=["UZ-TO"])
    UserFactory(full_name="Only looks", role=Role.CHIEF)
    mark_seen({present.pk: now()})
    incident = held_by(leaving)
    page = browser_of(leaving).get(PAGE)
    offered = [label for _, label in page.context["form"].fields["to"].choices]
    assert offered == [
        "the queue: they ring",
        "Zilola Present · supervisor · holds 0 · present",
        "Anvar Absent · operator · holds 0 · not present",
    ]
    assert incident.number in page.content.decode()


def test_all_go_to_the_person_that_was_chosen_but_those_that_go_elsewhere(browser_of: Browser) -> None:
    leaving, next_one, other = UserFactory(), UserFactory(), UserFactory()
    most, one, rest = (held_by(leaving) for _ in range(3))
    browser = browser_of(leaving)
    sent = {"to": next_one.pk, f"to_{one.pk}": other.pk, f"to_{rest.pk}": "queue"}
    answer = browser.post(PAGE, sent)
    assert answer.status_code == 302
    assert not is_signed_in(browser)
    assert (handler_of(most), handler_of(one), handler_of(rest)) == (next_one, other, None)
    assert Incident.objects.get(is_ringing=True) == rest
    assert {entry.user for entry in HistoryEntry.objects.filter(kind="handed_over")} == {leaving}


def test_the_queue_rings(browser_of: Browser) -> None:
    leaving, staying = UserFactory(), UserFactory()
    left, kept = held_by(leaving), held_by(staying)
    browser_of(leaving).post(PAGE, {"to": "queue"})
    left.refresh_from_db()
    assert (left.handler, left.is_ringing, left.status) == (None, True, "acknowledged")
    assert handler_of(kept) == staying


@pytest.mark.parametrize("regions", [["UZ-TO"], []])
def test_somebody_who_may_not_work_there_cannot_be_chosen(browser_of: Browser, regions: list[str]) -> None:
    leaving, stranger = UserFactory(), UserFactory(regions=regions)
    incident = held_by(leaving)
    browser = browser_of(leaving)
    assert browser.post(PAGE, {"to": stranger.pk}).status_code == 200
    assert (is_signed_in(browser), handler_of(incident)) == (True, leaving)


def test_only_who_may_work_in_all_the_regions_is_offered_for_all(browser_of: Browser) -> None:
    leaving = UserFactory(regions=["UZ-TK", "UZ-TO"])
    here, both = UserFactory(), UserFactory(regions=["UZ-TK", "UZ-TO"])
    nation = UserFactory(role=Role.DUTY_OFFICER, is_national=True)
    first, _ = held_by(leaving), held_by(leaving, region="UZ-TO")
    form = browser_of(leaving).get(PAGE).context["form"]
    assert {key for key, _ in form.fields["to"].choices} == {"queue", str(both.pk), str(nation.pk)}
    own = {key for key, _ in form.fields[f"to_{first.pk}"].choices}
    assert own == {"", "queue", str(both.pk), str(nation.pk), str(here.pk)}


def test_a_session_that_ends_without_the_page_leaves_its_incidents_to_the_queue(
    browser_of: Browser,
) -> None:
    leaving = UserFactory()
    left = held_by(leaving)
    browser_of(leaving).logout()
    assert handler_of(left) is None
    assert HistoryEntry.objects.get(kind="handed_over").note == "Signed out."


def test_a_stranger_signs_in_first(client: Client) -> None:
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
