"""What the test bench tells of a time that has passed is what the live path raised then, whatever happened."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.alarms.actions import acknowledge_alarm, settle_returns
from apps.alarms.bench import run_over
from apps.alarms.evaluation.reading import raise_what_waited, read_the_feed
from apps.alarms.models import Alarm, Rule
from apps.alarms.workflow import QUIET
from apps.regions.scope import EVERYTHING
from tests.alarms.factories import NOON, AlarmTypeFactory, after
from tests.alarms.test_evaluation import detected, mended, out, over, rule
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
END_S = 1000


# What a camera sees, or for how long it is out: which camera, since when and for how long, in seconds.
Span = tuple[int, int, int]
SEEN = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 200), st.integers(0, 90)), min_size=1, max_size=8, unique=True
)
# Of outages, one at a time: how long after the one before, and how long.
OUT = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 60)), min_size=1, max_size=6)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seen=SEEN)
@example(seen=[(0, 0, 5), (0, 10, 5), (0, 20, 5), (0, 50, 60)])
@example(seen=[(0, 7, 0)])
def test_of_detections_the_bench_tells_what_the_live_path_raised(seen: list[Span]) -> None:
    with transaction.atomic():
        _country()
        made = rule("detection")
        _live(seen, (detected, over), grace_s=0)
        assert _told(made) == _raised()
        transaction.set_rollback(True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans=OUT, grace_s=st.sampled_from([0, 20]))
@example(spans=[(1, 20), (1, 21)], grace_s=20)
def test_of_outages_the_bench_tells_what_the_live_path_raised(
    spans: list[tuple[int, int]], grace_s: int
) -> None:
    with transaction.atomic():
        _country()
        made = rule("camera_outage", settings={"grace_s": grace_s})
        _live(_one_after_another(spans), (out, mended), grace_s=grace_s)
        assert _told(made) == _raised()
        transaction.set_rollback(True)


def _one_after_another(spans: list[tuple[int, int]]) -> list[Span]:
    found, last = [], 0
    for pause, length in spans:
        found.append((0, last + pause, length))
        last += pause + length
    return found


def _country() -> None:
    for code in ("UZ", "UZ-TK"):
        RegionFactory(code=code)
    for code in ("person_in_zone", "camera_outage"):
        AlarmTypeFactory(code=code)
    read_the_feed(at=NOON)


def _live(spans: list[Span], tell: tuple[Callable[..., Any], Callable[..., Any]], *, grace_s: int) -> None:
    """Each second at which something may happen, as the ticker would: what has ended is told before what begins."""
    begin, finish = tell
    cameras = [CameraFactory(), CameraFactory()]
    standing: defaultdict[int, list[Any]] = defaultdict(list)
    for second in _moments(spans, grace_s):
        for thing in standing.pop(second, []):
            finish(thing, after(second))
        for which, _since, length in [span for span in spans if span[1] == second]:
            thing = begin(cameras[which], after(second))
            if length:
                standing[second + length].append(thing)
            else:
                finish(thing, after(second))
        _tick(second)


def _moments(spans: list[Span], grace_s: int) -> list[int]:
    moments = {since + plus for _which, since, length in spans for plus in (0, length, grace_s)}
    return sorted(moments | {moment + int(QUIET.total_seconds()) for moment in moments})


def _tick(second: int) -> None:
    """People are as quick as the bench takes them: what is there is acknowledged at once."""
    at = after(second)
    read_the_feed(at=at)
    raise_what_waited(at=at)
    settle_returns(at=at)
    for alarm in Alarm.objects.filter(state__in=["unacknowledged", "returned"]):
        acknowledge_alarm(alarm_id=alarm.pk, by=None, at=at)


def _told(made: Rule) -> list[tuple[Any, ...]]:
    found = run_over(made, NOON, NOON + timedelta(seconds=END_S), EVERYTHING)
    return sorted((one.source, one.raised_at, one.ended_at, one.occurrences) for one in found)


def _raised() -> list[tuple[Any, ...]]:
    return sorted(Alarm.objects.values_list("source", "raised_at", "cleared_at", "occurrences"))
