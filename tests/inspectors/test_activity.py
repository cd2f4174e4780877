"""Somebody's own figures: against a count of single minutes, and who may read them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.roles import Role
from apps.core.clock import now
from apps.inspectors.actions import assign_unit, move_assignment, start_shift
from apps.inspectors.activity import Sending, Turn, activity_of
from tests.accounts.factories import UserFactory
from tests.incidents.factories import reported
from tests.inspectors.factories import InspectorFactory, UnitFactory

URL = "/api/v1/activity/me/"
ZERO = datetime(2026, 10, 1, tzinfo=UTC)
LAST = 60
MINUTES = st.integers(0, LAST)


def m(n: int) -> datetime:
    return ZERO + timedelta(minutes=n)


@st.composite
def turns(draw: Any) -> list[Turn]:
    """Of one person, one after another; the last may go on."""
    edges = sorted(draw(st.lists(MINUTES, unique=True, max_size=8)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    found = [Turn(draw(st.integers(1, 2)), m(a), m(b)) for a, b in pairs]
    if len(edges) % 2:
        found.append(Turn(1, m(edges[-1]), None))
    return found


@st.composite
def sendings(draw: Any) -> Sending:
    begin = draw(MINUTES)
    later = st.one_of(st.none(), st.integers(begin, LAST).map(m))
    return Sending(draw(st.integers(1, 3)), m(begin), draw(later), draw(later), draw(later))


@given(turns(), st.lists(sendings(), max_size=6), MINUTES, MINUTES, st.integers(0, 10))
def test_the_figures_are_those_of_counting_each_minute(
    mine: list[Turn], sent: list[Sending], since: int, until: int, within: int
) -> None:
    at = m(50)
    found = activity_of(mine, sent, span=(m(since), m(until)), at=at, within=timedelta(minutes=within))
    duty = committed = 0
    for n in range(since, min(until, 50)):
        units = {t.unit_id for t in mine if t.began_at <= m(n) < (t.ended_at or at)}
        duty += bool(units)
        committed += any(s.unit_id in units and s.assigned_at <= m(n) < (s.ended_at or at) for s in sent)
    calls = [
        s
        for s in sent
        if m(since) <= s.assigned_at < min(m(until), at)
        and any(s.unit_id == t.unit_id and t.began_at <= s.assigned_at < (t.ended_at or at) for t in mine)
    ]
    assert (found.duty_s, found.committed_s, found.calls) == (duty * 60, committed * 60, len(calls))
    soon = timedelta(minutes=within)
    assert found.accepted_in_time == sum(
        s.accepted_at is not None and s.accepted_at - s.assigned_at <= soon for s in calls
    )
    assert found.arrived == sum(s.arrived_at is not None for s in calls)


def test_without_duty_there_is_no_saturation() -> None:
    found = activity_of([], [], span=(m(0), m(1)), at=m(1), within=timedelta())
    assert (found.saturation, found.is_small) == (None, True)


@pytest.mark.django_db
def test_an_inspector_sees_own_figures_alone(signed_in: Callable[[Any], Any]) -> None:
    people = [InspectorFactory(user=UserFactory(role=Role.INSPECTOR)) for _ in range(2)]
    units = [UnitFactory(status="off_duty", crew=[person]) for person in people]
    began_at = now() - timedelta(hours=1)
    start_shift(inspector_id=people[0].pk, by=None, at=began_at)
    sent_at = began_at + timedelta(minutes=10)
    sent = assign_unit(
        incident_id=reported(reported_at=began_at, at=began_at).pk, unit_id=units[0].pk, by=None, at=sent_at
    )
    move_assignment(assignment_id=sent.pk, to="accepted", by=None, at=sent_at + timedelta(seconds=20))
    mine = signed_in(people[0].user).get(URL).json()
    assert (mine["turns"], mine["calls"], mine["accepted_in_time"], mine["arrived"]) == (1, 1, 1, 0)
    assert mine["saturation"] == pytest.approx(50 / 60, abs=0.01)
    assert (mine["saturation_limit"], mine["is_small"]) == (0.6, True)
    theirs = signed_in(people[1].user).get(URL).json()
    assert (theirs["turns"], theirs["duty_s"], theirs["calls"], theirs["saturation"]) == (0, 0, 0, None)


@pytest.mark.django_db
def test_nobody_else_has_such_figures(signed_in: Callable[[Any], Any], api: Any) -> None:
    assert api.get(URL).status_code in {401, 403}
    for role in (Role.OPERATOR, Role.CHIEF, Role.ADMIN):
        assert signed_in(UserFactory(role=role)).get(URL).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", ["?from=x", "?from=2026-02-02&to=2026-02-01", "?from=2020-01-01&to=2026-01-01"]
)
def test_days_that_are_none_are_refused(asked: str, signed_in: Callable[[Any], Any]) -> None:
    person = InspectorFactory(user=UserFactory(role=Role.INSPECTOR))
    assert signed_in(person.user).get(URL + asked).status_code == 400
