"""Limits set by a person: what makes sense, what would have been raised, who changed what, and who may."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from apps.core.clock import now
from apps.sensors.actions import (
    GivenReading,
    GivenThreshold,
    Holder,
    LimitsChanged,
    plan_maintenance,
    record_readings,
    set_limits,
)
from apps.sensors.limits import faults_of
from apps.sensors.models import Crossing, Sensor, Threshold
from tests.accounts.factories import UserFactory
from tests.regions.factories import RegionFactory
from tests.sensors.factories import SensorFactory, SensorKindFactory, ThresholdFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]


def limit(limit: float, level: int = 3, **words: Any) -> GivenThreshold:
    return GivenThreshold(limit, level=level, **words)


def faults(*limits: GivenThreshold) -> list[int]:
    """The places of what is wrong with limits of a gauge: -2 to 30 m, a reading a minute."""
    return sorted(faults_of(limits, SensorKindFactory(), interval_s=60))


@pytest.mark.parametrize(
    ("limits", "wrong"),
    [
        ([limit(3.5), limit(4.5, 2), limit(5.5, 1)], []),
        ([limit(3.5), limit(0.5, compare="below")], []),
        ([limit(3.5, deadband=0.2), limit(3.4, 2)], [1]),  # the graver one lies nearer
        ([limit(0.5, 2, compare="below"), limit(0.2, 3, compare="below")], [0]),
        ([limit(3.5), limit(4.5)], [1]),  # the same level twice
        ([limit(31)], [0]),  # no plausible value is beyond
        ([limit(30)], [0]),
        ([limit(-2, compare="below")], [0]),
        ([limit(3.5, deadband=6)], [0]),  # never back
        ([limit(3.5, deadband=-1)], [0]),
        ([limit(float("nan"))], [0]),
        ([limit(3, compare="below"), limit(2)], [1]),  # nothing is in order
        ([limit(3, compare="below", deadband=1), limit(5, deadband=1)], [1]),
        ([limit(0.5, measure="rate", deadband=0.6)], [0]),
        ([limit(0.5, measure="rate", deadband=0.2), limit(-0.5, measure="rate", compare="below")], []),
        ([limit(60, measure="absence")], [0]),  # no longer than a reading's interval
        ([limit(600, measure="absence", compare="below")], [0]),
        ([limit(600, measure="absence", deadband=5)], [0]),
        ([limit(600, measure="absence")], []),
        ([limit(3.5, delay_s=86_401)], [0]),
    ],
)
def test_limits_that_can_never_raise_or_never_be_over_are_refused(
    limits: Sequence[GivenThreshold], wrong: list[int]
) -> None:
    assert faults(*limits) == wrong


def test_what_stays_the_same_stays_and_what_is_gone_ends_its_crossing() -> None:
    sensor = SensorFactory()
    stays, goes = (
        ThresholdFactory(sensor=sensor, limit=2),
        ThresholdFactory(sensor=sensor, limit=2.5, level=2),
    )
    at = now()
    record_readings(readings=[GivenReading(sensor.code, at, 3.0)], by=None, at=at)
    assert Crossing.objects.open().count() == 2
    made = set_limits(
        holder=Holder(sensor.kind, sensor=sensor), limits=[limit(2)], seen=[stays.pk, goes.pk], by=None, at=at
    )
    assert [one.pk for one in made] == [stays.pk]
    record_readings(
        readings=[GivenReading(sensor.code, at + timedelta(seconds=1), 3.0)],
        by=None,
        at=at + timedelta(seconds=1),
    )
    assert list(Crossing.objects.open().values_list("threshold", flat=True)) == [stays.pk]


def test_whoever_comes_second_is_told_and_nothing_is_lost() -> None:
    sensor = SensorFactory()
    holder = Holder(sensor.kind, sensor=sensor)
    set_limits(holder=holder, limits=[limit(2)], seen=[], by=None, at=now())
    with pytest.raises(LimitsChanged):
        set_limits(holder=holder, limits=[], seen=[], by=None, at=now())
    assert Threshold.objects.in_use().count() == 1


def test_limits_of_rules_are_left_alone() -> None:
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=2, owner="rule:1")
    set_limits(holder=Holder(sensor.kind, sensor=sensor), limits=[], seen=[], by=None, at=now())
    assert Threshold.objects.in_use().count() == 1


NAMES = ("level", "measure", "compare", "limit", "deadband", "delay_s", "return_delay_s")


def sent(rows: Sequence[Sequence[Any]], **more: Any) -> dict[str, Any]:
    """What a browser sends of a form with these rows."""
    given: dict[str, Any] = {"limits-TOTAL_FORMS": len(rows), "limits-INITIAL_FORMS": 0, "seen": ""} | more
    for place, row in enumerate(rows):
        given |= {f"limits-{place}-{name}": value for name, value in zip(NAMES, row, strict=True)}
    return given


ABOVE = (1, "value", "above", "4", "0.5", "0", "0")
EMPTY = ("", "value", "above", "", "", "", "")


@pytest.fixture
def supervisor(browser_of: BrowserOf) -> Client:
    return browser_of(UserFactory(role="supervisor", regions=["UZ-TK"], full_name="Aziz Karimov"))


def a_day_with_two_waves(sensor: Sensor) -> None:
    """Beyond 4 from minute 10 to 19 and from 30 to 39 of the last hour."""
    at = now()
    said = [
        GivenReading(sensor.code, at - timedelta(minutes=60 - n), 5.0 if n // 10 in (1, 3) else 1.0)
        for n in range(60)
    ]
    record_readings(readings=said, by=None, at=at)


def test_a_trial_counts_what_the_last_day_would_have_raised_and_keeps_nothing(supervisor: Client) -> None:
    sensor = SensorFactory()
    a_day_with_two_waves(sensor)
    page = supervisor.post(f"/sensors/{sensor.pk}/limits/", sent([ABOVE, EMPTY], do="try")).content.decode()
    assert "would have been crossed 2 times" in page
    assert "60 readings" in page
    assert not Threshold.objects.exists()
    held = (1, "value", "above", "4", "0.5", "900", "0")
    page = supervisor.post(f"/sensors/{sensor.pk}/limits/", sent([held], do="try")).content.decode()
    assert "would have been crossed 0 times" in page


def test_a_trial_of_a_kind_leaves_out_who_has_own_limits_and_what_was_worked_on(supervisor: Client) -> None:
    plain, own, worked_on = (
        SensorFactory(code="PLAIN"),
        SensorFactory(code="OWN"),
        SensorFactory(code="WORKED"),
    )
    ThresholdFactory(sensor=own, limit=20)
    for sensor in (plain, own, worked_on, SensorFactory(code="FOREIGN", region__code="UZ-TO")):
        a_day_with_two_waves(sensor)
    at = now()
    plan_maintenance(
        sensor_id=worked_on.pk, begins_at=at - timedelta(hours=2), ends_at=at, reason="probe", by=None, at=at
    )
    page = supervisor.post("/sensors/kinds/water_level/limits/", sent([ABOVE], do="try")).content.decode()
    assert "would have been crossed 2 times" in page
    assert "PLAIN: 2" in page
    assert "3 of 3 sensors" in page


def test_limits_are_kept_and_the_page_tells_who_changed_them(supervisor: Client) -> None:
    sensor = SensorFactory()
    address = f"/sensors/{sensor.pk}/limits/"
    answer = supervisor.post(address, sent([ABOVE, EMPTY], do="keep"), follow=True)
    page = answer.content.decode()
    (made,) = Threshold.objects.in_use()
    assert (made.sensor_id, made.limit, made.deadband, made.level) == (sensor.pk, 4.0, 0.5, 1)
    assert "Aziz Karimov" in page
    assert "when the value is above 4 m for 0 s; over at 3.5 m" in page
    supervisor.post(address, sent([EMPTY], do="keep", seen=str(made.pk)))
    page = supervisor.get(address).content.decode()
    assert not Threshold.objects.in_use().exists()
    assert "taken away" in page


def test_what_makes_no_sense_comes_back_beside_its_row(supervisor: Client) -> None:
    sensor = SensorFactory()
    for row, words in (
        ((1, "value", "above", "99", "", "", ""), "No plausible value"),
        ((1, "value", "above", "", "", "", ""), "Give the limit as a number"),
        ((1, "value", "above", "4", "-1", "", ""), "greater than or equal to 0"),
    ):
        page = supervisor.post(f"/sensors/{sensor.pk}/limits/", sent([row], do="keep")).content.decode()
        assert words in page
        assert 'aria-invalid="true"' in page
    assert not Threshold.objects.exists()


def test_a_lost_race_is_said(supervisor: Client) -> None:
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=2)
    page = supervisor.post(f"/sensors/{sensor.pk}/limits/", sent([ABOVE], do="keep"), follow=True)
    assert "Somebody else has changed these limits" in page.content.decode()


def test_a_supervisor_sets_a_kind_for_the_own_region_alone(supervisor: Client) -> None:
    RegionFactory(code="UZ-TO")
    SensorKindFactory()
    address = "/sensors/kinds/water_level/limits/"
    supervisor.post(address, sent([ABOVE], do="keep"))
    assert list(Threshold.objects.values_list("kind", "region")) == [("water_level", "UZ-TK")]
    assert supervisor.get(f"{address}?region=UZ-TO").status_code == 403
    assert supervisor.get("/sensors/kinds/nothing/limits/").status_code == 404
    assert supervisor.get("/sensors/kinds/").status_code == 200


def test_whoever_has_the_nation_sets_a_kind_everywhere(browser_of: BrowserOf) -> None:
    SensorKindFactory()
    admin = browser_of(UserFactory(role="admin", is_national=True))
    admin.post("/sensors/kinds/water_level/limits/", sent([ABOVE], do="keep"))
    assert list(Threshold.objects.values_list("kind", "region")) == [("water_level", None)]


def test_an_operator_sets_no_limits_and_a_foreign_sensor_is_not_found(
    browser_of: BrowserOf, supervisor: Client
) -> None:
    mine, foreign = SensorFactory(), SensorFactory(region__code="UZ-TO")
    operator = browser_of(UserFactory(role="operator", regions=["UZ-TK"]))
    assert operator.get(f"/sensors/{mine.pk}/limits/").status_code == 403
    assert "Set limits" not in operator.get(f"/sensors/{mine.pk}/").content.decode()
    assert "Set limits" in supervisor.get(f"/sensors/{mine.pk}/").content.decode()
    assert supervisor.get(f"/sensors/{foreign.pk}/limits/").status_code == 404
