"""A region's past: its units step by step, its incidents with their changes, and who may look."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry, AuditKind
from apps.accounts.roles import Role
from apps.core.geo import point
from apps.incidents.actions import move_incident
from apps.inspectors.actions import Reading, end_shift, record_positions, start_shift
from apps.inspectors.models import Device, Position, Unit
from apps.regions.scope import EVERYTHING
from tests.accounts.factories import UserFactory
from tests.incidents.factories import IncidentFactory
from tests.inspectors.factories import DeviceFactory, InspectorFactory, UnitFactory
from tests.inspectors.test_tracks import born

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], APIClient]
T0 = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


@pytest.fixture
def chief(signed_in: SignIn) -> APIClient:
    return signed_in(UserFactory(role=Role.CHIEF, regions=["UZ-TK"]))


@pytest.fixture
def device() -> Device:
    unit = UnitFactory(call_sign="SOKOL-1", crew=[InspectorFactory()], status="off_duty")
    made: Device = DeviceFactory(unit=unit)
    born(made, T0 - timedelta(days=1))
    return made


def serve(device: Device, *parts: tuple[int, int]) -> None:
    """On duty from the first position to 10 s after the last one; positions each 5 s in these parts."""
    unit = device.unit
    person = unit.crew.get()
    first, last = parts[0][0], parts[-1][1]
    shift = start_shift(inspector_id=person.pk, unit_id=unit.pk, by=None, at=at(first))
    said = [
        Reading(device.identifier, at(s), 69.2 + s / 10_000, 41.3)
        for since, until in parts
        for s in range(since, until, 5)
    ]
    record_positions(readings=said, scope=EVERYTHING, at=at(last))
    end_shift(shift_id=shift.pk, by=None, at=at(last + 10), reason="over")


def ask(client: APIClient, address: str = "", since: float = 0, until: float = 3600, **more: Any) -> Any:
    asked = {"region": "UZ-TK", "from": at(since).isoformat(), "to": at(until).isoformat()}
    return client.get(f"/api/v1/playback/{address}", asked | more)


def test_a_unit_is_told_at_each_step_at_which_it_was_heard(chief: APIClient, device: Device) -> None:
    serve(device, (0, 300))
    film = ask(chief, step=60).json()
    (walk,) = film["units"]
    assert (film["step_s"], film["gap_s"], walk["call_sign"]) == (60, 300, "SOKOL-1")
    steps = list(accumulate(walk["n"]))
    assert steps == [0, 1, 2, 3, 4, 5]
    # The last heard in the minute before each step: at its end, but at 295 s before the fifth.
    assert list(accumulate(walk["lon"])) == [
        round((69.2 + s / 10_000) * 1e5) for s in (0, 60, 120, 180, 240, 295)
    ]
    assert walk["statuses"] == [[0, "available"], [310, "off_duty"]]


def test_what_was_not_heard_is_left_out_and_never_filled(chief: APIClient, device: Device) -> None:
    serve(device, (0, 60), (1200, 1260))
    (walk,) = ask(chief, step=30).json()["units"]
    assert list(accumulate(walk["n"])) == [0, 1, 2, 40, 41, 42]


def test_hours_that_follow_each_other_hold_together_what_the_whole_time_holds(
    chief: APIClient, device: Device
) -> None:
    serve(device, (0, 7200))
    whole = ask(chief, until=7200, step=30).json()["units"][0]
    halves = [ask(chief, since=s, until=s + 3600, step=30).json()["units"][0] for s in (0, 3600)]
    joined = {
        since + n * 30: lon
        for since, half in zip((0, 3600), halves, strict=True)
        for n, lon in zip(accumulate(half["n"]), accumulate(half["lon"]), strict=True)
    }
    alone = dict(zip((n * 30 for n in accumulate(whole["n"])), accumulate(whole["lon"]), strict=True))
    assert {second for second in alone if second not in joined} == set()
    assert joined[3600] in (alone[3600], alone[3600] + 50)


def test_a_position_off_duty_never_appears_though_it_is_stored(chief: APIClient, device: Device) -> None:
    serve(device, (0, 60))
    # As an SOS leaves them: shared while it lasts, off duty too.
    Position.objects.create(device=device, at=at(900), received_at=at(900), location=point(69.9, 41.3))
    (walk,) = ask(chief, step=30).json()["units"]
    assert list(accumulate(walk["n"])) == [0, 1, 2]


def test_incidents_come_with_their_changes_and_priorities(chief: APIClient) -> None:
    incident = IncidentFactory(location=point(69.25, 41.31), reported_at=at(600), priority=2)
    move_incident(incident_id=incident.pk, to="acknowledged", by=UserFactory(), at=at(660))
    happened = ask(chief, "incidents/").json()
    (found,) = happened["incidents"]
    assert happened["total"] == 1
    assert (found["number"], found["lon"], found["lat"]) == (incident.number, 69.25, 41.31)
    assert found["steps"] == [[600, "reported"], [660, "acknowledged"]]
    assert found["priorities"][0] == [600, 2]
    assert ask(chief, "incidents/", until=500).json()["incidents"] == []
    assert len(ask(chief, "incidents/", since=3000).json()["incidents"]) == 1


def test_an_incident_that_had_ended_before_is_not_shown(chief: APIClient) -> None:
    incident = IncidentFactory(reported_at=at(0))
    move_incident(incident_id=incident.pk, to="cancelled", by=UserFactory(), at=at(60), note="by mistake")
    assert len(ask(chief, "incidents/", since=30).json()["incidents"]) == 1
    assert ask(chief, "incidents/", since=120).json()["incidents"] == []


def test_who_looked_at_a_regions_past_is_in_the_trail_with_the_period(
    chief: APIClient, device: Device
) -> None:
    ask(chief)
    entry = AuditEntry.objects.get(kind=AuditKind.PERSONAL_DATA)
    assert (entry.object_type, entry.region_id) == ("inspectors.unit", "UZ-TK")
    assert entry.detail == {
        "fields": ["track"],
        "from": "2026-11-20T06:00:00.000Z",
        "until": "2026-11-20T07:00:00.000Z",
        "rows": 1,
    }


def test_a_region_out_of_scope_answers_as_one_that_is_missing_and_leaves_no_row(chief: APIClient) -> None:
    UnitFactory(region__code="UZ-TO")
    for address in ("", "incidents/"):
        foreign, missing = ask(chief, address, region="UZ-TO"), ask(chief, address, region="UZ-XX")
        assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert not AuditEntry.objects.filter(kind=AuditKind.PERSONAL_DATA).exists()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMIN, Role.AUDITOR, Role.INSPECTOR, Role.DISPLAY])
def test_who_may_not_read_tracks_sees_no_past(signed_in: SignIn, role: Role) -> None:
    client = signed_in(UserFactory(role=role, regions=["UZ-TK"]))
    assert {ask(client, address).status_code for address in ("", "incidents/")} == {403}


@pytest.mark.parametrize(("until", "step", "field"), [(86_401, 600, "to"), (0, 60, "to"), (60, 7, "step")])
def test_a_time_of_a_day_at_most_in_steps_that_there_are(
    chief: APIClient, until: float, step: int, field: str
) -> None:
    answer = ask(chief, until=until, step=step)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_more_than_can_be_answered_at_once_is_refused(
    chief: APIClient, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.map.playback.POINTS_AT_ONCE", 60)
    assert Unit.objects.count() == 1
    assert list(ask(chief, step=30).json()["fields"]) == ["step"]
    assert ask(chief).json()["step_s"] == 60
