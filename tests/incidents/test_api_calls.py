"""Calls over the API: taken, attached, ended; the caller's number is masked and its reading audited."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry, User
from apps.accounts.roles import Role
from apps.core.clock import iso, now
from apps.incidents import actions
from apps.incidents.models import Call, Incident
from apps.live.models import Event
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.incidents.factories import NOON, CallFactory, IncidentFactory, IncidentTypeFactory, reported
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], APIClient]
URL = "/api/v1/calls/"
NUMBER = "+998901234567"
# in UZ-TO
CENTRE = {"type": "Point", "coordinates": [70.5, 41.5]}


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


# --- times of a call -----------------------------------------------------------------------------------------


def late(seconds: float) -> str | None:
    return iso(NOON + timedelta(seconds=seconds))


@pytest.fixture
def supervisor(signed_in: SignIn) -> APIClient:
    return signed_in(UserFactory(role=Role.SUPERVISOR))


@pytest.fixture
def ended() -> Call:
    """A call that was answered late, and is over."""
    stamps = {"answered_at": NOON + timedelta(seconds=300), "ended_at": NOON + timedelta(seconds=400)}
    return CallFactory(region__code="UZ-TK", **stamps)


@pytest.mark.parametrize(
    "changes", [{"answered_at": late(2)}, {"answered_at": None}, {"ended_at": late(350)}]
)
def test_an_operator_does_not_rewrite_when_a_call_was_answered_or_ended(
    api: APIClient, ended: Call, changes: dict[str, Any]
) -> None:
    answer = api.patch(f"{URL}{ended.pk}/", {**changes, "reason": "x"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "needs_supervisor")
    assert Call.objects.get().answered_at == ended.answered_at
    assert Call.objects.get().ended_at == ended.ended_at


def test_a_time_that_is_given_late_is_a_correction(api: APIClient, supervisor: APIClient) -> None:
    rang = now() - timedelta(minutes=10)
    call = api.post(URL, body(rang_at=iso(rang), answered_at=None), format="json").json()
    sent = {"answered_at": iso(rang + timedelta(seconds=3))}
    assert api.patch(f"{URL}{call['id']}/", sent, format="json").status_code == 403
    unexplained = supervisor.patch(f"{URL}{call['id']}/", sent, format="json")
    assert (unexplained.status_code, unexplained.json()["code"]) == (400, "reason_needed")
    assert supervisor.patch(f"{URL}{call['id']}/", {**sent, "reason": "x"}, format="json").status_code == 200


def test_a_time_that_was_read_and_is_sent_back_is_no_correction(api: APIClient, ended: Call) -> None:
    sent = {"answered_at": late(300), "ended_at": late(400), "note": "called back"}
    answer = api.patch(f"{URL}{ended.pk}/", sent, format="json")
    assert (answer.status_code, answer.json()["note"]) == (200, "called back")


def test_a_supervisor_corrects_a_time_and_the_old_one_stays_in_the_history(
    supervisor: APIClient, ended: Call
) -> None:
    sent = {"answered_at": late(2), "reason": "the exchange's clock was wrong"}
    assert supervisor.patch(f"{URL}{ended.pk}/", sent, format="json").json()["answered_at"] == late(2)
    first, last = ended.events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [iso(first.answered_at), iso(last.answered_at)] == [late(300), late(2)]
    assert last.pgh_context.metadata["reason"] == sent["reason"]


def test_the_history_of_an_incident_tells_of_a_time_of_its_call_that_was_corrected(
    supervisor: APIClient, ended: Call
) -> None:
    incident = reported()
    actions.attach_call(call_id=ended.pk, incident_id=incident.pk, by=None, at=now())
    sent = {"answered_at": late(2), "reason": "x"}
    supervisor.patch(f"{URL}{ended.pk}/", sent, format="json")
    line = incident.history.get(kind="call_corrected")
    assert (line.field, line.old, line.new, line.reason) == ("answered_at", late(300), late(2), "x")


@pytest.mark.parametrize(
    "changes", [{"answered_at": late(-1)}, {"answered_at": late(401)}, {"ended_at": late(1)}]
)
def test_a_call_rings_then_is_answered_then_ends(
    supervisor: APIClient, ended: Call, changes: dict[str, Any]
) -> None:
    answer = supervisor.patch(f"{URL}{ended.pk}/", {**changes, "reason": "x"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "stamps_disordered")


def test_a_call_that_is_answered_before_it_rings_is_refused(api: APIClient) -> None:
    early = body(answered_at=iso(now() - timedelta(minutes=1)))
    assert api.post(URL, early, format="json").json()["code"] == "stamps_disordered"
    told_late = api.post(URL, body(rang_at=None), format="json").json()
    assert told_late["rang_at"] == told_late["answered_at"]


# --- the region of a call ------------------------------------------------------------------------------------


def test_whoever_works_for_two_regions_says_which_one_a_call_belongs_to(signed_in: SignIn) -> None:
    api = signed_in(UserFactory(regions=["UZ-TK", "UZ-TO"]))
    refused = api.post(URL, body(), format="json")
    assert (refused.status_code, refused.json()["code"]) == (400, "region_needed")
    assert "region" in refused.json()["fields"]
    call = api.post(URL, body(region="UZ-TO"), format="json").json()
    assert api.get(f"{URL}{call['id']}/").json()["region"] == "UZ-TO"


def test_the_point_of_a_call_tells_its_region_and_else_its_incident(signed_in: SignIn) -> None:
    api = signed_in(UserFactory(regions=["UZ-TK", "UZ-TO"]))
    placed = api.post(URL, body(location=CENTRE), format="json")
    assert placed.json()["region"] == "UZ-TO"
    told = api.post(URL, body(incident=str(reported(region="UZ-TK").pk)), format="json")
    assert told.json()["region"] == "UZ-TK"
    new = api.post(URL, body(incident={**NEW, "region": "UZ-TO"}), format="json")
    assert new.json()["region"] == "UZ-TO"
    assert api.get(URL).json()["count"] == 3


def test_a_caller_across_the_border_stays_with_whoever_took_the_call(api: APIClient) -> None:
    call = api.post(URL, body(location=CENTRE), format="json").json()
    assert (call["region"], api.get(f"{URL}{call['id']}/").status_code) == ("UZ-TK", 200)


def test_whoever_has_no_region_takes_no_call(signed_in: SignIn) -> None:
    answer = signed_in(UserFactory(regions=[])).post(URL, body(), format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert not Call.objects.exists()


# --- a call goes with its incident ---------------------------------------------------------------------------


@pytest.fixture
def transferred(operator: User) -> Call:
    """A call to UZ-TK whose incident went to UZ-TO."""
    incident = reported(region="UZ-TK")
    call = CallFactory(region__code="UZ-TK")
    actions.attach_call(call_id=call.pk, incident_id=incident.pk, by=None, at=now())
    actions.transfer_incident(incident_id=incident.pk, region="UZ-TO", reason="x", by=None, at=now())
    return call


def test_a_call_goes_with_its_incident_to_another_region(
    api: APIClient, signed_in: SignIn, transferred: Call
) -> None:
    there = signed_in(UserFactory(regions=["UZ-TO"]))
    assert there.get(f"{URL}?incident={Call.objects.get().incident_id}").json()["count"] == 1
    assert there.get(f"{URL}?region=UZ-TO").json()["results"][0]["region"] == "UZ-TO"
    assert there.get(f"{URL}{transferred.pk}/number/").json() == {"number": NUMBER}
    assert AuditEntry.objects.get(kind="personal_data").region_id == "UZ-TO"
    assert api.get(URL).json()["count"] == 0
    for tail in ("", "number/"):
        assert api.get(f"{URL}{transferred.pk}/{tail}").status_code == 404


def test_a_region_that_an_incident_is_shared_with_sees_its_call_masked_and_no_more(
    api: APIClient, transferred: Call
) -> None:
    incident_id = Call.objects.get().incident_id
    actions.share_incident(incident_id=incident_id, region="UZ-TK", by=None, at=now())
    assert api.get(f"{URL}{transferred.pk}/").json()["number"].startswith("•")
    assert api.get(URL).json()["count"] == 1
    refused = [
        api.get(f"{URL}{transferred.pk}/number/"),
        api.patch(f"{URL}{transferred.pk}/", {"note": "x"}, format="json"),
        api.post(f"{URL}{transferred.pk}/attach/", {"outcome": "prank"}, format="json"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [
        (403, "of_another_region")
    ] * 3
    assert not AuditEntry.objects.filter(kind="personal_data").exists()


# --- the same reference again --------------------------------------------------------------------------------


def test_the_same_reference_again_tells_what_became_of_a_call(api: APIClient) -> None:
    incident = reported(at=now())
    sent = body(source_ref="c1")
    first = api.post(URL, sent, format="json").json()
    told = api.post(URL, sent | {"incident": str(incident.pk)}, format="json")
    assert (told.status_code, told.json()["id"], told.json()["incident"]) == (
        200,
        first["id"],
        str(incident.pk),
    )
    assert api.post(URL, sent | {"incident": str(incident.pk)}, format="json").json() == told.json()
    assert Incident.objects.get().calls_count == 1


def test_the_same_reference_again_ends_a_call_that_became_nothing_yet(api: APIClient) -> None:
    sent = body(source_ref="c1")
    api.post(URL, sent, format="json")
    assert api.post(URL, sent | {"outcome": "prank"}, format="json").json()["outcome"] == "prank"
    assert api.post(URL, sent, format="json").json()["outcome"] == "prank"


@pytest.mark.parametrize("again", [{"outcome": "prank"}, {"incident": "another"}])
def test_the_same_reference_with_another_end_is_refused(api: APIClient, again: dict[str, str]) -> None:
    incident, other = reported(at=now()), reported(at=now())
    sent = body(source_ref="c1")
    api.post(URL, sent | {"incident": str(incident.pk)}, format="json")
    if "incident" in again:
        again = {"incident": str(other.pk)}
    answer = api.post(URL, sent | again, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "cannot_attach_call")


def test_a_repeated_call_whose_incident_was_merged_is_still_the_same(api: APIClient) -> None:
    merged, survivor = reported(at=now()), reported(at=now())
    sent = body(source_ref="c1", incident=str(merged.pk))
    api.post(URL, sent, format="json")
    actions.merge_incident(incident_id=merged.pk, into_id=survivor.pk, by=None, at=now())
    again = api.post(URL, sent, format="json")
    assert (again.status_code, again.json()["incident"]) == (200, str(survivor.pk))


def test_a_client_that_repeats_a_call_of_another_region_by_now_learns_nothing_of_it() -> None:
    client = ApiClientFactory(scopes=["incidents:write"], regions=["UZ-TK"])
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(client)}")
    incident = reported(region="UZ-TK", at=now())
    sent = body(source_ref="c1", incident=str(incident.pk))
    assert api.post(URL, sent, format="json").status_code == 201
    actions.transfer_incident(incident_id=incident.pk, region="UZ-TO", reason="x", by=None, at=now())
    again = api.post(URL, body(source_ref="c1"), format="json")
    assert (again.status_code, again.json()["code"]) == (409, "belongs_elsewhere")


@pytest.mark.parametrize("outcome", [[], {}, 5, None, "", "eaten", "attached"])
def test_an_end_that_is_none_is_refused(api: APIClient, outcome: Any) -> None:
    call = CallFactory(region__code="UZ-TK")
    answer = api.post(f"{URL}{call.pk}/attach/", {"outcome": outcome}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_number_and_a_line_that_were_misheard_are_corrected(api: APIClient) -> None:
    made = api.post(URL, body(), format="json").json()
    changes = {"number": "+998905554433", "channel": "112", "location": CENTRE, "location_source": "said"}
    answer = api.patch(f"{URL}{made['id']}/", changes, format="json")
    assert answer.status_code == 200
    assert (answer.json()["number"][-2:], answer.json()["location_source"]) == ("33", "said")
    call = Call.objects.get()
    assert (call.number, call.channel) == ("+998905554433", "112")
