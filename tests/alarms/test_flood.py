"""When alarms come faster than people can take them in."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.roles import Role
from apps.alarms.actions import watch_floods
from apps.alarms.flood import Span, floods, is_flood, within
from apps.alarms.models import Flood
from apps.live.presence import mark_seen
from tests.accounts.factories import UserFactory
from tests.alarms.factories import NOON, after, raised


def test_more_than_ten_in_ten_minutes_begin_a_flood_and_fewer_than_five_end_it() -> None:
    ten = [after(10 * n) for n in range(10)]
    assert floods(ten) == []
    (flood,) = floods([*ten, after(100)])
    # It ends when of the eleven fewer than five lie within the last ten minutes: the seventh leaves.
    assert flood == Span(after(100), after(60 + 600))


def test_two_operators_take_in_twice_as_many() -> None:
    times = [after(10 * n) for n in range(20)]
    assert floods(times, operators=2) == []
    assert len(floods([*times, after(200)], operators=2)) == 1
    assert is_flood(11, operators=0, was=False)


def test_an_alarm_leaves_the_window_before_one_comes_at_the_same_moment() -> None:
    assert floods([NOON] + [after(600)] * 10) == []


def test_the_time_in_flood_is_cut_at_the_ends_of_the_period() -> None:
    spans = [Span(after(0), after(100)), Span(after(500), None)]
    assert within(spans, after(50), after(600)) == timedelta(seconds=50 + 100)


def naive(times: list[datetime]) -> list[tuple[datetime, bool]]:
    """Second by second, counting anew each time."""
    was, told = False, []
    for second in range(1400):
        at = after(second)
        count = sum(1 for moment in times if at - timedelta(minutes=10) < moment <= at)
        was = count >= 5 if was else count > 10
        told.append((at, was))
    return told


@given(seconds=st.lists(st.integers(0, 700), max_size=40))
def test_floods_are_those_that_counting_second_by_second_finds(seconds: list[int]) -> None:
    times = [after(second) for second in seconds]
    spans = floods(times)
    for at, was in naive(times):
        inside = any(span.began_at <= at and (span.ended_at is None or at < span.ended_at) for span in spans)
        assert inside == was, at


@pytest.mark.django_db
def test_a_regions_flood_begins_and_ends_as_a_fact_for_its_screens() -> None:
    for number in range(11):
        raised(number=number, at=after(number))
    raised(number=99, region="UZ-TO")
    assert watch_floods(at=after(20)) == 1
    flood = Flood.objects.get()
    assert (flood.region_id, flood.alarms_count, flood.operators, flood.ended_at) == ("UZ-TK", 11, 1, None)
    assert watch_floods(at=after(30)) == 0
    assert watch_floods(at=after(700)) == 1
    flood.refresh_from_db()
    assert flood.ended_at == after(700)


@pytest.mark.django_db
def test_operators_with_a_screen_of_the_region_share_the_flood() -> None:
    people = [UserFactory(), UserFactory(role=Role.SUPERVISOR), UserFactory(role=Role.CHIEF)]
    for number in range(15):
        raised(number=number)
    mark_seen({person.pk: after(5) for person in people})
    assert watch_floods(at=after(10)) == 0  # fifteen for two
    assert watch_floods(at=after(80)) == 1  # their screens are gone
