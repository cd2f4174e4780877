"""Moving, correcting, transferring, merging, handing over and sharing over the API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.clock import iso, now
from apps.incidents.actions import share_incident
from apps.incidents.models import HistoryEntry, Incident
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.described import DescribedClient
from tests.incidents.factories import IncidentFactory, reported
from tests.inspectors.factories import UnitFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], APIClient]


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)


@pytest.fixture
def incident() -> Incident:
    return reported(at=now() - timedelta(minutes=1))


@pytest.fixture
def operator() -> User:
    return UserFactory(full_name="operator 12")


@pytest.fixture
def api(operator: User, signed_in: SignIn) -> APIClient:
    return signed_in(operator)


@pytest.fixture
def supervisor(signed_in: SignIn) -> APIClient:
    return signed_in(UserFactory(role=Role.SUPERVISOR))


def step(api: APIClient, incident: Incident, to: str, **sent: Any) -> Any:
    url = f"/api/v1/incidents/{incident.pk}/transition/"
    return api.post(url, {"to": to, **sent}, format="json")


def test_an_incident_goes_its_way_by_transitions(api: APIClient, incident: Incident, operator: User) -> None:
    for to in ("acknowledged", "dispatched", "en_route", "on_scene"):
        answer = step(api, incident, to)
        assert (answer.status_code, answer.json()["status"]) == (200, to)
    assert answer.json()["handler"] == {"id": operator.pk, "name": "operator 12"}
    assert answer.json()["needs_ack"] is False
    resolved = step(api, incident, "resolved", outcome="report_taken", note="Two witnesses").json()
    assert (resolved["outcome"], resolved["open"]) == ("report_taken", True)
    assert step(api, incident, "closed").json()["open"] is False


def test_an_impossible_move_is_a_conflict_that_says_what_is_possible(
    api: APIClient, incident: Incident
) -> None:
    answer = step(api, incident, "closed")
    assert (answer.status_code, answer.json()["code"]) == (409, "cannot_move")
    assert answer.json()["fields"]["allowed"] == ["acknowledged", "cancelled", "unfounded"]


def test_a_lost_race_is_told_plainly(api: APIClient, incident: Incident, signed_in: SignIn) -> None:
    assert step(api, incident, "acknowledged", version=1).status_code == 200
    lost = step(signed_in(UserFactory()), incident, "acknowledged", version=1)
    assert (lost.status_code, lost.json()["code"]) == (409, "version_is_old")
    assert "operator 12 acknowledged this" in lost.json()["detail"]
    assert lost.json()["fields"]["version"] == 2


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"to": "flown"}, "invalid"),
        ({}, "invalid"),
        ({"to": None}, "invalid"),
        ({"to": ["acknowledged"]}, "invalid"),
        ({"to": "acknowledged", "at": "2999-01-01T00:00:00Z"}, "time_in_future"),
        ({"to": "acknowledged", "at": "2026-01-01T00:00:00Z"}, "stamp_too_old"),
        ({"to": "acknowledged", "at": "noon"}, "invalid"),
        ({"to": "acknowledged", "version": "one"}, "invalid"),
        ({"to": "acknowledged", "version": 10**30}, "invalid"),
        ({"to": "acknowledged", "note": "x" * 2001}, "invalid"),
        ({"to": "acknowledged", "outcome": "magic"}, "invalid"),
        ({"to": "cancelled"}, "note_needed"),
    ],
)
def test_a_wrong_step_is_refused_with_a_code(
    api: APIClient, incident: Incident, sent: dict[str, Any], code: str
) -> None:
    answer = api.post(f"/api/v1/incidents/{incident.pk}/transition/", sent, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert Incident.objects.get().version == 1


def test_a_time_before_the_report_is_refused(api: APIClient, incident: Incident) -> None:
    answer = step(api, incident, "acknowledged", at=iso(now() - timedelta(seconds=100)))
    assert (answer.status_code, answer.json()["code"]) == (400, "stamps_disordered")


def test_resolving_without_an_outcome_is_refused(api: APIClient, incident: Incident) -> None:
    step(api, incident, "acknowledged")
    answer = step(api, incident, "resolved")
    assert (answer.status_code, answer.json()["code"]) == (400, "outcome_needed")
    assert "outcome" in answer.json()["fields"]


def test_an_operator_is_told_that_closing_p1_is_a_supervisors(api: APIClient, supervisor: APIClient) -> None:
    urgent = reported(at=now(), priority=1)
    step(api, urgent, "acknowledged")
    step(api, urgent, "resolved", outcome="dealt_with")
    refused = step(api, urgent, "closed")
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_supervisor")
    assert step(supervisor, urgent, "closed").status_code == 200
    assert step(api, urgent, "reopened", note="x").status_code == 403
    assert step(supervisor, urgent, "reopened", note="x").json()["needs_ack"] is True


def test_a_client_with_the_scope_moves_incidents_and_cannot_supervise(incident: Incident) -> None:
    client = DescribedClient()
    key = key_of(ApiClientFactory(name="CAD", scopes=["incidents:write"]))
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {key}")
    assert step(client, incident, "acknowledged").status_code == 200
    assert HistoryEntry.objects.get(kind="moved").by_name == "CAD"
    url = f"/api/v1/incidents/{incident.pk}/corrections/"
    sent = {"stamp": "reported_at", "at": iso(now()), "reason": "x"}
    assert client.post(url, sent, format="json").status_code == 403


def test_a_correction_is_a_supervisors_with_a_reason(
    api: APIClient, supervisor: APIClient, incident: Incident
) -> None:
    url = f"/api/v1/incidents/{incident.pk}/corrections/"
    earlier = iso(now() - timedelta(minutes=30))
    sent = {"stamp": "reported_at", "at": earlier, "reason": "The call was noted on paper"}
    assert api.post(url, sent, format="json").json()["code"] == "needs_supervisor"
    assert supervisor.post(url, sent, format="json").json()["reported_at"] == earlier
    for wrong in (
        {**sent, "reason": ""},
        {**sent, "stamp": "born_at"},
        {"stamp": "reported_at", "reason": "x"},
    ):
        assert supervisor.post(url, wrong, format="json").status_code == 400
    emptied = supervisor.post(url, {**sent, "at": None}, format="json")
    assert (emptied.status_code, emptied.json()["code"]) == (400, "stamp_needed")


def test_a_transferred_incident_is_gone_for_the_old_region(
    api: APIClient, supervisor: APIClient, incident: Incident, signed_in: SignIn
) -> None:
    url = f"/api/v1/incidents/{incident.pk}/"
    sent = {"region": "UZ-TO", "reason": "Across the ring road"}
    assert api.post(f"{url}transfer/", sent, format="json").status_code == 403
    moved = supervisor.post(f"{url}transfer/", sent, format="json")
    assert (moved.status_code, moved.json()["region"]) == (200, "UZ-TO")
    assert supervisor.get(url).status_code == 404
    there = signed_in(UserFactory(regions=["UZ-TO"])).get(url).json()
    assert (there["number"], there["needs_ack"]) == (incident.number, True)
    unknown = signed_in(UserFactory(role=Role.DUTY_OFFICER, is_national=True))
    assert unknown.post(f"{url}transfer/", {"region": "UZ-XX", "reason": "x"}, format="json").json()[
        "code"
    ] == ("unknown_region")


def test_a_merge_answers_the_survivor(supervisor: APIClient, api: APIClient, incident: Incident) -> None:
    other = reported(at=now())
    url = f"/api/v1/incidents/{incident.pk}/merge/"
    assert api.post(url, {"into": str(other.pk)}, format="json").status_code == 403
    survivor = supervisor.post(url, {"into": other.number, "reason": "Same"}, format="json")
    assert (survivor.status_code, survivor.json()["id"]) == (200, str(other.pk))
    merged = api.get(f"/api/v1/incidents/{incident.pk}/").json()
    assert (merged["status"], merged["merged_into"], merged["open"]) == ("merged", other.number, False)
    again = supervisor.post(url, {"into": other.number}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "cannot_merge")


def test_an_incident_is_not_merged_into_one_that_the_caller_does_not_see(
    supervisor: APIClient, incident: Incident
) -> None:
    foreign = IncidentFactory(region__code="UZ-TO")
    url = f"/api/v1/incidents/{incident.pk}/merge/"
    assert supervisor.post(url, {"into": str(foreign.pk)}, format="json").status_code == 404


def test_an_incident_is_handed_to_a_person_or_to_the_queue(
    api: APIClient, incident: Incident, signed_in: SignIn
) -> None:
    url = f"/api/v1/incidents/{incident.pk}/hand-over/"
    other = UserFactory()
    step(api, incident, "acknowledged")
    assert api.post(url, {"to": other.pk}, format="json").json()["handler"]["id"] == other.pk
    refused = api.post(url, {"to": None}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_supervisor")
    queued = signed_in(other).post(url, {"to": None}, format="json").json()
    assert (queued["handler"], queued["needs_ack"]) == (None, True)
    foreign = api.post(url, {"to": UserFactory(regions=["UZ-TO"]).pk}, format="json")
    missing = api.post(url, {"to": 2**31 - 1}, format="json")
    assert foreign.status_code == missing.status_code == 400
    assert foreign.content == missing.content


def test_a_shared_incident_is_seen_by_the_other_region(
    api: APIClient, incident: Incident, signed_in: SignIn
) -> None:
    url = f"/api/v1/incidents/{incident.pk}/"
    neighbour = signed_in(UserFactory(regions=["UZ-TO"]))
    assert neighbour.get(url).status_code == 404
    assert api.post(f"{url}shares/", {"region": "UZ-TO"}, format="json").status_code == 200
    assert neighbour.get(url).json()["region"] == "UZ-TK"


def test_a_region_that_merely_sees_an_incident_reads_notes_and_attaches_but_changes_nothing(
    incident: Incident, signed_in: SignIn
) -> None:
    share_incident(incident_id=incident.pk, region="UZ-TO", by=None, at=now())
    neighbour = signed_in(UserFactory(role=Role.SUPERVISOR, regions=["UZ-TO"]))
    own = IncidentFactory(region__code="UZ-TO")
    url = f"/api/v1/incidents/{incident.pk}/"
    version = Incident.objects.get(pk=incident.pk).version
    for method, tail, sent in [
        ("patch", "", {"title": "Mine", "is_exercise": True}),
        ("post", "transition/", {"to": "acknowledged"}),
        ("post", "corrections/", {"stamp": "reported_at", "at": iso(now()), "reason": "x"}),
        ("post", "transfer/", {"region": "UZ-TO", "reason": "x"}),
        ("post", "merge/", {"into": str(own.pk)}),
        ("post", "hand-over/", {"to": None}),
        ("post", "shares/", {"region": "UZ"}),
        ("post", "links/", {"incident": str(own.pk), "kind": "related"}),
        ("post", "aid/", {}),
    ]:
        answer = getattr(neighbour, method)(f"{url}{tail}", sent, format="json")
        assert (answer.status_code, answer.json()["code"]) == (403, "of_another_region"), tail
    into = neighbour.post(f"/api/v1/incidents/{own.pk}/merge/", {"into": str(incident.pk)}, format="json")
    assert (into.status_code, into.json()["code"]) == (403, "of_another_region")
    assert Incident.objects.get(pk=incident.pk).version == version
    for tail in ("", "timeline/", "links/", "attachments/"):
        assert neighbour.get(f"{url}{tail}").status_code == 200
    assert neighbour.post(f"{url}notes/", {"text": "A crew is near"}, format="json").status_code == 201
    file = SimpleUploadedFile("map.png", b"\x89PNG\r\n\x1a\n" + b"." * 64)
    assert neighbour.post(f"{url}attachments/", {"file": file}, format="multipart").status_code == 201


def test_a_neighbour_sends_its_own_unit_to_an_incident_that_it_sees(
    incident: Incident, signed_in: SignIn
) -> None:
    share_incident(incident_id=incident.pk, region="UZ-TO", by=None, at=now())
    neighbour = signed_in(UserFactory(regions=["UZ-TO"]))
    sent = neighbour.post(
        f"/api/v1/incidents/{incident.pk}/assignments/",
        {"unit": UnitFactory(region__code="UZ-TO").pk},
        format="json",
    )
    assert sent.status_code == 201
    step = neighbour.post(
        f"/api/v1/assignments/{sent.json()['id']}/transition/", {"to": "en_route"}, format="json"
    )
    assert step.status_code == 200
    assert Incident.objects.get(pk=incident.pk).status == "en_route"
