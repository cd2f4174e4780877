"""The JSON edge of units and assignments."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.core.clock import iso, now
from apps.core.geo import point
from apps.incidents.models import HistoryEntry, Incident, IncidentShare
from apps.inspectors.actions import assign_unit
from apps.inspectors.models import Unit
from tests.accounts.factories import UserFactory
from tests.incidents.factories import IncidentFactory
from tests.inspectors.factories import InspectorFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory(full_name="Aziza"))


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["results"]]


def incident_now(**fields: Any) -> Incident:
    at = now() - timedelta(minutes=1)
    made: Incident = IncidentFactory(reported_at=at, recorded_at=at, **fields)
    return made


def assign(client: APIClient, incident: Incident, unit: Unit, **more: Any) -> Any:
    address = f"/api/v1/incidents/{incident.pk}/assignments/"
    return client.post(address, {"unit": unit.pk, **more}, format="json")


def move(client: APIClient, assignment: str, to: str, **more: Any) -> Any:
    return client.post(f"/api/v1/assignments/{assignment}/transition/", {"to": to, **more}, format="json")


def test_a_list_holds_the_units_of_the_callers_regions_that_are_in_use(operator: APIClient) -> None:
    mine = UnitFactory(lonlat=(69.2, 41.3))
    UnitFactory(region__code="UZ-TO")
    gone = UnitFactory(retired_at=now())
    assert ids(operator.get("/api/v1/units/")) == [mine.pk]
    assert ids(operator.get("/api/v1/units/?retired=true")) == [gone.pk]
    (item,) = operator.get("/api/v1/units/").json()["results"]
    assert item["location"] == {"type": "Point", "coordinates": [69.2, 41.3]}
    assert item["status"] == "available"


def test_a_list_narrows_by_status_service_box_and_words(operator: APIClient) -> None:
    one = UnitFactory(status="busy", service="fire", call_sign="Lola-1", lonlat=(69.1, 41.1))
    two = UnitFactory(call_sign="Bars-2", lonlat=(69.9, 41.9))
    off = UnitFactory(status="off_duty", lonlat=(69.1, 41.1))
    get = operator.get
    assert ids(get("/api/v1/units/?status=busy")) == [one.pk]
    assert ids(get("/api/v1/units/?status=available&status=busy")) == [two.pk, one.pk]
    assert ids(get("/api/v1/units/?service=fire")) == [one.pk]
    assert ids(get("/api/v1/units/?search=bars")) == [two.pk]
    assert ids(get("/api/v1/units/?bbox=69.0,41.0,69.2,41.2")) == [one.pk]
    assert ids(get("/api/v1/units/?status=off_duty")) == [off.pk]
    assert get("/api/v1/units/?status=asleep").status_code == 400


def test_a_list_costs_the_same_queries_for_many_units(
    operator: APIClient, django_assert_max_num_queries: Any
) -> None:
    for _ in range(8):
        UnitFactory(crew=[InspectorFactory()], lonlat=(69.2, 41.3))
    with django_assert_max_num_queries(9):
        assert len(ids(operator.get("/api/v1/units/"))) == 8


def test_units_are_a_feature_collection_on_request(operator: APIClient) -> None:
    UnitFactory(lonlat=(69.2, 41.3))
    (feature,) = operator.get("/api/v1/units/?format=geojson").json()["features"]
    assert feature["geometry"]["coordinates"] == [69.2, 41.3]


def test_a_unit_tells_what_it_is_sent_to(operator: APIClient) -> None:
    incident, unit = incident_now(), UnitFactory()
    assign(operator, incident, unit)
    (assignment,) = operator.get(f"/api/v1/units/{unit.pk}/").json()["assignments"]
    assert (assignment["incident"], assignment["incident_number"]) == (str(incident.pk), incident.number)


def test_foreign_units_incidents_and_assignments_answer_as_missing_ones(operator: APIClient) -> None:
    incident, foreign = incident_now(region__code="UZ-TO"), UnitFactory(region__code="UZ-TO")
    held = assign_unit(incident_id=incident.pk, unit_id=foreign.pk, by=None, at=now())
    mine = incident_now()
    pairs = [
        (operator.get(f"/api/v1/units/{foreign.pk}/"), operator.get("/api/v1/units/99999/")),
        (
            operator.get(f"/api/v1/incidents/{incident.pk}/assignments/"),
            operator.get(f"/api/v1/incidents/{uuid4()}/assignments/"),
        ),
        (assign(operator, mine, foreign), assign(operator, mine, Unit(pk=99999))),
        (move(operator, str(held.pk), "accepted"), move(operator, str(uuid4()), "accepted")),
        (
            operator.get(f"/api/v1/incidents/{incident.pk}/nearest-units/"),
            operator.get(f"/api/v1/incidents/{uuid4()}/nearest-units/"),
        ),
    ]
    for other, missing in pairs:
        assert (other.status_code, other.content) == (404, missing.content)


def test_a_unit_is_sent_and_the_incident_names_it(operator: APIClient) -> None:
    incident, unit = incident_now(), UnitFactory(call_sign="T-9")
    answer = assign(operator, incident, unit)
    assert answer.status_code == 201
    sent = answer.json()
    assert (sent["status"], sent["by"], sent["call_sign"]) == ("assigned", "Aziza", "T-9")
    shown = operator.get(f"/api/v1/incidents/{incident.pk}/").json()
    assert shown["status"] == "dispatched"
    assert shown["units"] == [
        {
            "id": unit.pk,
            "assignment": sent["id"],
            "call_sign": "T-9",
            "service": "patrol",
            "region": "UZ-TK",
            "status": "assigned",
        }
    ]
    listed = operator.get(f"/api/v1/incidents/{incident.pk}/assignments/").json()
    assert [row["id"] for row in listed["results"]] == [sent["id"]]


def test_the_second_operator_is_told_who_was_quicker(
    operator: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    first, second, unit = incident_now(), incident_now(), UnitFactory(call_sign="T-9")
    assign(operator, first, unit)
    answer = assign(signed_in(UserFactory()), second, unit)
    assert answer.status_code == 409
    refusal = answer.json()
    assert (refusal["code"], refusal["fields"]["by"]) == ("unit_is_taken", "Aziza")
    assert refusal["detail"].startswith("Aziza assigned T-9 to " + first.number)


def test_a_more_urgent_incident_takes_a_unit_when_asked_to(operator: APIClient) -> None:
    minor, urgent, unit = incident_now(priority=4), incident_now(priority=1), UnitFactory()
    assign(operator, minor, unit)
    assert assign(operator, urgent, unit).status_code == 409
    assert assign(operator, urgent, unit, pre_empt=True).status_code == 201


@pytest.mark.parametrize("body", [{}, {"unit": "x"}, {"unit": -1}, {"unit": 2**70}, [], {"unit": None}])
def test_a_body_that_names_no_unit_is_refused(operator: APIClient, body: Any) -> None:
    answer = operator.post(f"/api/v1/incidents/{incident_now().pk}/assignments/", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_the_steps_of_an_assignment_move_the_incident(operator: APIClient) -> None:
    incident = incident_now()
    sent = assign(operator, incident, UnitFactory()).json()
    for to in ("accepted", "en_route", "on_scene"):
        assert move(operator, sent["id"], to).json()["status"] == to
    shown = operator.get(f"/api/v1/incidents/{incident.pk}/").json()
    assert (shown["status"], shown["units"][0]["status"]) == ("on_scene", "on_scene")


def test_a_step_that_cannot_be_taken_says_what_can(operator: APIClient) -> None:
    sent = assign(operator, incident_now(), UnitFactory()).json()
    move(operator, sent["id"], "on_scene")
    answer = move(operator, sent["id"], "refused", reason="no")
    assert (answer.status_code, answer.json()["code"]) == (409, "cannot_move")
    assert answer.json()["fields"]["allowed"] == ["cleared"]


@pytest.mark.parametrize("to", ["expired", "pre_empted", "assigned", "gone", ""])
def test_what_is_no_step_of_an_operator_is_refused(operator: APIClient, to: str) -> None:
    sent = assign(operator, incident_now(), UnitFactory()).json()
    assert move(operator, sent["id"], to).status_code == 400


def test_a_refusal_needs_a_reason(operator: APIClient) -> None:
    sent = assign(operator, incident_now(), UnitFactory()).json()
    answer = move(operator, sent["id"], "refused")
    assert (answer.status_code, answer.json()["code"]) == (400, "reason_needed")
    assert move(operator, sent["id"], "refused", reason="<b>no</b>").json()["reason"] == "<b>no</b>"


def test_a_crew_moves_its_own_assignment_and_no_other(signed_in: Callable[[Any], APIClient]) -> None:
    person = UserFactory(role=Role.INSPECTOR)
    own = UnitFactory(crew=[InspectorFactory(user=person)])
    client = signed_in(person)
    mine = assign_unit(incident_id=incident_now().pk, unit_id=own.pk, by=None, at=now())
    other = assign_unit(incident_id=incident_now().pk, unit_id=UnitFactory().pk, by=None, at=now())
    assert client.get(f"/api/v1/assignments/{mine.pk}/").status_code == 200
    assert move(client, str(mine.pk), "accepted").json()["status"] == "accepted"
    assert move(client, str(other.pk), "accepted").status_code == 404
    assert move(client, str(mine.pk), "stood_down").status_code == 403
    assert client.get("/api/v1/units/").status_code == 403
    assert client.get(f"/api/v1/units/{own.pk}/").status_code == 200


def test_who_has_retired_acts_on_no_unit_and_no_assignment(signed_in: Callable[[Any], APIClient]) -> None:
    person = UserFactory(role=Role.INSPECTOR)
    retired = InspectorFactory(user=person, retired_at=now())
    unit = UnitFactory(crew=[retired, InspectorFactory()])
    sent = assign_unit(incident_id=incident_now().pk, unit_id=unit.pk, by=None, at=now())
    client = signed_in(person)
    status = client.post(f"/api/v1/units/{unit.pk}/status/", {"status": "busy"}, format="json")
    assert (status.status_code, client.get(f"/api/v1/units/{unit.pk}/").status_code) == (404, 404)
    assert move(client, str(sent.pk), "accepted").status_code == 404
    assert client.get(f"/api/v1/assignments/{sent.pk}/").status_code == 404


def test_what_a_crews_device_had_kept_counts_when_it_happened_and_is_marked(
    signed_in: Callable[[Any], APIClient], operator: APIClient
) -> None:
    person = UserFactory(role=Role.INSPECTOR)
    unit = UnitFactory(crew=[InspectorFactory(user=person)])
    long_ago = now() - timedelta(minutes=10)
    incident = IncidentFactory(reported_at=long_ago, recorded_at=long_ago)
    sent = assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=None, at=long_ago)
    happened = iso(now() - timedelta(minutes=6))
    assert move(operator, str(sent.pk), "en_route", at=happened).json()["code"] == "stamp_too_old"
    answer = move(signed_in(person), str(sent.pk), "en_route", at=happened)
    assert answer.json()["en_route_at"] == happened
    assert HistoryEntry.objects.get(kind="unit_en_route").is_offline
    assert iso(Incident.objects.get(pk=incident.pk).en_route_at) == happened


def test_a_units_status_is_set_by_operators_and_by_its_crew(
    operator: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    person = UserFactory(role=Role.INSPECTOR)
    unit = UnitFactory(crew=[InspectorFactory(user=person)])

    def put(client: APIClient, status: str) -> Any:
        return client.post(f"/api/v1/units/{unit.pk}/status/", {"status": status}, format="json")

    assert put(operator, "busy").json()["status"] == "busy"
    assert put(signed_in(person), "off_duty").json()["status"] == "off_duty"
    assert put(operator, "on_scene").status_code == 400
    assert put(operator, "busy").status_code == 409
    assert put(signed_in(UserFactory(role=Role.CHIEF)), "available").status_code == 403


def test_the_nearest_units_come_with_why_and_who_is_left_out(operator: APIClient) -> None:
    incident = incident_now(location=point(69.2, 41.3))
    near, busy = UnitFactory(lonlat=(69.21, 41.3)), UnitFactory(status="busy", lonlat=(69.201, 41.3))
    answer = operator.get(f"/api/v1/incidents/{incident.pk}/nearest-units/?limit=3&service=patrol").json()
    assert [row["id"] for row in answer["results"]] == [near.pk]
    assert [row["id"] for row in answer["left_out"]] == [busy.pk]
    assert answer["results"][0]["distance_m"] == pytest.approx(837, abs=3)
    assert answer["results"][0]["position_age_s"] in range(5)
    refused = operator.get(f"/api/v1/incidents/{incident.pk}/nearest-units/?limit=0")
    assert refused.status_code == 400


def test_asking_for_help_shows_the_incident_to_the_nearest_region(operator: APIClient) -> None:
    incident = incident_now(location=point(69.99, 41.3))
    address = f"/api/v1/incidents/{incident.pk}/aid/"
    assert operator.post(address, {}, format="json").json()["code"] == "nobody_near"
    UnitFactory(region__code="UZ-TO", service="fire", lonlat=(70.01, 41.3))
    asked = operator.post(address, {"service": "fire"}, format="json").json()
    assert (asked["region"], asked["service"], asked["status"]) == ("UZ-TO", "fire", "asked")
    assert IncidentShare.objects.get(incident=incident).region_id == "UZ-TO"


def test_inspectors_are_listed_within_the_callers_regions(operator: APIClient) -> None:
    mine = InspectorFactory(full_name="Karimov Anvar", mahalla="Bodomzor")
    UnitFactory(crew=[mine], call_sign="T-1")
    InspectorFactory(region__code="UZ-TO")
    assert ids(operator.get("/api/v1/inspectors/?search=karimov")) == [mine.pk]
    shown = operator.get(f"/api/v1/inspectors/{mine.pk}/").json()
    assert (shown["mahalla"], shown["units"][0]["call_sign"]) == ("Bodomzor", "T-1")


@pytest.mark.parametrize("address", ["units/", "inspectors/", "units/1/", "assignments/{}/"])
def test_nobody_sees_anything_without_signing_in(api: APIClient, address: str) -> None:
    assert api.get(f"/api/v1/{address.format(uuid4())}").status_code == 401


def test_a_step_with_a_key_is_taken_once_and_the_key_holds_for_that_step_alone(operator: APIClient) -> None:
    assignment = assign(operator, incident_now(), UnitFactory()).json()["id"]
    path = f"/api/v1/assignments/{assignment}/transition/"

    def step(to: str) -> Any:
        return operator.post(path, {"to": to}, format="json", HTTP_IDEMPOTENCY_KEY="k1")

    first = step("accepted")
    assert (first.status_code, step("accepted").json()) == (200, first.json())
    assert HistoryEntry.objects.filter(kind="unit_accepted").count() == 1
    assert (step("en_route").status_code, step("en_route").json()["code"]) == (409, "idempotency_key_reused")
