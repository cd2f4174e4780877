"""Dispatch rules as data: who is left out by them, who counts as nearer, and the order where they tie."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from apps.core.clock import now
from apps.core.geo import point
from apps.incidents.models import Incident
from apps.inspectors.actions import assign_unit
from apps.inspectors.models import DispatchRule, Need, Unit
from apps.inspectors.nearest import Question, units_near
from apps.inspectors.refusals import UnitIsNotFree
from apps.inspectors.rules import rulebook
from apps.regions.scope import Scope
from tests.incidents.factories import IncidentFactory, IncidentTypeFactory
from tests.inspectors.factories import UnitFactory

pytestmark = pytest.mark.django_db
NOW = now()
TASHKENT = Scope(frozenset({"UZ-TK"}))


def near(incident: Incident, limit: int = 5, service: str = "") -> dict[str, Any]:
    with override("en"):
        return units_near(Question(incident, TASHKENT, NOW, limit, service))


def ids(rows: list[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


def here(**fields: Any) -> Incident:
    return IncidentFactory(location=point(69.2, 41.3), **fields)


def rule(subject: str, strength: str = "required", **fields: Any) -> DispatchRule:
    return DispatchRule.objects.create(subject=subject, strength=strength, **fields)


def metres_east(metres: float) -> tuple[float, float]:
    """About so far from `here`."""
    return (69.2 + metres / 83_750, 41.3)


def test_a_required_service_leaves_the_others_out_of_sight_and_counts_them() -> None:
    incident, medical = here(), UnitFactory(service="medical", lonlat=metres_east(500))
    UnitFactory(service="patrol", lonlat=metres_east(100))
    rule("service", values=["medical"])
    answer = near(incident)
    assert (ids(answer["results"]), answer["left_out"]) == ([medical.pk], [])
    assert answer["of_other_services"] == 1


def test_a_required_skill_leaves_out_with_a_code_and_a_sentence() -> None:
    incident, able = here(), UnitFactory(skills=["negotiator"], lonlat=metres_east(500))
    unable = UnitFactory(lonlat=metres_east(100))
    rule("skill", values=["negotiator"])
    answer = near(incident)
    assert (ids(answer["results"]), ids(answer["left_out"])) == ([able.pk], [unable.pk])
    assert answer["left_out"][0]["findings"] == [
        {"code": "required_skill", "text": "cannot do what is needed: negotiator"}
    ]


def test_a_position_that_is_older_than_the_rule_says_is_left_out_and_says_how_old_it_may_be() -> None:
    incident = here()
    UnitFactory(lonlat=metres_east(100), lonlat__at=NOW - timedelta(minutes=11))
    rule("position_age", limit_s=600)
    (left,) = near(incident)["left_out"]
    assert left["reasons"] == ["position older than 10 minutes"]


def test_a_preference_counts_in_metres_and_says_so() -> None:
    incident, able = here(), UnitFactory(skills=["negotiator"], lonlat=metres_east(900))
    nearer = UnitFactory(lonlat=metres_east(500))
    rule("skill", "preferred", values=["negotiator"], worth_m=1000)
    first, second = near(incident)["results"]
    assert (first["id"], second["id"]) == (able.pk, nearer.pk)
    assert first["counts_as_m"] == pytest.approx(first["distance_m"] - 1000)
    assert first["reasons"][0] == "can do: negotiator: counts as 1 km nearer"


def test_a_preference_does_not_lift_over_more_metres_than_it_is_worth() -> None:
    incident, far = here(), UnitFactory(skills=["negotiator"], lonlat=metres_east(1700))
    nearer = UnitFactory(lonlat=metres_east(500))
    rule("skill", "preferred", values=["negotiator"], worth_m=1000)
    assert ids(near(incident)["results"]) == [nearer.pk, far.pk]


def test_a_preferred_unit_beyond_the_nearest_few_is_still_found() -> None:
    incident, able = here(), UnitFactory(skills=["negotiator"], lonlat=metres_east(1200))
    for n in range(8):
        UnitFactory(lonlat=metres_east(300 + 10 * n))
    rule("skill", "preferred", values=["negotiator"], worth_m=1000)
    assert ids(near(incident, limit=3)["results"])[0] == able.pk


@pytest.mark.parametrize("seed", range(6))
def test_the_order_equals_brute_force_with_the_weights_of_the_rules(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(70):
        UnitFactory(
            service=chance.choice(["patrol", "guard"]),
            skills=chance.choice([[], ["negotiator"], ["medic"]]),
            status=chance.choice(["available", "available", "busy"]),
            lonlat=metres_east(chance.uniform(0, 9000)),
            lonlat__at=NOW - timedelta(seconds=chance.choice([10, 400])),
        )
    if seed % 3:
        rule("skill", "preferred", values=["negotiator"], worth_m=chance.randint(1, 3000))
        rule("position_age", "preferred", limit_s=120, worth_m=chance.randint(1, 3000))
    if seed % 2:
        rule("service", values=["patrol"])
    incident = here()
    found = near(incident, limit=9)["results"]
    everybody = near(incident, limit=70)["results"]
    assert found == everybody[:9]
    book = rulebook(incident, NOW)
    flagged = {
        unit.pk: unit
        for unit in Unit.objects.filter(book.must()).annotate(**book.flags()).select_related("latest")
    }
    assert len(everybody) == len(flagged)

    def brute(row: dict[str, Any]) -> tuple[float, float, int]:
        worth = book.worth_m(flagged[row["id"]])
        return (row["distance_m"] - worth, row["distance_m"], row["id"])

    assert ids(everybody) == ids(sorted(everybody, key=brute))


def test_of_one_subject_the_rules_of_the_narrowest_reach_hold() -> None:
    fire = IncidentTypeFactory(code="building_fire")
    incident = here(type=fire)
    rule("service", values=["patrol"])
    rule("service", values=["guard"], region=incident.region)
    assert [one.values for one in rulebook(incident, NOW).required if one.subject == "service"] == [["guard"]]
    rule("service", values=["fire"], type=fire)
    assert [one.values for one in rulebook(incident, NOW).required if one.subject == "service"] == [["fire"]]
    rule("service", "ignored", type=fire, region=incident.region)
    assert not [one for one in rulebook(incident, NOW).required if one.subject == "service"]


def test_another_regions_rule_does_not_hold_here() -> None:
    incident, unit = here(), UnitFactory(lonlat=metres_east(100))
    rule("service", values=["fire"], region=UnitFactory(region__code="UZ-TO").region)
    assert ids(near(incident)["results"]) == [unit.pk]


def test_busy_units_are_sent_only_where_a_rule_says_so() -> None:
    incident, busy = here(), UnitFactory(status="busy", lonlat=metres_east(100))
    (left,) = near(incident)["left_out"]
    assert left["findings"][0]["code"] == "status_busy"
    with pytest.raises(UnitIsNotFree):
        assign_unit(incident_id=incident.pk, unit_id=busy.pk, by=None, at=NOW)
    rule("status", values=["busy"])
    (offer,) = near(incident)["results"]
    assert {"code": "busy", "text": "busy: it would be called away"} in offer["findings"]
    assert assign_unit(incident_id=incident.pk, unit_id=busy.pk, by=None, at=NOW).unit_id == busy.pk


def test_what_is_needed_is_recommended_and_what_is_sent_is_counted() -> None:
    incident = here()
    patrols = [UnitFactory(lonlat=metres_east(100 * n)) for n in (1, 2, 3)]
    medical = UnitFactory(service="medical", lonlat=metres_east(5000))
    Need.objects.create(type=incident.type, service="patrol", count=2)
    Need.objects.create(type=incident.type, service="medical", count=1)
    answer = near(incident, limit=2)
    assert [need["recommended"] for need in answer["needed"]] == [
        [patrols[0].pk, patrols[1].pk],
        [medical.pk],
    ]
    assert ids(answer["results"]) == [patrols[0].pk, patrols[1].pk, medical.pk]
    assign_unit(incident_id=incident.pk, unit_id=patrols[2].pk, by=None, at=NOW)
    patrol, ambulance = near(incident)["needed"]
    assert (patrol["sent"], patrol["recommended"], patrol["missing"]) == (1, [patrols[0].pk], 0)
    assert (ambulance["sent"], ambulance["count"]) == (0, 1)


def test_who_has_a_skill_that_is_needed_is_not_spent_on_what_anybody_can_do() -> None:
    incident = here()
    able = UnitFactory(skills=["negotiator"], lonlat=metres_east(100))
    other = UnitFactory(lonlat=metres_east(300))
    Need.objects.create(type=incident.type, service="patrol", count=1)
    Need.objects.create(type=incident.type, service="patrol", skill="negotiator", count=1)
    told = {need["skill"]: need["recommended"] for need in near(incident)["needed"]}
    assert told == {"negotiator": [able.pk], "": [other.pk]}


def test_what_nobody_can_be_found_for_is_told() -> None:
    incident = here()
    Need.objects.create(type=incident.type, service="fire", count=2)
    (need,) = near(incident)["needed"]
    assert (need["recommended"], need["missing"]) == ([], 2)


def test_a_regions_own_needs_replace_those_of_everybody() -> None:
    incident = here()
    Need.objects.create(type=incident.type, service="fire", count=2)
    Need.objects.create(type=incident.type, region=incident.region, service="patrol", count=1)
    assert [need["service"] for need in near(incident)["needed"]] == ["patrol"]


def test_a_unit_at_work_says_on_what_and_whether_it_may_be_taken() -> None:
    urgent, minor = here(priority=1), here(priority=4)
    unit = UnitFactory(lonlat=metres_east(100))
    held = assign_unit(incident_id=minor.pk, unit_id=unit.pk, by=None, at=NOW)
    (left,) = near(urgent)["left_out"]
    assert (left["held"]["number"], left["held"]["can_be_taken"]) == (minor.number, True)
    assert left["held"]["assignment"] == str(held.pk)
    assert near(here(priority=4))["left_out"][0]["held"]["can_be_taken"] is False


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"subject": "service", "strength": "required"}, "values"),
        ({"subject": "service", "strength": "required", "values": ["cavalry"]}, "values"),
        ({"subject": "position_age", "strength": "required"}, "limit_s"),
        ({"subject": "own_region", "strength": "preferred"}, "worth_m"),
    ],
)
def test_a_rule_that_says_nothing_is_refused_at_its_field(fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        DispatchRule(**fields).full_clean()
    assert set(refusal.value.message_dict) == {wrong}


def test_the_database_holds_the_weight_of_a_preference() -> None:
    with pytest.raises(IntegrityError, match="has_a_weight"), transaction.atomic():
        rule("own_region", "preferred")
