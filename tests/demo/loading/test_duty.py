"""The demo's shifts: who was on duty when units were sent, and what that comes to."""

import pytest
from django.db.models import F

from apps.inspectors.models import Assignment, Shift, ShiftEntry, Unit
from apps.regions.scope import EVERYTHING
from apps.reports.activity.figures import Asked, figures
from apps.reports.activity.models import ActivityTouch
from apps.reports.periods import Period, preset
from tests.demo.loading.conftest import NOW, Loaded

pytestmark = pytest.mark.django_db


def _month() -> Period:
    return preset("last_30_days", NOW.date())


def test_crews_at_work_now_are_on_duty_and_nobody_off_duty_is(demo: Loaded) -> None:
    running = Shift.objects.running()
    assert running.exists()
    assert not running.filter(unit__status__in=["off_duty", "out_of_service"]).exists()
    at_work = set(
        Unit.objects.filter(status__in=["assigned", "en_route", "on_scene"]).values_list("pk", flat=True)
    )
    assert at_work <= set(running.values_list("unit_id", flat=True))


def test_shifts_of_a_person_follow_one_another_and_none_lies_in_the_future(demo: Loaded) -> None:
    last: dict[int, Shift] = {}
    for shift in Shift.objects.filter(began_at__isnull=False).order_by("inspector_id", "began_at"):
        assert shift.began_at is not None
        assert shift.began_at <= NOW
        assert (shift.ended_at or NOW) > shift.began_at or shift.is_running
        before = last.get(shift.inspector_id)
        assert before is None or (before.ended_at is not None and before.ended_at <= shift.began_at)
        last[shift.inspector_id] = shift


def test_each_shift_has_its_lines_in_order(demo: Loaded) -> None:
    lines = ShiftEntry.objects.filter(step="started")
    assert lines.count() == Shift.objects.filter(began_at__isnull=False).count()
    assert not lines.exclude(happened_at=F("shift__began_at")).exists()
    ended = ShiftEntry.objects.filter(step="ended")
    assert ended.count() == Shift.objects.filter(ended_at__isnull=False).count()


def test_the_month_says_something_and_nothing_waits(demo: Loaded) -> None:
    assert not ActivityTouch.objects.exists()
    [whole] = figures(Asked(_month(), EVERYTHING))
    found = whole.figures
    assert found.calls > 100
    assert (found.completeness or 0) > 0.8
    assert 0 < (found.saturation or 0) < 0.6
    assert found.calls + found.off_shift <= Assignment.objects.count()
