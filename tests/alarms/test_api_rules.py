"""Rules and zones over the API: checked, versioned, switched, tried, in scope."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.alarms.models import Rule, RuleVersion
from apps.core.clock import now
from tests.accounts.factories import UserFactory
from tests.alarms.factories import AlarmTypeFactory
from tests.cameras.factories import CameraFactory, DetectionFactory
from tests.regions.factories import RegionFactory
from tests.sensors.factories import SensorKindFactory

pytestmark = pytest.mark.django_db
RULES = "/api/v1/alarm-rules/"
ZONES = "/api/v1/alarm-zones/"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[69.2, 41.3], [69.3, 41.3], [69.3, 41.4], [69.2, 41.4], [69.2, 41.3]]],
}


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    AlarmTypeFactory(code="person_in_zone")
    SensorKindFactory(code="water_level")


@pytest.fixture
def supervisor(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory(role=Role.SUPERVISOR, full_name="A. Karimova"))


@pytest.fixture
def duty(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory(role=Role.DUTY_OFFICER, is_national=True))


def body(**given: Any) -> dict[str, Any]:
    rule = {
        "name": "Yard at night",
        "trigger": "detection",
        "regions": ["UZ-TK"],
        "conditions": [{"field": "label", "op": "is", "value": "person"}],
        "schedule": {"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "22:00", "to": "06:00"},
        "alarm_type": "person_in_zone",
        "priority": 2,
    }
    return rule | given


def write(client: APIClient, **given: Any) -> Any:
    return client.post(RULES, body(**given), format="json")


def test_a_rule_is_written_off_then_switched_on_and_retired(supervisor: APIClient) -> None:
    made = write(supervisor)
    assert made.status_code == 201, made.content
    rule = made.json()
    assert (rule["is_on"], rule["version"], rule["is_mine"]) == (False, 1, True)
    address = f"{RULES}{rule['id']}/"
    on = supervisor.patch(address, {"is_on": True}, format="json").json()
    assert (on["is_on"], on["version"]) == (True, 1)
    edited = supervisor.patch(address, {"name": "Yard", "version": 1}, format="json").json()
    assert (edited["name"], edited["version"], edited["conditions"]) == ("Yard", 2, rule["conditions"])
    late = supervisor.patch(address, {"name": "Garden", "version": 1}, format="json")
    assert (late.status_code, late.json()["code"]) == (409, "version_is_old")
    versions = supervisor.get(f"{address}versions/").json()["results"]
    assert [(one["number"], one["name"], one["by"]) for one in versions] == [
        (2, "Yard", "A. Karimova"),
        (1, "Yard at night", "A. Karimova"),
    ]
    assert supervisor.delete(address).json()["is_on"] is False
    assert supervisor.get(address).status_code == 404
    assert Rule.objects.get().is_on is False
    assert RuleVersion.objects.count() == 2


def test_every_fault_is_told_at_once_by_its_place(supervisor: APIClient) -> None:
    answer = write(
        supervisor,
        alarm_type="nothing",
        conditions=[{"field": "colour", "op": "is", "value": "red"}],
        opens_incident="nothing",
        zone=99,
        schedule={"weekdays": [9], "from": "1", "to": "2"},
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "rule_invalid")
    codes = {place: told[0]["code"] for place, told in answer.json()["fields"].items()}
    assert codes == {
        "alarm_type": "unknown",
        "conditions.0.field": "unknown_field",
        "opens_incident": "unknown",
        "zone": "unknown",
        "schedule": "not_a_schedule",
    }
    assert not Rule.objects.exists()


def test_a_rule_for_regions_one_does_not_hold_is_refused(supervisor: APIClient, duty: APIClient) -> None:
    assert write(supervisor, regions=["UZ-TK", "UZ-TO"]).json()["code"] == "rule_out_of_scope"
    both = write(duty, regions=["UZ-TK", "UZ-TO"]).json()
    foreign = write(duty, regions=["UZ-TO"]).json()
    listed = supervisor.get(RULES).json()["results"]
    assert [(one["id"], one["is_mine"]) for one in listed] == [(both["id"], False)]
    refused = supervisor.patch(f"{RULES}{both['id']}/", {"is_on": True}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "rule_out_of_scope")
    assert supervisor.get(f"{RULES}{foreign['id']}/").status_code == 404
    assert supervisor.patch(f"{RULES}{foreign['id']}/", {}, format="json").status_code == 404


def test_an_operator_neither_reads_nor_writes_rules(signed_in: Callable[[Any], APIClient]) -> None:
    operator = signed_in(UserFactory())
    assert operator.get(RULES).status_code == 403
    assert write(operator).status_code == 403
    assert operator.get(f"{RULES}fields/").status_code == 403


def test_the_form_is_told_what_rules_are_made_of_in_the_users_language(
    signed_in: Callable[[Any], APIClient],
) -> None:
    russian = signed_in(UserFactory(role=Role.SUPERVISOR, language="ru"))
    told = {one["code"]: one for one in russian.get(f"{RULES}fields/").json()["triggers"]}
    kinds = next(field for field in told["threshold"]["settings"] if field["name"] == "kind")
    assert kinds["choices"] == [{"code": "water_level", "name": "Уровень воды"}]
    assert told["plate"]["needs_clearing"] is True


def test_a_rule_is_tried_over_the_last_day_before_it_is_switched_on(supervisor: APIClient) -> None:
    rule = write(supervisor, schedule=None).json()
    camera = CameraFactory(name="Chorsu")
    for hours in (1, 2, 30):
        at = now() - timedelta(hours=hours)
        DetectionFactory(
            camera=camera, label="person", began_at=at, updated_at=at, ended_at=at + timedelta(minutes=1)
        )
    DetectionFactory(camera=camera, label="car", began_at=now() - timedelta(hours=1))
    told = supervisor.post(f"{RULES}{rule['id']}/bench/", {}, format="json")
    assert told.status_code == 200, told.content
    assert (told.json()["count"], told.json()["occurrences"]) == (2, 2)
    assert told.json()["sources"] == [{"source": f"camera:{camera.pk}", "name": "Chorsu", "count": 2}]
    assert sum(hour["count"] for hour in told.json()["hours"]) == 2
    assert {one["source_name"] for one in told.json()["alarms"]} == {"Chorsu"}
    long = {"start": (now() - timedelta(days=40)).isoformat()}
    refused = supervisor.post(f"{RULES}{rule['id']}/bench/", long, format="json")
    assert refused.json()["code"] == "period_too_long"


def test_zones_are_drawn_changed_and_taken_away(supervisor: APIClient) -> None:
    zone = supervisor.post(ZONES, {"name": "Chorsu", "region": "UZ-TK", "area": SQUARE}, format="json")
    assert zone.status_code == 201, zone.content
    address = f"{ZONES}{zone.json()['id']}/"
    assert zone.json()["area"] == SQUARE
    rule = write(supervisor, zone=zone.json()["id"]).json()
    assert rule["zone"] == {"id": zone.json()["id"], "name": "Chorsu"}
    moved = {**SQUARE, "coordinates": [[[x + 1, y] for x, y in SQUARE["coordinates"][0]]]}  # type: ignore[index,misc]
    changed = supervisor.put(address, {"name": "Chorsu", "region": "UZ-TK", "area": moved}, format="json")
    assert changed.json()["area"] == moved
    assert supervisor.get(f"{RULES}{rule['id']}/").json()["version"] == 2
    assert supervisor.delete(address).json()["code"] == "zone_in_use"
    supervisor.patch(f"{RULES}{rule['id']}/", {"zone": None}, format="json")
    assert supervisor.delete(address).status_code == 200
    assert supervisor.get(ZONES).json()["results"] == []


@pytest.mark.parametrize(
    "area",
    [
        None,
        "x",
        {"type": "Point", "coordinates": [69, 41]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [["a"]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [500, 0], [0, 500], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
    ],
)
def test_what_is_no_area_is_refused(supervisor: APIClient, area: Any) -> None:
    answer = supervisor.post(ZONES, {"name": "x", "region": "UZ-TK", "area": area}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), answer.content


def test_a_zone_of_another_region_is_missing_and_none_is_drawn_there(
    supervisor: APIClient, duty: APIClient
) -> None:
    made = duty.post(ZONES, {"name": "x", "region": "UZ-TO", "area": SQUARE}, format="json").json()
    assert supervisor.get(f"{ZONES}{made['id']}/").status_code == 404
    there = supervisor.post(ZONES, {"name": "y", "region": "UZ-TO", "area": SQUARE}, format="json")
    assert there.status_code == 403
    foreign, missing = (write(supervisor, zone=pk) for pk in (made["id"], 10**9))
    assert (foreign.status_code, foreign.content) == (400, missing.content)
    assert foreign.json()["fields"]["zone"][0]["code"] == "unknown"
    assert write(duty, zone=made["id"]).json()["fields"]["zone"][0]["code"] == "zone_elsewhere"
