"""What each action of units needs, and its call: see `tests/flows/test_every_action_feeds_the_screen.py`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from apps.core.geo import point
from apps.incidents.actions import move_incident, transfer_incident
from apps.inspectors import actions
from apps.inspectors.actions import PastAssignment
from apps.inspectors.models import AidRequest, Assignment, Inspector, LifeCheck, LifeLimit, Unit
from apps.inspectors.sending import Order
from apps.inspectors.workflow import AssignmentStatus
from apps.regions.scope import Scope
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, IncidentTypeFactory, reported
from tests.inspectors.factories import InspectorFactory, UnitFactory

Act = Callable[[], Any]
REASONS = {"refused": "no fuel"}


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def assigned(region: str = "UZ-TK", **fields: Any) -> Assignment:
    incident = reported(**fields)
    unit = UnitFactory(region__code=region, crew=[InspectorFactory()], lonlat=(69.2, 41.3))
    return actions.assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=UserFactory(), at=after(5))


def assign(region: str = "UZ-TK", **fields: Any) -> Act:
    unit = UnitFactory(region__code=region, lonlat=(69.2, 41.3))
    return partial(
        actions.assign_unit,
        incident_id=reported(**fields).pk,
        unit_id=unit.pk,
        by=UserFactory(),
        at=after(5),
    )


def pre_empt() -> Act:
    held = assigned(priority=4)
    return partial(
        actions.assign_unit,
        incident_id=reported(priority=1).pk,
        unit_id=held.unit_id,
        by=UserFactory(),
        at=after(6),
        pre_empt=True,
    )


def move(to: str, *before: str, region: str = "UZ-TK") -> Act:
    """The step to `to` of an assignment that has gone through `before`."""
    assignment = assigned(region)
    for n, step in enumerate((*before, to)):
        call = partial(
            actions.move_assignment,
            assignment_id=assignment.pk,
            to=step,
            by=UserFactory(),
            at=after(10 + n),
            reason=REASONS.get(step, ""),
        )
        if n < len(before):
            call()
    return call


def expire(region: str = "UZ-TK") -> Act:
    assigned(region)
    return partial(actions.expire_assignments, at=after(600), within=timedelta(seconds=120))


def resolve() -> Act:
    """Units that an incident takes with it."""
    first = assigned()
    second = UnitFactory(region__code="UZ-TO")
    actions.assign_unit(incident_id=first.incident_id, unit_id=second.pk, by=None, at=after(6))
    actions.move_assignment(assignment_id=first.pk, to="on_scene", by=None, at=after(7))
    return partial(
        move_incident,
        incident_id=first.incident_id,
        to="resolved",
        outcome="dealt_with",
        by=UserFactory(),
        at=after(60),
    )


def transfer(*steps: str, to: str = "UZ-TO", second: str = "") -> Act:
    """An incident goes to another region while a unit of the old one has come as far as `steps`.

    `second` is the region of another unit, that has not set out.
    """
    first = assigned()
    if second:
        unit = UnitFactory(region__code=second)
        actions.assign_unit(incident_id=first.incident_id, unit_id=unit.pk, by=UserFactory(), at=after(6))
    for n, step in enumerate(steps):
        actions.move_assignment(assignment_id=first.pk, to=step, by=UserFactory(), at=after(10 + n))
    return partial(
        transfer_incident, incident_id=first.incident_id, region=to, reason="theirs", by=None, at=after(60)
    )


def clear_after_transfer() -> Act:
    """The last unit of the region that the incident came from ends its assignment."""
    assignment = assigned()
    actions.move_assignment(assignment_id=assignment.pk, to="on_scene", by=None, at=after(10))
    transfer_incident(incident_id=assignment.incident_id, region="UZ-TO", reason="x", by=None, at=after(60))
    return partial(
        actions.move_assignment, assignment_id=assignment.pk, to="cleared", by=UserFactory(), at=after(90)
    )


def ask() -> Act:
    UnitFactory(region__code="UZ-TO", lonlat=(70.01, 41.3), lonlat__at=after(0))
    return partial(
        actions.ask_for_aid,
        incident_id=reported(location=point(69.99, 41.3)).pk,
        scope=Scope(frozenset({"UZ-TK"})),
        service="",
        by=UserFactory(),
        at=after(5),
    )


def asked() -> AidRequest:
    return ask()()


def answer(*, agrees: bool) -> Act:
    return partial(
        actions.answer_aid, request_id=asked().pk, agrees=agrees, by=UserFactory(), at=after(9), reason="none"
    )


def assign_several(action: Callable[..., Any], *, pre_empt: bool = False) -> Act:
    """Two free units and, with `pre_empt`, one from a less urgent incident."""
    orders = [Order(UnitFactory(region__code=code).pk) for code in ("UZ-TK", "UZ-TO")]
    if pre_empt:
        orders.append(Order(assigned(priority=4).unit_id, pre_empt=True))
    incident = reported(priority=1)
    return partial(action, incident_id=incident.pk, orders=orders, by=UserFactory(), at=after(6))


def reassign(*steps: str, region: str = "UZ-TK") -> Act:
    held = assigned(region)
    for n, step in enumerate(steps):
        actions.move_assignment(assignment_id=held.pk, to=step, by=UserFactory(), at=after(10 + n))
    return partial(
        actions.reassign_unit,
        assignment_id=held.pk,
        incident_id=reported().pk,
        reason="nearer there",
        by=UserFactory(),
        at=after(30),
    )


def stand_down(second: str = "UZ-TO") -> Act:
    held = assigned()
    unit = UnitFactory(region__code=second)
    actions.assign_unit(incident_id=held.incident_id, unit_id=unit.pk, by=None, at=after(6))
    return partial(
        actions.stand_down_units,
        incident_id=held.incident_id,
        reason="not needed",
        by=UserFactory(),
        at=after(30),
    )


def refuse_beside_another() -> Act:
    """One of two units refuses."""
    held = assigned()
    actions.assign_unit(incident_id=held.incident_id, unit_id=UnitFactory().pk, by=None, at=after(6))
    return partial(
        actions.move_assignment,
        assignment_id=held.pk,
        to="refused",
        reason="no fuel",
        by=UserFactory(),
        at=after(9),
    )


def put(status: str) -> Act:
    unit = UnitFactory(lonlat=(69.2, 41.3))
    return partial(actions.set_unit_status, unit_id=unit.pk, status=status, by=UserFactory(), at=after(1))


def retire() -> Act:
    return partial(actions.retire_unit, unit_id=UnitFactory().pk, by=UserFactory(), at=after(1))


def reinstate() -> Act:
    unit = UnitFactory(retired_at=after(0), status="off_duty")
    return partial(actions.reinstate_unit, unit_id=unit.pk, at=after(1))


def revise(**changes: Any) -> Act:
    """A unit that a form changed."""
    unit = UnitFactory()

    def act() -> None:
        Unit.objects.filter(pk=unit.pk).update(**changes)
        actions.tell_of_units(unit_ids=[unit.pk], at=after(1), left={"UZ-TK"})

    return act


def rename_at_work(region: str = "UZ-TK") -> Act:
    """A unit that a form renamed while it is at work."""
    unit = assigned(region).unit

    def act() -> None:
        Unit.objects.filter(pk=unit.pk).update(call_sign="T-new")
        actions.tell_of_units(unit_ids=[unit.pk], at=after(60))

    return act


def rename_inspector() -> Act:
    person = InspectorFactory()
    UnitFactory(crew=[person])

    def act() -> None:
        Inspector.objects.filter(pk=person.pk).update(full_name="A new name")
        actions.tell_of_crews(inspector_ids=[person.pk], at=after(1))

    return act


def revise_many() -> Act:
    """More than are told of one by one."""
    units = [UnitFactory() for _ in range(101)]

    def act() -> None:
        Unit.objects.update(vehicle="Cobalt")
        actions.tell_of_units(unit_ids=[unit.pk for unit in units], at=after(1))

    return act


def import_past() -> Act:
    past = PastAssignment(
        reported().pk,
        "UZ-TK",
        "E17",
        "fire",
        {"assigned_at": after(1), "cleared_at": after(60)},
        ended_as=AssignmentStatus.CLEARED,
    )
    return partial(actions.import_past_assignments, past=[past], by=None, at=after(100))


def _roster() -> dict[str, Any]:
    person = InspectorFactory()
    unit = UnitFactory(status="off_duty", crew=[person], lonlat=(69.2, 41.3))
    return {"inspector_id": person.pk, "unit_id": unit.pk}


def start() -> Act:
    return partial(actions.start_shift, **_roster(), by=UserFactory(), at=after(1))


def end() -> Act:
    shift = start()()
    return partial(actions.end_shift, shift_id=shift.pk, by=UserFactory(), at=after(60))


def press(times: int = 1, *, is_off_duty: bool = False) -> Act:
    """The SOS button, after it was pressed `times - 1` times."""
    unit = UnitFactory(lonlat=(69.2, 41.3), crew=[InspectorFactory()])
    IncidentTypeFactory(code="officer_needs_help")
    if is_off_duty:
        actions.set_unit_status(unit_id=unit.pk, status="off_duty", by=UserFactory(), at=after(1))
    call = partial(actions.raise_sos, unit_id=unit.pk, by=None, at=after(2))
    for _ in range(times - 1):
        call()
    return call


def press_alone() -> Act:
    IncidentTypeFactory(code="officer_needs_help")
    return partial(actions.raise_sos, inspector=InspectorFactory(), by=None, at=after(2))


def end_help(*, is_off_duty: bool = False) -> Act:
    sos = press(is_off_duty=is_off_duty)()
    return partial(actions.end_sos, sos_id=sos.pk, by=UserFactory(), at=after(9), reason="help has come")


def on_scene() -> Assignment:
    assignment = assigned()
    LifeLimit.objects.create(limit_s=600)
    return actions.move_assignment(assignment_id=assignment.pk, to="on_scene", by=UserFactory(), at=after(10))


def watch(*before: float, at: float) -> Act:
    """A look at who is on scene, after looks at `before` seconds."""
    on_scene()
    look = partial(actions.watch_signs_of_life, answer_within=timedelta(seconds=60))
    for seconds in before:
        look(at=after(seconds))
    return partial(look, at=after(at))


def answer_check() -> Act:
    watch(at=700)()
    check = LifeCheck.objects.get()
    return partial(actions.answer_life_check, check_id=check.pk, by=UserFactory(), at=after(720))


def leave_while_asked() -> Act:
    look = watch(700, at=705)
    actions.move_assignment(
        assignment_id=Assignment.objects.get().pk, to="cleared", by=UserFactory(), at=after(702)
    )
    return look


SCENARIOS: dict[str, list[Callable[[], Act]]] = {
    "assign_unit": [assign, partial(assign, "UZ-TO"), pre_empt],
    "assign_units": [
        partial(assign_several, actions.assign_units),
        partial(assign_several, actions.assign_units, pre_empt=True),
    ],
    "assign_each": [partial(assign_several, actions.assign_each, pre_empt=True)],
    "reassign_unit": [
        reassign,
        partial(reassign, "on_scene"),
        partial(reassign, "en_route", region="UZ-TO"),
    ],
    "stand_down_units": [stand_down, partial(stand_down, "UZ-TK")],
    "answer_aid": [partial(answer, agrees=True), partial(answer, agrees=False)],
    "move_assignment": [
        refuse_beside_another,
        partial(move, "accepted"),
        partial(move, "en_route", "accepted"),
        partial(move, "on_scene", "en_route"),
        partial(move, "cleared", "on_scene"),
        partial(move, "refused"),
        partial(move, "stood_down", "accepted"),
        partial(move, "refused", region="UZ-TO"),
        resolve,
        clear_after_transfer,
        transfer,
        partial(transfer, "accepted"),
        partial(transfer, "en_route"),
        partial(transfer, "on_scene", to="UZ"),
        partial(transfer, "en_route", second="UZ-TK"),
        partial(transfer, "en_route", second="UZ-TO"),
        partial(transfer, second="UZ-TO"),
    ],
    "expire_assignments": [expire, partial(expire, "UZ-TO")],
    "ask_for_aid": [ask],
    "set_unit_status": [partial(put, "busy"), partial(put, "off_duty")],
    "start_shift": [start],
    "end_shift": [end],
    "retire_unit": [retire],
    "reinstate_unit": [reinstate],
    "tell_of_units": [
        partial(revise, call_sign="T-new"),
        partial(revise, region_id="UZ-TO"),
        revise_many,
        rename_at_work,
        partial(rename_at_work, "UZ-TO"),
    ],
    "tell_of_crews": [rename_inspector],
    "import_past_assignments": [import_past],
    "raise_sos": [press, partial(press, 2), partial(press, is_off_duty=True), press_alone],
    "end_sos": [end_help, partial(end_help, is_off_duty=True)],
    "watch_signs_of_life": [
        partial(watch, at=700),
        partial(watch, 700, at=761),
        partial(watch, at=300),
        leave_while_asked,
    ],
    "answer_life_check": [answer_check],
}
OFF_SCREEN = {
    "plan_shift": "a plan changes nothing that a live screen shows",
    "change_plan": "a plan changes nothing that a live screen shows",
    "withdraw_shift": "a plan changes nothing that a live screen shows",
    "give_secret": "devices are on no live screen",
    "register_tablet": "tablets are on no live screen",
    "revoke_device": "devices are on no live screen",
    "record_positions": "positions are frames and no events: see tests/inspectors/test_frames.py",
}
