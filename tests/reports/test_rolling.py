"""Days and months are rolled up from facts, by whoever comes first, and never again as long as nothing changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection

from apps.incidents.models import Incident, Target
from apps.reports import rolling
from apps.reports.models import Fact, Rollup, StaleDay
from apps.reports.rolling import days_to_roll, months_to_roll, roll, roll_day, roll_month
from apps.reports.rollups import refresh
from apps.reports.tasks import roll as roll_task
from tests.incidents.factories import NOON, IncidentTypeFactory, TargetFactory
from tests.reports.factories import DAY, LATER, figures_of, stamped

pytestmark = pytest.mark.django_db
SECOND, A_DAY = timedelta(seconds=1), timedelta(days=1)
SEPTEMBER = date(2026, 9, 1)


def _units() -> list[tuple[str, date, str]]:
    return sorted(Rollup.objects.values_list("unit", "starts", "region_id"))


def test_a_change_of_facts_marks_its_day_and_rolling_up_takes_the_mark() -> None:
    stamped(on_scene=10)
    refresh(at=LATER)
    assert set(StaleDay.objects.values_list("day", "region_id")) == {(DAY, "UZ-TK")}
    assert roll(at=LATER) == 1
    assert not StaleDay.objects.exists()
    assert _units() == [("day", DAY, "UZ-TK")]
    assert roll(at=LATER) == 0


def test_a_correction_and_a_transfer_mark_the_days_that_they_leave_and_enter() -> None:
    incident, other = stamped(on_scene=10), stamped(on_scene=10, region__code="UZ-TO")
    refresh(at=LATER)
    roll(at=LATER)
    Incident.objects.filter(pk=incident.pk).update(region=other.region, reported_at=NOON - A_DAY)
    refresh(at=LATER)
    marked = set(StaleDay.objects.values_list("day", "region_id"))
    assert marked == {(DAY, "UZ-TK"), (DAY - A_DAY, "UZ-TO")}
    roll(at=LATER)
    assert [unit for unit in _units() if unit[0] == "day"] == [
        ("day", DAY - A_DAY, "UZ-TO"),
        ("day", DAY, "UZ-TO"),
    ]


def test_facts_that_are_moved_by_hand_mark_both_days() -> None:
    stamped(on_scene=10)
    refresh(at=LATER)
    roll(at=LATER)
    Fact.objects.update(day=DAY + A_DAY)
    assert set(StaleDay.objects.values_list("day", flat=True)) == {DAY, DAY + A_DAY}


def test_a_month_is_laid_together_when_it_is_over_and_again_after_a_late_change() -> None:
    for days in (1, 2, 30):
        stamped(NOON - A_DAY * days, on_scene=10 * days)
    refresh(at=LATER)
    assert roll(at=LATER) == 4
    assert ("month", SEPTEMBER, "UZ-TK") in _units()
    stamped(NOON - A_DAY * 2, on_scene=7)
    refresh(at=LATER)
    assert roll_day(date(2026, 9, 29), at=LATER) == 1
    assert ("month", SEPTEMBER, "UZ-TK") not in _units()
    assert roll(at=LATER) == 1
    assert ("month", SEPTEMBER, "UZ-TK") in _units()


def test_a_month_is_not_laid_together_while_a_day_of_it_waits() -> None:
    stamped(NOON - A_DAY, on_scene=10)
    stamped(NOON - A_DAY * 2, on_scene=10)
    refresh(at=LATER)
    roll_day(date(2026, 9, 30), at=LATER)
    assert months_to_roll(at=LATER) == [SEPTEMBER]
    assert roll_month(SEPTEMBER, at=LATER) == 0
    StaleDay.objects.all().delete()
    assert roll_month(SEPTEMBER, at=LATER) == 0


def test_a_broken_off_job_goes_on_where_it_stopped() -> None:
    for days in range(3):
        stamped(NOON - A_DAY * days, on_scene=10)
    refresh(at=LATER)
    calls = iter([False, True])
    assert roll(at=LATER, is_stopped=lambda: next(calls)) == 1
    assert days_to_roll() == [date(2026, 9, 30), date(2026, 9, 29)]
    assert roll(at=LATER) == 3
    assert days_to_roll() == []


def test_a_type_that_gets_a_target_of_its_own_has_days_rolled_up_anew() -> None:
    kind = IncidentTypeFactory(code="fire")
    stamped(NOON - A_DAY, on_scene=50, type=kind)
    refresh(at=LATER)
    roll(at=LATER)
    TargetFactory(priority=3, limit_s=100, type=kind)
    assert days_to_roll() == [date(2026, 9, 30)]
    roll(at=LATER)
    assert (days_to_roll(), months_to_roll(at=LATER)) == ([], [])
    Target.objects.all().delete()
    assert days_to_roll() == [date(2026, 9, 30)]


def test_the_job_of_every_minute_rolls_up(time_machine: object) -> None:
    time_machine.move_to(LATER)  # type: ignore[attr-defined]
    stamped(on_scene=10)
    refresh(at=LATER)
    assert roll_task() == 1
    assert days_to_roll() == []


@contextmanager
def _another() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A session beside that of the test."""
    params = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: params[name] for name in names if name in params}) as other:
        yield other


def test_a_month_that_another_is_at_is_left_to_it() -> None:
    stamped(on_scene=10)
    refresh(at=LATER)
    with _another() as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [rolling.LOCK, DAY.year * 12 + DAY.month])
        assert roll_day(DAY, at=LATER) is None
        assert roll_month(DAY, at=LATER) is None
        assert StaleDay.objects.exists()
        assert figures_of("total_response").median_s == 10
    assert roll(at=LATER) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_a_day_is_rolled_up_keeps_its_mark() -> None:
    stamped(on_scene=10)
    refresh(at=LATER)
    [day] = days_to_roll()
    with _another() as other:
        other.execute("UPDATE reports_fact SET length_us = 30000000 WHERE interval = 'total_response'")
        assert roll_day(day, at=LATER) == 1
        assert not StaleDay.objects.exists()
        other.commit()
    assert days_to_roll() == [day]
    assert figures_of("total_response").median_s == 30
    roll(at=LATER)
    assert figures_of("total_response").median_s == 30
