"""SOS and signs of life: what they open, whom they share, and how they end."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from apps.core.errors import NotFound
from apps.core.geo import point
from apps.incidents.models import HistoryEntry, Incident, IncidentType
from apps.inspectors.actions import (
    Fate,
    Reading,
    answer_life_check,
    assign_unit,
    end_sos,
    move_assignment,
    raise_sos,
    record_positions,
    revoke_device,
    set_unit_status,
    watch_signs_of_life,
)
from apps.inspectors.distress import tell_sos
from apps.inspectors.life_limits import load
from apps.inspectors.models import Assignment, LifeCheck, LifeLimit, Sos, Unit
from apps.inspectors.refusals import NeedsReason
from apps.regions.scope import EVERYTHING
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, IncidentTypeFactory, reported
from tests.inspectors.factories import DeviceFactory, InspectorFactory, UnitFactory

pytestmark = pytest.mark.django_db


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def _type() -> None:
    IncidentTypeFactory(code="officer_needs_help")


# --- SOS ---------------------------------------------------------------------------------------------------


def test_an_sos_is_an_incident_of_the_highest_priority_where_the_tablet_is() -> None:
    unit = UnitFactory(call_sign="T-7")
    sos = raise_sos(unit_id=unit.pk, location=point(69.25, 41.31), by=None, at=after(0))
    incident = Incident.objects.get()
    assert (incident.type_id, incident.priority, incident.region_id) == ("officer_needs_help", 1, "UZ-TK")
    assert (incident.title, incident.location.coords) == ("SOS T-7", (69.25, 41.31))
    assert incident.is_ringing
    assert (sos.incident, sos.presses) == (incident, 1)
    assert HistoryEntry.objects.filter(incident=incident, kind="sos_raised").exists()


def test_pressing_again_opens_no_second_one_and_moves_the_place() -> None:
    unit = UnitFactory()
    first = raise_sos(unit_id=unit.pk, by=None, at=after(0))
    again = raise_sos(unit_id=unit.pk, location=point(69.3, 41.4), by=None, at=after(5))
    assert again.pk == first.pk
    assert (again.presses, again.location.coords) == (2, (69.3, 41.4))
    assert Incident.objects.count() == 1


def test_after_its_end_the_next_press_is_a_new_one() -> None:
    unit = UnitFactory()
    end_sos(
        sos_id=raise_sos(unit_id=unit.pk, by=None, at=after(0)).pk, by=UserFactory(), at=after(9), reason="ok"
    )
    raise_sos(unit_id=unit.pk, by=None, at=after(20))
    assert Incident.objects.count() == 2


def test_it_is_known_by_the_device_alone_and_refused_for_a_revoked_one() -> None:
    device = DeviceFactory()
    assert raise_sos(device=device.identifier, by=None, at=after(0)).unit == device.unit
    revoke_device(device_id=device.pk, by=None, at=after(1))
    with pytest.raises(NotFound):
        raise_sos(device=device.identifier, by=None, at=after(2))


def test_a_trackers_own_button_raises_one_where_it_is() -> None:
    device = DeviceFactory()
    pressed = Reading(device.identifier, after(0), 69.2, 41.3, is_sos=True)
    tell_sos([pressed], at=after(1))
    sos = Sos.objects.get()
    assert (sos.unit, sos.device, sos.location.coords) == (device.unit, device, (69.2, 41.3))


def test_somebody_of_no_crew_is_helped_too() -> None:
    person = InspectorFactory(badge="B-1")
    sos = raise_sos(inspector=person, by=None, at=after(0))
    assert (sos.unit, sos.inspector, sos.incident.title) == (None, person, "SOS B-1")
    assert raise_sos(inspector=person, by=None, at=after(3)).pk == sos.pk


def test_help_is_not_refused_where_the_type_is_switched_off() -> None:
    IncidentType.objects.update(is_active=False)
    IncidentTypeFactory(code="other")
    assert raise_sos(unit_id=UnitFactory().pk, by=None, at=after(0)).incident.type_id == "other"


def test_the_stamp_of_a_press_without_a_connection_is_kept() -> None:
    sos = raise_sos(unit_id=UnitFactory().pk, by=None, at=after(600), stamp_at=after(0))
    assert (sos.raised_at, sos.incident.reported_at) == (after(0), after(0))


def test_off_duty_the_position_is_taken_and_shown_until_it_ends() -> None:
    unit = UnitFactory(status="off_duty")
    device = DeviceFactory(unit=unit)

    def sent(at: datetime) -> Fate:
        reading = Reading(device.identifier, at, 69.2, 41.3)
        return record_positions(readings=[reading], scope=EVERYTHING, at=at)[0]

    assert sent(after(0)) == Fate.OFF_DUTY
    sos = raise_sos(unit_id=unit.pk, by=None, at=after(1))
    assert sent(after(2)) == Fate.STORED
    assert Unit.objects.get(pk=unit.pk).location is not None
    end_sos(sos_id=sos.pk, by=UserFactory(), at=after(3), reason="safe")
    assert sent(after(4)) == Fate.OFF_DUTY
    assert Unit.objects.get(pk=unit.pk).location is None


def test_an_end_says_who_and_why() -> None:
    who = UserFactory()
    sos = raise_sos(unit_id=UnitFactory().pk, by=None, at=after(0))
    with pytest.raises(NeedsReason):
        end_sos(sos_id=sos.pk, by=who, at=after(1), reason=" ")
    ended = end_sos(sos_id=sos.pk, by=who, at=after(2), reason="found, unhurt")
    assert (ended.ended_by_user, ended.end_reason, ended.ended_at) == (who, "found, unhurt", after(2))
    assert end_sos(sos_id=sos.pk, by=UserFactory(), at=after(3), reason="again").ended_by_user == who


def test_the_database_holds_one_open_sos_of_a_unit() -> None:
    sos = raise_sos(unit_id=UnitFactory().pk, by=None, at=after(0))
    sos.pk, sos._state.adding = None, True
    sos.incident = reported()
    with pytest.raises(IntegrityError, match="sos_one_open_per_unit"), transaction.atomic():
        sos.save(force_insert=True)


# --- signs of life -------------------------------------------------------------------------------------------


@pytest.fixture
def on_scene() -> Assignment:
    LifeLimit.objects.create(limit_s=600)
    unit = UnitFactory(crew=[InspectorFactory(user=UserFactory(role="inspector"))])
    held = assign_unit(incident_id=reported().pk, unit_id=unit.pk, by=None, at=after(1))
    return move_assignment(assignment_id=held.pk, to="on_scene", by=None, at=after(10))


def look(seconds: float) -> dict[str, int]:
    return watch_signs_of_life(at=after(seconds), answer_within=timedelta(seconds=60))


def none(**more: int) -> dict[str, int]:
    return {"ended": 0, "alarmed": 0, "asked": 0} | more


@pytest.mark.usefixtures("on_scene")
def test_who_is_quiet_beyond_the_limit_is_asked_first_and_alarms_when_nobody_answers() -> None:
    assert look(609) == none()
    assert look(611) == none(asked=1)
    assert look(620) == none()
    assert look(671) == none(alarmed=1)
    assert look(680) == none()
    check = LifeCheck.objects.get()
    assert (check.asked_at, check.alarmed_at, check.ended_at) == (after(611), after(671), None)


def test_an_answer_is_a_sign_of_life_and_counts_from_then_on(on_scene: Assignment) -> None:
    look(611)
    officer = on_scene.unit.crew.get().user
    answer_life_check(check_id=LifeCheck.objects.get().pk, by=officer, at=after(630))
    assert look(700) == none()
    assert look(1231) == none(asked=1)


def test_a_limit_of_the_type_goes_before_the_general_one(on_scene: Assignment) -> None:
    LifeLimit.objects.create(type=on_scene.incident.type, limit_s=120)
    assert look(131) == none(asked=1)


@pytest.mark.usefixtures("on_scene")
def test_without_a_limit_nobody_is_asked() -> None:
    LifeLimit.objects.all().delete()
    assert look(90_000) == none()


@pytest.mark.usefixtures("on_scene")
def test_the_limits_that_ship_come_once_and_an_emptied_one_asks_nobody() -> None:
    LifeLimit.objects.all().delete()
    load(False)
    assert LifeLimit.objects.get(type=None).limit_s == 2700
    LifeLimit.objects.update(limit_s=None)
    assert load(False) == {"life_limits": 0}
    assert look(90_000) == none()
    load(True)
    assert look(90_000) == none(asked=1)


def moved(assignment: Assignment, device: Any, seconds: float, lon: float) -> None:
    reading = Reading(device.identifier, after(seconds), lon, 41.3)
    assert record_positions(readings=[reading], scope=EVERYTHING, at=after(seconds)) == [Fate.STORED]


def test_a_move_is_a_sign_of_life_and_a_wandering_receiver_is_none(on_scene: Assignment) -> None:
    device = DeviceFactory(unit=on_scene.unit)
    moved(on_scene, device, 20, 69.2)
    moved(on_scene, device, 500, 69.2001)
    assert look(611) == none(asked=1)
    moved(on_scene, device, 620, 69.2)
    assert look(621) == none()
    moved(on_scene, device, 640, 69.21)
    moved(on_scene, device, 650, 69.22)
    assert look(651) == none(ended=1)
    assert look(900) == none()


def test_leaving_the_scene_ends_the_question(on_scene: Assignment) -> None:
    look(611)
    move_assignment(assignment_id=on_scene.pk, to="cleared", by=None, at=after(615))
    assert look(616) == none(ended=1)


def test_a_unit_off_duty_is_not_followed_by_the_question(on_scene: Assignment) -> None:
    move_assignment(assignment_id=on_scene.pk, to="cleared", by=None, at=after(100))
    set_unit_status(unit_id=on_scene.unit_id, status="off_duty", by=None, at=after(101))
    assert look(5000) == none()
