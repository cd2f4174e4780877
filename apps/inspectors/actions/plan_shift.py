"""A turn of duty is planned, changed while nobody has kept it, or taken back."""

from datetime import datetime
from uuid import UUID

from apps.core.errors import NotFound
from apps.inspectors.ledger import Principal
from apps.inspectors.models import Shift, ShiftStep
from apps.inspectors.shift_ledger import Told, locked_inspector, note, unit_for
from apps.inspectors.shift_refusals import PlanIsNotRight, PlansOverlap, ShiftIsDecided
from apps.inspectors.shift_rules import LONGEST_PLAN
from apps.live.feed import change


def plan_shift(
    *,
    inspector_id: int,
    unit_id: int,
    planned_from: datetime,
    planned_to: datetime,
    by: Principal | None,
    at: datetime,
) -> Shift:
    """Plan somebody's duty; the same plan again is the plan that exists.

    Raises `NotFound`, `UnitOfAnotherRegion`, `PlanIsNotRight`, `PlansOverlap`.
    """
    with change(at=at):
        inspector = locked_inspector(inspector_id)
        unit = unit_for(inspector, unit_id)
        shift = Shift(inspector=inspector, unit=unit, planned_from=planned_from, planned_to=planned_to)
        if same := _same(shift):
            return same
        _check(shift)
        shift.save()
        note(shift, ShiftStep.PLANNED, Told(by, at))
        return shift


def change_plan(
    *,
    shift_id: UUID | str,
    unit_id: int,
    planned_from: datetime,
    planned_to: datetime,
    by: Principal | None,
    at: datetime,
    reason: str = "",
) -> Shift:
    """Move a plan, or give it to another unit. Raises `NotFound`, `ShiftIsDecided` and those of `plan_shift`."""
    with change(at=at):
        shift = _waiting(shift_id)
        wanted = (unit_id, planned_from, planned_to)
        if (shift.unit_id, shift.planned_from, shift.planned_to) == wanted:
            return shift
        shift.unit = unit_for(shift.inspector, unit_id)
        shift.planned_from, shift.planned_to = planned_from, planned_to
        _check(shift)
        shift.save(update_fields=["unit", "planned_from", "planned_to"])
        note(shift, ShiftStep.CHANGED, Told(by, at, reason=reason))
        return shift


def withdraw_shift(*, shift_id: UUID | str, by: Principal | None, at: datetime, reason: str = "") -> Shift:
    """Take a plan back; again changes nothing. Raises `NotFound`, and `ShiftIsDecided` once it has begun."""
    with change(at=at):
        if taken_back := Shift.objects.filter(pk=shift_id, withdrawn_at__isnull=False).first():
            return taken_back
        shift = _waiting(shift_id)
        shift.withdrawn_at = at
        shift.save(update_fields=["withdrawn_at"])
        note(shift, ShiftStep.WITHDRAWN, Told(by, at, reason=reason))
        return shift


def _waiting(shift_id: UUID | str) -> Shift:
    found = Shift.objects.filter(pk=shift_id).values_list("inspector_id", flat=True).first()
    if found is None:
        raise NotFound
    inspector = locked_inspector(found)
    shift = Shift.objects.locked(shift_id)
    if shift.began_at is not None or shift.withdrawn_at is not None:
        raise ShiftIsDecided
    shift.inspector = inspector
    return shift


def _same(shift: Shift) -> Shift | None:
    rows = Shift.objects.standing().filter(inspector=shift.inspector, unit=shift.unit)
    return rows.filter(planned_from=shift.planned_from, planned_to=shift.planned_to).first()


def _check(shift: Shift) -> None:
    since, until = shift.planned_from, shift.planned_to
    if since is None or until is None or not since < until <= since + LONGEST_PLAN:
        raise PlanIsNotRight(fields={"planned_to": [str(PlanIsNotRight.message)]})
    others = Shift.objects.standing().filter(inspector=shift.inspector).exclude(pk=shift.pk)
    clash = others.filter(planned_from__lt=until, planned_to__gt=since).select_related("inspector").first()
    if clash is not None:
        raise PlansOverlap(clash)
