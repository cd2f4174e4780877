"""Somebody's own figures, and who may read them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from apps.accounts.roles import Role
from apps.core.clock import now
from apps.inspectors.actions import assign_unit, move_assignment, start_shift
from tests.accounts.factories import UserFactory
from tests.incidents.factories import reported
from tests.inspectors.factories import InspectorFactory, UnitFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/activity/me/"


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


def test_nobody_else_has_such_figures(signed_in: Callable[[Any], Any], api: Any) -> None:
    assert api.get(URL).status_code in {401, 403}
    for role in (Role.OPERATOR, Role.CHIEF, Role.ADMIN):
        assert signed_in(UserFactory(role=role)).get(URL).status_code == 404


@pytest.mark.parametrize(
    "asked", ["?from=x", "?from=2026-02-02&to=2026-02-01", "?from=2020-01-01&to=2026-01-01"]
)
def test_days_that_are_none_are_refused(asked: str, signed_in: Callable[[Any], Any]) -> None:
    person = InspectorFactory(user=UserFactory(role=Role.INSPECTOR))
    assert signed_in(person.user).get(URL + asked).status_code == 400
