"""Which units an incident is offered: exactly the nearest free ones, and why the others are not."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.db.models import PointField
from django.db import transaction
from django.db.models import F, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.clock import now
from apps.core.geo import point
from apps.core.nearest import Geography, Metres
from apps.incidents.models import Incident
from apps.inspectors.actions import assign_unit, move_assignment
from apps.inspectors.models import Device, LatestPosition, Unit
from apps.inspectors.nearest import Question, units_near
from apps.regions.scope import EVERYTHING, Scope
from tests.incidents.factories import IncidentFactory
from tests.inspectors.factories import UnitFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
NOW = now()
TASHKENT = Scope(frozenset({"UZ-TK"}))


def near(incident: Incident, scope: Scope = TASHKENT, limit: int = 5, service: str = "") -> dict[str, Any]:
    return units_near(Question(incident, scope, NOW, limit, service))


def ids(rows: list[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


@pytest.mark.parametrize("seed", range(4))
def test_the_nearest_free_units_equal_brute_force(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        lonlat = (69 + chance.random(), 41 + chance.random())
        UnitFactory(status=chance.choice(["available", "available", "busy"]), lonlat=lonlat)
    incident = IncidentFactory(location=point(69 + chance.random(), 41 + chance.random()))
    here = Geography(Value(incident.location, output_field=PointField(srid=4326)))
    rows = Unit.objects.filter(status="available").annotate(
        far=Metres(Geography(F("latest__location")), here) + Value(0.0)
    )
    brute = list(rows.order_by("far", "pk").values_list("pk", "far")[:7])
    found = near(incident, limit=7)["results"]
    assert [row["id"] for row in found] == [pk for pk, _ in brute]
    assert [row["distance_m"] for row in found] == pytest.approx([far for _, far in brute], abs=0.06)


def test_an_offer_says_how_far_and_how_old_and_what_speaks_for_it() -> None:
    incident = IncidentFactory(location=point(69.2, 41.3))
    UnitFactory(skills=["negotiator"], lonlat=(69.201, 41.3), lonlat__at=NOW - timedelta(seconds=40))
    UnitFactory(lonlat=(69.202, 41.3), lonlat__at=NOW - timedelta(minutes=7))
    first, second = near(incident)["results"]
    assert first["distance_m"] == pytest.approx(83.8, abs=0.5)
    assert (first["position_age_s"], first["status"], first["reasons"]) == (40, "available", ["negotiator"])
    assert (second["position_age_s"], len(second["reasons"])) == (420, 1)
    assert "7" in second["reasons"][0]


def test_who_is_as_near_and_cannot_be_sent_is_left_out_and_says_why() -> None:
    incident = IncidentFactory(location=point(69.2, 41.3))
    other = IncidentFactory(location=point(69.3, 41.3))
    free = UnitFactory(lonlat=(69.21, 41.3))
    sent, busy = UnitFactory(lonlat=(69.202, 41.3)), UnitFactory(status="busy", lonlat=(69.203, 41.3))
    lost = UnitFactory(lonlat=(69.204, 41.3), lonlat__at=NOW - timedelta(hours=2))
    UnitFactory(status="off_duty", lonlat=(69.2, 41.3))
    UnitFactory(status="busy", lonlat=(69.9, 41.3))
    assign_unit(incident_id=other.pk, unit_id=sent.pk, by=None, at=NOW)
    answer = near(incident)
    assert ids(answer["results"]) == [free.pk]
    assert ids(answer["left_out"]) == [sent.pk, busy.pk, lost.pk]
    reasons = [row["reasons"] for row in answer["left_out"]]
    assert other.number in reasons[0][0]
    assert all(len(why) == 1 and why[0] for why in reasons)


def test_who_refused_this_incident_is_not_offered_for_it_again() -> None:
    incident, unit = IncidentFactory(location=point(69.2, 41.3)), UnitFactory(lonlat=(69.201, 41.3))
    assignment = assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=None, at=NOW)
    move_assignment(assignment_id=assignment.pk, to="refused", by=None, at=NOW, reason="no fuel")
    answer = near(incident)
    assert (ids(answer["results"]), ids(answer["left_out"])) == ([], [unit.pk])
    other = IncidentFactory(location=point(69.2, 41.3))
    assert ids(near(other)["results"]) == [unit.pk]


def test_one_service_may_be_asked_for() -> None:
    incident = IncidentFactory(location=point(69.2, 41.3))
    UnitFactory(lonlat=(69.201, 41.3))
    medical = UnitFactory(service="medical", lonlat=(69.21, 41.3))
    assert ids(near(incident, service="medical")["results"]) == [medical.pk]


def test_units_across_a_border_are_offered_by_service_and_distance_alone() -> None:
    incident = IncidentFactory(location=point(69.99, 41.3))
    UnitFactory(region__code="UZ-TO", service="fire", lonlat=(70.01, 41.3))
    UnitFactory(region__code="UZ-TO", lonlat=(70.5, 41.3))
    UnitFactory(region__code="UZ-TO", status="busy", lonlat=(70.0, 41.3))
    answer = near(incident)
    assert answer["results"] == []
    assert answer["across_border"] == [{"service": "fire", "distance_m": 1700}]
    nation = near(incident, scope=EVERYTHING)
    assert (len(nation["results"]), nation["across_border"]) == (2, [])


def test_units_whose_place_nobody_knows_are_counted() -> None:
    UnitFactory()
    assert near(IncidentFactory(location=point(69.2, 41.3)))["without_position"] == 1


def test_without_a_point_free_units_are_offered_without_a_distance() -> None:
    unit = UnitFactory(lonlat=(69.2, 41.3))
    UnitFactory(status="busy")
    (offer,) = near(IncidentFactory(location=None))["results"]
    assert (offer["id"], offer["distance_m"]) == (unit.pk, None)


def test_the_number_of_queries_does_not_grow_with_the_units(django_assert_max_num_queries: Any) -> None:
    incident = IncidentFactory(location=point(69.2, 41.3))
    for n in range(12):
        UnitFactory(lonlat=(69.2 + n / 1000, 41.3), status=["available", "busy"][n % 2])
    assert LatestPosition.objects.count() == 12
    with django_assert_max_num_queries(30):
        near(incident, limit=10)


PLACES = st.lists(
    st.tuples(
        st.one_of(st.floats(69.1, 69.4), st.floats(55, 74), st.floats(-180, 180)),
        st.one_of(st.floats(41.2, 41.4), st.floats(37, 46), st.floats(-90, 90)),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(places=PLACES, here=PLACES, limit=st.integers(1, 12), within=st.none() | st.floats(0, 3e6))
def test_the_search_by_cells_is_the_same_as_measuring_the_way_to_everybody(
    places: list[tuple[float, float]], here: list[tuple[float, float]], limit: int, within: float | None
) -> None:
    with transaction.atomic():
        units = [
            UnitFactory.build(region_id=RegionFactory().pk, call_sign=str(n)) for n in range(len(places))
        ]
        Unit.objects.bulk_create(units)
        devices = Device.objects.bulk_create([Device(identifier=u.call_sign, unit=u) for u in units])
        LatestPosition.objects.bulk_create(
            [
                LatestPosition(unit=u, device=d, at=NOW, received_at=NOW, location=point(*place))
                for u, d, place in zip(units, devices, places, strict=True)
            ]
        )
        at = point(*here[0])
        there = Geography(Value(at, output_field=PointField(srid=4326)))
        all_of_them = Unit.objects.annotate(far=Metres(Geography(F("latest__location")), there))
        brute = [
            (pk, far)
            for pk, far in all_of_them.order_by("far", "pk").values_list("pk", "far")
            if within is None or far <= within
        ][:limit]
        found = Unit.objects.nearest_to(at, limit=limit, within=within)
        assert [(unit.pk, unit.distance_m) for unit in found] == brute  # type: ignore[attr-defined]
        transaction.set_rollback(True)
