"""Calls over the API: taken, attached, ended; the caller's number is masked and its reading audited."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry, User
from apps.core.clock import iso, now
from apps.incidents.models import Call, Incident
from apps.live.models import Event
from tests.accounts.factories import UserFactory
from tests.incidents.factories import CallFactory, IncidentFactory, IncidentTypeFactory, reported
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], APIClient]
URL = "/api/v1/calls/"
NUMBER = "+998901234567"


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    IncidentTypeFactory(code="theft")


@pytest.fixture
def operator() -> User:
    return UserFactory()


@pytest.fixture
def api(operator: User, signed_in: SignIn) -> APIClient:
    return signed_in(operator)


def body(**changes: Any) -> dict[str, Any]:
    rang = now() - timedelta(seconds=40)
    answered = rang + timedelta(seconds=6)
    return {
        "channel": "102",
        "source": "pbx",
        "number": NUMBER,
        "rang_at": iso(rang),
        "answered_at": iso(answered),
    } | changes


NEW = {"type": "theft", "title": "A bicycle is gone", "source": "102"}


def test_a_call_becomes_a_new_incident_reported_when_it_rang(api: APIClient, operator: User) -> None:
    sent = body(outcome="new_incident", incident=NEW)
    answer = api.post(URL, sent, format="json")
    assert answer.status_code == 201, answer.content
    call = answer.json()
    assert call["outcome"] == "new_incident"
    incident = api.get(f"/api/v1/incidents/{call['incident']}/").json()
    assert (incident["calls_count"], incident["reported_at"]) == (1, sent["rang_at"])
    assert Call.objects.get().taken_by == operator


def test_another_call_is_attached_to_the_open_incident_and_counted(api: APIClient) -> None:
    incident = reported(at=now())
    for _ in range(2):
        sent = body(outcome="attached", incident=str(incident.pk))
        assert api.post(URL, sent, format="json").status_code == 201
    assert Incident.objects.get().calls_count == 2
    assert api.get(f"{URL}?incident={incident.pk}").json()["count"] == 2


def test_a_call_that_rings_is_told_later_what_it_became(api: APIClient) -> None:
    incident = reported(at=now())
    call = api.post(URL, body(), format="json").json()
    assert (call["outcome"], call["incident"]) == ("", None)
    url = f"{URL}{call['id']}/attach/"
    attached = api.post(url, {"incident": str(incident.pk)}, format="json")
    assert (attached.status_code, attached.json()["outcome"]) == (200, "attached")
    again = api.post(url, {"incident": str(incident.pk)}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "cannot_attach_call")


def test_a_call_becomes_a_new_incident_later(api: APIClient) -> None:
    call = api.post(URL, body(), format="json").json()
    attached = api.post(f"{URL}{call['id']}/attach/", {"incident": NEW}, format="json").json()
    assert attached["outcome"] == "new_incident"
    assert Incident.objects.get().calls_count == 1


@pytest.mark.parametrize("outcome", ["information", "silent", "prank", "test"])
def test_a_call_ends_without_an_incident(api: APIClient, outcome: str) -> None:
    call = api.post(URL, body(), format="json").json()
    ended = api.post(f"{URL}{call['id']}/attach/", {"outcome": outcome}, format="json").json()
    assert (ended["outcome"], ended["incident"]) == (outcome, None)
    assert ended["ended_at"]
    assert not Event.objects.exists()


def test_the_place_of_a_call_moves_while_it_goes_on(api: APIClient) -> None:
    call = api.post(URL, body(answered_at=None), format="json").json()
    point = {"type": "Point", "coordinates": [69.25, 41.32]}
    changed = api.patch(
        f"{URL}{call['id']}/",
        {"location": point, "location_source": "cell", "location_accuracy_m": 300, "answered_at": iso(now())},
        format="json",
    ).json()
    assert (changed["location"], changed["location_source"], changed["location_accuracy_m"]) == (
        point,
        "cell",
        300,
    )
    assert changed["answered_at"]


def test_the_same_reference_again_is_the_same_call(api: APIClient) -> None:
    sent = body(source_ref="call-7", outcome="new_incident", incident=NEW)
    first, again = api.post(URL, sent, format="json"), api.post(URL, sent, format="json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Incident.objects.count() == 1


def test_the_number_is_masked_everywhere_and_its_reading_is_audited(api: APIClient, operator: User) -> None:
    call = api.post(URL, body(), format="json").json()
    assert call["number"] == "•" * 11 + "67"
    for answer in (api.get(URL), api.get(f"{URL}{call['id']}/")):
        assert NUMBER not in answer.content.decode()
    assert not AuditEntry.objects.filter(kind="personal_data").exists()
    read = api.get(f"{URL}{call['id']}/number/")
    assert read.json() == {"number": NUMBER}
    assert "no-store" in read["Cache-Control"]
    entry = AuditEntry.objects.get(kind="personal_data")
    assert (entry.user, entry.object_id, entry.region_id) == (operator, call["id"], "UZ-TK")


def test_a_call_of_another_region_is_as_missing(api: APIClient) -> None:
    foreign, missing = CallFactory(region__code="UZ-TO").pk, "01890000-0000-7000-8000-000000000000"
    for method, tail in (("get", ""), ("get", "number/"), ("patch", ""), ("post", "attach/")):
        answers = [getattr(api, method)(f"{URL}{pk}/{tail}", format="json") for pk in (foreign, missing, "x")]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
    assert api.get(URL).json()["count"] == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "smoke signal"},
        {"number": "1" * 25},
        {"rang_at": "2999-01-01T00:00:00Z"},
        {"answered_at": "2999-01-01T00:00:00Z"},
        {"rang_at": "now"},
        {"region": "UZ-TO"},
        {"outcome": "new_incident"},
        {"outcome": "eaten"},
        {"incident": {"type": "theft"}},
        {"incident": {**NEW, "type": "no_such"}},
        {"location": [69, 41]},
        {"source": ""},
    ],
)
def test_a_wrong_call_is_refused_and_nothing_is_kept(api: APIClient, changes: dict[str, Any]) -> None:
    answer = api.post(URL, body(**changes), format="json")
    assert answer.status_code == 400, answer.content
    assert set(answer.json()) == {"code", "detail", "fields"}
    assert not Call.objects.exists()
    assert not Incident.objects.exists()


@pytest.mark.parametrize("incident", ["x", 5, "01890000-0000-7000-8000-000000000000", [], True])
def test_a_call_about_an_incident_that_is_not_there_is_not_kept(api: APIClient, incident: Any) -> None:
    assert api.post(URL, body(incident=incident), format="json").status_code in {400, 404}
    assert not Call.objects.exists()


def test_a_call_is_not_attached_to_an_ended_incident(api: APIClient) -> None:
    ended = IncidentFactory(status="cancelled", is_ringing=False)
    answer = api.post(URL, body(incident=str(ended.pk)), format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "cannot_attach_call")
    assert not Call.objects.exists()
