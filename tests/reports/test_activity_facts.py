"""Facts of the field: against a count by hand, over midnights, corrections and missing stamps."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.inspectors.models import Assignment, Inspector, Shift, Unit
from apps.inspectors.workflow import ACTIVE, AssignmentStatus
from apps.reports.activity import keeping
from apps.reports.activity.keeping import rebuild, refresh, refresh_for_reading
from apps.reports.activity.models import Activity, ActivityTouch
from apps.reports.periods import Period
from tests.incidents.factories import IncidentFactory
from tests.inspectors.factories import InspectorFactory
from tests.reports.activity_by_hand import Day, Key, days_by_hand
from tests.reports.factories import AssignmentFactory, UnitFactory

FIRST, LAST = date(2026, 9, 30), date(2026, 10, 3)
# 05:00 in Tashkent; the days of the field turn at 19:00 UTC.
ZERO = datetime(2026, 10, 1, tzinfo=UTC)
AT = ZERO + timedelta(hours=44)
MINUTES = st.integers(0, 48 * 60)


def m(n: float) -> datetime:
    """So many minutes after `ZERO`."""
    return ZERO + timedelta(minutes=n)


def kept() -> dict[Key, Day]:
    """The facts as the count by hand tells them."""
    return {
        (row.unit_id, row.day, row.inspector_id): Day(
            row.duty_us / 1e6, row.committed_us / 1e6, row.calls, row.accepted, row.refused, row.expired,
            row.withdrawn, row.arrived, row.off_shift, row.unstamped, row.unended,
            [us / 1e6 for us in row.accept_us],
        )
        for row in Activity.objects.all()
    }  # fmt: skip


def by_hand(at: datetime) -> dict[Key, Day]:
    found = days_by_hand(at=at, first=FIRST, last=LAST)
    for row in found.values():
        row.accept_s.sort()
    return found


def assert_the_same(at: datetime) -> None:
    mine, theirs = kept(), by_hand(at)
    assert mine.keys() == theirs.keys()
    for key, row in theirs.items():
        assert mine[key] == row, key


@st.composite
def shifts(draw: Any) -> tuple[int, int, datetime, datetime | None]:
    begin = draw(MINUTES)
    end = draw(st.one_of(st.none(), st.integers(begin, 60 * 60)))
    return draw(st.integers(0, 1)), draw(st.integers(0, 1)), m(begin), None if end is None else m(end + 0.5)


@st.composite
def sendings(draw: Any) -> dict[str, Any]:
    """In order or not, with stamps or without, over or not."""
    status = draw(st.sampled_from(AssignmentStatus))
    begin = draw(MINUTES)
    later = st.one_of(st.none(), st.integers(begin - 5, begin + 600).map(m))
    stamps = {name: draw(later) for name in ("accepted_at", "en_route_at", "on_scene_at", "cleared_at")}
    ended_at = None if status in ACTIVE else draw(later)
    assigned_at = draw(st.one_of(st.just(m(begin)), st.just(m(begin)), st.none()))
    return {"unit": draw(st.integers(0, 1)), "status": status.value, "assigned_at": assigned_at,
            "ended_at": ended_at, "exercise": draw(st.integers(0, 9)) == 0, **stamps}  # fmt: skip


class TheFactsAreThoseOfCountingByHand(TestCase):
    """Shifts that run over midnights and overlap, of two people and two units; assignments of every kind."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        turns=st.lists(shifts(), max_size=6),
        sent=st.lists(sendings(), max_size=8),
        minutes=st.integers(0, 44 * 60),
    )
    def test_whatever_was_worked(self, turns: list[Any], sent: list[Any], minutes: int) -> None:
        units, people = [UnitFactory(), UnitFactory()], [InspectorFactory(), InspectorFactory()]
        _work(units, people, turns, sent)
        refresh(at=m(minutes))
        assert_the_same(m(minutes))
        # Later the same facts have grown to where they are, whether or not anything else changed.
        refresh(at=AT)
        assert_the_same(AT)
        Activity.objects.all().delete()
        rebuild(Period(FIRST, LAST), at=AT)
        assert_the_same(AT)


def _work(units: list[Unit], people: list[Inspector], turns: list[Any], sent: list[Any]) -> None:
    for who, unit, began_at, ended_at in turns:
        running = Shift.objects.running().filter(inspector=people[who])
        if not (ended_at is None and running.exists()):
            Shift.objects.get_or_create(
                inspector=people[who], began_at=began_at, defaults={"unit": units[unit], "ended_at": ended_at}
            )
    for one in sent:
        unit = units[one["unit"]]
        if one["status"] in ACTIVE and Assignment.objects.filter(unit=unit, status__in=ACTIVE).exists():
            continue
        incident = IncidentFactory(is_exercise=one["exercise"])
        stamps = {name: value for name, value in one.items() if name not in {"unit", "exercise"}}
        Assignment.objects.create(unit=unit, incident=incident, **stamps)


@pytest.fixture
def turn(db: None) -> Shift:
    """Somebody was on duty from 20:00 to 08:00 local time, over a midnight, and was sent once."""
    unit = UnitFactory()
    shift = Shift.objects.create(
        inspector=InspectorFactory(), unit=unit, began_at=m(600), ended_at=m(600 + 12 * 60)
    )
    AssignmentFactory(
        unit=unit, status="cleared", assigned_at=m(800), accepted_at=m(801), on_scene_at=m(810),
        cleared_at=m(860), ended_at=m(860),
    )  # fmt: skip
    refresh(at=AT)
    return shift


def _mine(day: int) -> Activity:
    return Activity.objects.get(day=date(2026, 10, day), inspector_id__isnull=False)


def test_a_shift_is_cut_at_the_local_midnight_and_a_call_belongs_to_the_day_it_came(turn: Shift) -> None:
    # 15:00 to 24:00 and 00:00 to 03:00 in Tashkent; the call runs from 18:20 to 19:20.
    assert [(_mine(1).duty_us, _mine(1).committed_us), (_mine(2).duty_us, _mine(2).committed_us)] == [
        (9 * 3_600_000_000, 3_600_000_000),
        (3 * 3_600_000_000, 0),
    ]
    assert (_mine(1).calls, _mine(1).accept_us, _mine(2).calls) == (1, [60_000_000], 0)


def test_a_correction_of_a_shift_or_a_stamp_changes_its_days_alone(turn: Shift) -> None:
    computed_at = set(Activity.objects.values_list("computed_at", flat=True))
    Assignment.objects.update(accepted_at=m(802))
    refresh(at=AT + timedelta(hours=1))
    assert _mine(1).accept_us == [120_000_000]
    assert _mine(2).computed_at in computed_at
    Shift.objects.update(ended_at=m(600 + 60))
    refresh(at=AT + timedelta(hours=2))
    assert [row.duty_us for row in Activity.objects.filter(inspector_id__isnull=False)] == [3_600_000_000]
    unit = Activity.objects.get(inspector_id=None)
    assert (unit.calls, unit.off_shift) == (0, 1)


def test_what_becomes_an_exercise_is_no_call_any_more(turn: Shift) -> None:
    incident = Assignment.objects.get().incident
    type(incident).objects.filter(pk=incident.pk).update(is_exercise=True)
    refresh(at=AT)
    assert (_mine(1).calls, _mine(1).committed_us) == (0, 0)


def test_a_shift_of_another_unit_leaves_the_first_one(turn: Shift) -> None:
    other = UnitFactory()
    Shift.objects.update(unit=other)
    refresh(at=AT)
    people = Activity.objects.filter(inspector_id__isnull=False)
    assert set(people.values_list("unit_id", flat=True)) == {other.pk}


@pytest.mark.django_db
def test_duty_that_goes_on_grows_and_keeps_the_days_that_are_over() -> None:
    Shift.objects.create(inspector=InspectorFactory(), unit=UnitFactory(), began_at=m(600))
    refresh(at=m(660))
    assert (_mine(1).duty_us, _mine(1).is_running) == (3_600_000_000, True)
    assert refresh_for_reading(at=m(720)) == m(720)
    assert _mine(1).duty_us == 2 * 3_600_000_000
    # The job was down over two midnights.
    refresh(at=m(600 + 40 * 60))
    rows = Activity.objects.filter(inspector_id__isnull=False).order_by("day")
    assert [(row.day.day, row.duty_us // 3_600_000_000, row.is_running) for row in rows] == [
        (1, 9, False),
        (2, 24, False),
        (3, 7, True),
    ]


@pytest.mark.django_db
def test_a_plan_that_nobody_keeps_is_no_duty() -> None:
    plan = Shift.objects.create(
        inspector=InspectorFactory(), unit=UnitFactory(), planned_from=m(0), planned_to=m(480)
    )
    refresh(at=AT)
    assert not Activity.objects.exists()
    Shift.objects.filter(pk=plan.pk).update(began_at=m(10), ended_at=m(20))
    refresh(at=AT)
    assert _mine(1).duty_us == 600_000_000


def test_condensing_may_be_broken_off_and_repeated(turn: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept()
    Shift.objects.update(ended_at=m(700))

    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(keeping, "condense", fails)
        with pytest.raises(RuntimeError):
            refresh(at=AT)
    assert kept() == before
    refresh(at=AT)
    refresh(at=AT)
    assert_the_same(AT)
    assert not ActivityTouch.objects.exists()


def test_many_changes_are_taken_in_parts(turn: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "BATCH", 1)
    Shift.objects.update(ended_at=m(700))
    refresh(at=AT)
    assert_the_same(AT)


def test_recompute_kpis_counts_the_days_of_the_field_again(turn: Shift, capsys: Any) -> None:
    before = kept()
    Activity.objects.update(duty_us=86_400_000_000, calls=9)
    Activity.objects.create(day=FIRST, unit_id=turn.unit_id, computed_at=AT, off_shift=1)
    call_command("recompute_kpis", "--from", "2026-09-30", "--to", "2026-10-03")
    assert kept() == before


def test_of_another_region_nothing_is_counted_again(turn: Shift) -> None:
    Activity.objects.update(off_shift=7)
    rebuild_of: Callable[..., int] = keeping.rebuild_day
    rebuild_of(date(2026, 10, 1), at=AT, regions=["UZ-XX"])
    assert _mine(1).off_shift == 7
    rebuild_of(date(2026, 10, 1), at=AT, regions=[turn.unit.region_id])
    assert _mine(1).off_shift == 0


def test_nobody_is_committed_for_longer_than_on_duty(turn: Shift) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.update(committed_us=99 * 3_600_000_000)
