"""Duty is planned, begins, ends; and every way in which it cannot."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from apps.accounts.roles import Role
from apps.core.clock import iso
from apps.core.errors import NotFound
from apps.incidents.refusals import TimeInFuture
from apps.inspectors.actions import (
    assign_unit,
    change_plan,
    end_shift,
    move_assignment,
    plan_shift,
    retire_unit,
    set_unit_status,
    start_shift,
    withdraw_shift,
)
from apps.inspectors.models import Inspector, Shift, ShiftEntry, Unit, UnitStatusEntry
from apps.inspectors.shift_refusals import (
    CrewIsAtWork,
    PlanIsNotRight,
    PlansOverlap,
    ShiftHasNotBegun,
    ShiftIsDecided,
    ShiftIsRunning,
    ShiftStampsDisordered,
    ShiftStampTooOld,
    UnitNeeded,
    UnitOfAnotherRegion,
)
from apps.inspectors.shift_rules import ShiftState
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, reported
from tests.inspectors.factories import InspectorFactory, UnitFactory

pytestmark = pytest.mark.django_db

URL = "/api/v1/shifts/"


def hours(n: float) -> datetime:
    return NOON + timedelta(hours=n)


def crewed(*people: Inspector, **fields: Any) -> Unit:
    unit: Unit = UnitFactory(status="off_duty", crew=people or [InspectorFactory()], **fields)
    return unit


def planned(inspector: Inspector, unit: Unit, since: float = 0, until: float = 8) -> Shift:
    return plan_shift(
        inspector_id=inspector.pk,
        unit_id=unit.pk,
        planned_from=hours(since),
        planned_to=hours(until),
        by=UserFactory(),
        at=hours(-24),
    )


def begun(inspector: Inspector, at: datetime = NOON, **given: Any) -> Shift:
    return start_shift(inspector_id=inspector.pk, by=None, at=at, **given)


def status_of(unit: Unit) -> str:
    return Unit.objects.get(pk=unit.pk).status


def steps(shift: Shift) -> list[str]:
    return list(
        ShiftEntry.objects.filter(shift=shift).order_by("recorded_at", "id").values_list("step", flat=True)
    )


def test_who_comes_on_duty_brings_the_unit_and_who_goes_last_takes_it_off() -> None:
    first, second = InspectorFactory(), InspectorFactory()
    unit = crewed(first, second)
    one, two = begun(first), begun(second, hours(1))
    assert (one.unit, one.began_at, status_of(unit)) == (unit, NOON, "available")
    end_shift(shift_id=one.pk, by=None, at=hours(8))
    assert status_of(unit) == "available"
    ended = end_shift(shift_id=two.pk, by=None, at=hours(9))
    assert (ended.ended_at, status_of(unit)) == (hours(9), "off_duty")
    changes = UnitStatusEntry.objects.order_by("at").values_list("was", "status", "at")
    assert list(changes) == [("off_duty", "available", NOON), ("available", "off_duty", hours(9))]


def test_who_begins_keeps_the_plan_that_is_due_and_its_unit() -> None:
    person = InspectorFactory()
    crewed(person)
    other = crewed(InspectorFactory())
    plan = planned(person, other)
    shift = begun(person, hours(-1))
    assert (shift.pk, shift.unit, shift.planned_from) == (plan.pk, other, hours(0))
    assert steps(shift) == ["planned", "started"]


def test_who_begins_long_before_or_after_the_plan_works_an_unplanned_shift() -> None:
    person = InspectorFactory()
    unit = crewed(person)
    planned(person, unit)
    early = begun(person, hours(-3))
    assert early.planned_from is None
    end_shift(shift_id=early.pk, by=None, at=hours(-2.5))
    assert begun(person, hours(9)).planned_from is None


def test_a_plan_that_nobody_kept_is_missed() -> None:
    person = InspectorFactory()
    plan = planned(person, crewed(person))
    assert [plan.state(hours(n)) for n in (-1, 4, 8)] == [
        ShiftState.PLANNED, ShiftState.PLANNED, ShiftState.MISSED,
    ]  # fmt: skip


def test_the_same_beginning_and_end_told_again_change_nothing() -> None:
    person = InspectorFactory()
    crewed(person)
    shift = begun(person, hours(1), stamp_at=hours(0), is_offline=True)
    assert begun(person, hours(2)).pk == shift.pk
    end_shift(shift_id=shift.pk, by=None, at=hours(3))
    assert begun(person, hours(4), stamp_at=hours(0), is_offline=True).pk == shift.pk
    again = end_shift(shift_id=shift.pk, by=None, at=hours(5))
    assert again.ended_at == hours(3)
    assert steps(shift) == ["started", "ended"]


def test_one_person_is_on_duty_once() -> None:
    person = InspectorFactory()
    crewed(person)
    begun(person)
    with pytest.raises(ShiftIsRunning) as refusal:
        begun(person, hours(1), unit_id=crewed().pk)
    assert refusal.value.fields["began_at"] == iso(NOON)


def test_the_last_of_a_crew_stays_while_the_unit_is_sent_somewhere() -> None:
    first, second = InspectorFactory(), InspectorFactory()
    unit = crewed(first, second)
    one, two = begun(first), begun(second)
    sent = assign_unit(incident_id=reported().pk, unit_id=unit.pk, by=None, at=hours(1))
    end_shift(shift_id=one.pk, by=None, at=hours(2))
    with pytest.raises(CrewIsAtWork):
        end_shift(shift_id=two.pk, by=None, at=hours(2))
    assert Shift.objects.running().get().pk == two.pk
    move_assignment(assignment_id=sent.pk, to="stood_down", by=None, at=hours(3))
    end_shift(shift_id=two.pk, by=None, at=hours(4))
    assert status_of(unit) == "off_duty"


def test_a_unit_that_is_out_of_service_stays_so_when_its_crew_comes() -> None:
    person = InspectorFactory()
    unit = crewed(person)
    set_unit_status(unit_id=unit.pk, status="out_of_service", by=None, at=hours(-1))
    begun(person)
    assert status_of(unit) == "out_of_service"


@pytest.mark.parametrize("leave", ["off_duty", "retire"])
def test_with_a_unit_that_goes_off_duty_its_crew_goes(leave: str) -> None:
    person = InspectorFactory()
    unit = crewed(person)
    shift = begun(person)
    if leave == "retire":
        retire_unit(unit_id=unit.pk, by=None, at=hours(1))
    else:
        set_unit_status(unit_id=unit.pk, status="off_duty", by=None, at=hours(1))
    assert Shift.objects.get(pk=shift.pk).ended_at == hours(1)
    assert steps(shift) == ["started", "ended"]


def test_a_unit_must_be_told_where_nobody_can_know_it() -> None:
    person, lonely = InspectorFactory(), InspectorFactory()
    crewed(person), crewed(person)
    for who in (person, lonely):
        with pytest.raises(UnitNeeded):
            begun(who)
    assert begun(lonely, unit_id=crewed().pk).is_running


def test_nobody_is_on_duty_with_a_unit_of_another_region_or_that_is_gone() -> None:
    person = InspectorFactory()
    with pytest.raises(UnitOfAnotherRegion):
        begun(person, unit_id=crewed(region__code="UZ-TO").pk)
    with pytest.raises(NotFound):
        begun(person, unit_id=crewed(retired_at=NOON).pk)
    with pytest.raises(NotFound):
        begun(InspectorFactory(retired_at=NOON), unit_id=crewed().pk)


def test_what_a_device_kept_has_its_own_time_within_a_day() -> None:
    person = InspectorFactory()
    crewed(person)
    with pytest.raises(ShiftStampTooOld):
        begun(person, hours(25), stamp_at=hours(0), is_offline=True)
    with pytest.raises(TimeInFuture):
        begun(person, hours(0), stamp_at=hours(1))
    shift = begun(person, hours(23), stamp_at=hours(0), is_offline=True)
    entry = ShiftEntry.objects.get()
    assert (entry.happened_at, entry.recorded_at, entry.is_offline) == (hours(0), hours(23), True)
    with pytest.raises(ShiftStampsDisordered):
        end_shift(shift_id=shift.pk, by=None, at=hours(23), stamp_at=hours(-0.1))


def test_nobody_begins_before_the_last_shift_ended() -> None:
    person = InspectorFactory()
    crewed(person)
    end_shift(shift_id=begun(person).pk, by=None, at=hours(8))
    with pytest.raises(ShiftStampsDisordered):
        begun(person, hours(9), stamp_at=hours(7), is_offline=True)


def test_plans_of_one_person_do_not_overlap_but_may_touch() -> None:
    person = InspectorFactory()
    unit = crewed(person)
    plan = planned(person, unit)
    assert planned(person, unit).pk == plan.pk
    planned(person, unit, 8, 16)
    with pytest.raises(PlansOverlap):
        planned(person, unit, 7, 9)
    with (
        pytest.raises(IntegrityError, match="shift_plans_of_an_inspector_do_not_overlap"),
        transaction.atomic(),
    ):
        Shift.objects.create(inspector=person, unit=unit, planned_from=hours(1), planned_to=hours(2))
    withdraw_shift(shift_id=plan.pk, by=None, at=hours(-1), reason="ill")
    planned(person, unit, 1, 7)


@pytest.mark.parametrize(("since", "until"), [(8, 8), (8, 0), (0, 36.5)])
def test_a_plan_begins_before_it_ends_and_is_no_longer_than_people_work(since: float, until: float) -> None:
    person = InspectorFactory()
    with pytest.raises(PlanIsNotRight):
        planned(person, crewed(person), since, until)


def test_a_plan_changes_until_somebody_keeps_it() -> None:
    person = InspectorFactory()
    unit, other = crewed(person), crewed()
    plan = planned(person, unit)
    moved = {"unit_id": other.pk, "planned_from": hours(1), "planned_to": hours(9)}
    changed = change_plan(shift_id=plan.pk, by=None, at=hours(-2), **moved)
    assert (changed.unit, changed.planned_to) == (other, hours(9))
    with pytest.raises(ShiftHasNotBegun):
        end_shift(shift_id=plan.pk, by=None, at=hours(-1))
    begun(person, hours(1))
    with pytest.raises(ShiftIsDecided):
        change_plan(shift_id=plan.pk, by=None, at=hours(2), **moved)
    with pytest.raises(ShiftIsDecided):
        withdraw_shift(shift_id=plan.pk, by=None, at=hours(2))
    assert steps(plan) == ["planned", "changed", "started"]


def test_the_database_holds_what_must_never_be_false() -> None:
    person = InspectorFactory()
    unit = crewed(person)
    begun(person)
    wrong: list[dict[str, Any]] = [
        {"began_at": hours(1)},
        {},
        {"planned_from": hours(2), "planned_to": hours(2)},
        {"planned_from": hours(2), "planned_to": hours(3), "ended_at": hours(4)},
        {"began_at": hours(1), "ended_at": hours(2), "withdrawn_at": hours(1)},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Shift.objects.create(inspector=person, unit=unit, **fields)
    with pytest.raises(ProgrammingError), transaction.atomic():
        ShiftEntry.objects.update(reason="x")


# The JSON edge


def officer(**fields: Any) -> Any:
    return InspectorFactory(user=UserFactory(role=Role.INSPECTOR), **fields)


def test_an_inspector_comes_and_goes_by_the_tablet(signed_in: Callable[[Any], Any]) -> None:
    person = officer()
    unit = crewed(person)
    api = signed_in(person.user)
    told = api.post(f"{URL}start/", {}, format="json")
    assert (told.status_code, told.json()["state"], told.json()["unit"]) == (200, "running", unit.pk)
    assert [row["id"] for row in api.get(f"{URL}?running=true").json()["results"]] == [told.json()["id"]]
    ended = api.post(f"{URL}{told.json()['id']}/end/", {}, format="json")
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    entry = ShiftEntry.objects.filter(step="ended").get()
    assert (entry.by_user, entry.is_offline) == (person.user, False)


def test_an_inspector_speaks_of_nobody_else(signed_in: Callable[[Any], Any]) -> None:
    person, colleague = officer(), officer()
    crewed(person), crewed(colleague)
    theirs = begun(colleague)
    api = signed_in(person.user)
    missing = api.get(f"{URL}{person.pk:032x}/")
    for answer in (
        api.get(f"{URL}{theirs.pk}/"),
        api.post(f"{URL}{theirs.pk}/end/", {}, format="json"),
        api.post(f"{URL}start/", {"inspector": colleague.pk}, format="json"),
    ):
        assert (answer.status_code, answer.content) == (404, missing.content)
    assert api.get(URL).json()["count"] == 0
    plan = {"inspector": person.pk, "unit": person.units.get().pk}
    times = {"planned_from": iso(hours(0)), "planned_to": iso(hours(8))}
    assert api.post(URL, plan | times, format="json").status_code == 403


def test_a_supervisor_plans_and_acts_for_others_with_a_reason(signed_in: Callable[[Any], Any]) -> None:
    person = InspectorFactory()
    unit = crewed(person)
    api = signed_in(UserFactory(role=Role.SUPERVISOR))
    times = {"planned_from": iso(hours(0)), "planned_to": iso(hours(8))}
    plan = api.post(URL, {"inspector": person.pk, "unit": unit.pk} | times, format="json")
    assert (plan.status_code, plan.json()["planned_to"]) == (201, iso(hours(8)))
    moved = {"unit": unit.pk, "planned_from": iso(hours(1)), "planned_to": iso(hours(9))}
    at = f"{URL}{plan.json()['id']}/"
    assert api.patch(at, moved, format="json").json()["planned_from"] == iso(hours(1))
    assert api.post(f"{at}withdraw/", {}, format="json").json()["code"] == "reason_needed"
    assert api.post(f"{at}withdraw/", {"reason": "ill"}, format="json").json()["state"] == "withdrawn"
    start = {"inspector": person.pk}
    assert api.post(f"{URL}start/", start, format="json").json()["code"] == "reason_needed"
    begun_ = api.post(f"{URL}start/", start | {"reason": "tablet broken"}, format="json")
    assert begun_.json()["state"] == "running"
    ended = api.post(f"{URL}{begun_.json()['id']}/end/", {"reason": "tablet broken"}, format="json")
    assert ended.json()["state"] == "ended"


def test_shifts_of_other_regions_are_missing_and_operators_do_not_plan(
    signed_in: Callable[[Any], Any],
) -> None:
    theirs = InspectorFactory(region__code="UZ-TO")
    shift = begun(theirs, unit_id=crewed(region__code="UZ-TO").pk)
    supervisor = signed_in(UserFactory(role=Role.SUPERVISOR))
    assert supervisor.get(URL).json()["count"] == 0
    assert supervisor.post(f"{URL}{shift.pk}/end/", {"reason": "x"}, format="json").status_code == 404
    start = {"inspector": theirs.pk, "reason": "x"}
    assert supervisor.post(f"{URL}start/", start, format="json").status_code == 404
    operator = signed_in(UserFactory())
    assert operator.get(URL).status_code == 200
    assert operator.post(f"{URL}start/", start, format="json").status_code == 403


def test_lists_are_narrowed_by_time_person_and_unit(signed_in: Callable[[Any], Any]) -> None:
    person, other = InspectorFactory(), InspectorFactory()
    unit = crewed(person, other)
    planned(person, unit, 0, 8), planned(person, unit, 24, 32), planned(other, unit, 0, 8)
    begun(other, hours(0))
    api = signed_in(UserFactory())

    def count(**query: Any) -> int:
        return int(api.get(URL, query).json()["count"])

    assert count() == 3
    assert count(**{"from": iso(hours(8)), "to": iso(hours(40))}) == 2
    assert count(inspector=person.pk) == 2
    assert (count(running="true"), count(running="false")) == (1, 2)
    assert (count(unit=unit.pk), count(region="UZ-TO")) == (3, 0)
