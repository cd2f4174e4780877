"""Take into the books which units another system sent to incidents of the past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import ApiClient, User
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.workflow import AssignmentStatus, UnitStatus
from apps.live.epochs import rewriting


@dataclass(frozen=True, slots=True)
class PastAssignment:
    """A unit's part in an incident: `stamps` by column of `Assignment`, `assigned_at` among them."""

    incident_id: UUID
    region: str
    call_sign: str
    service: str
    stamps: Mapping[str, datetime]


def import_past_assignments(
    *, past: Sequence[PastAssignment], by: User | ApiClient | None, at: datetime
) -> int:
    """Write those that are not there yet (same incident, unit and `assigned_at`), all or none; how many were new.

    A unit that its region does not know is made, retired: it is history, nobody can send it.
    """
    with rewriting() as regions:
        units = _units(past, at)
        known = set(
            Assignment.objects.filter(incident__in={item.incident_id for item in past}).values_list(
                "incident_id", "unit_id", "assigned_at"
            )
        )
        rows: list[Assignment] = []
        for item in past:
            unit = units[item.region, item.call_sign]
            key = (item.incident_id, unit.pk, item.stamps["assigned_at"])
            if key not in known:
                known.add(key)
                rows.append(_row(item, unit, by))
                regions.add(item.region)
        Assignment.objects.bulk_create(rows)
        return len(rows)


def _units(past: Sequence[PastAssignment], at: datetime) -> dict[tuple[str, str], Unit]:
    wanted = {(item.region, item.call_sign): item.service for item in past}
    Unit.objects.bulk_create(
        [
            Unit(
                region_id=region,
                call_sign=call_sign,
                service=service,
                status=UnitStatus.OFF_DUTY.value,
                retired_at=at,
            )
            for (region, call_sign), service in sorted(wanted.items())
        ],
        ignore_conflicts=True,
    )
    found = Unit.objects.filter(
        region__in={region for region, _ in wanted}, call_sign__in={call_sign for _, call_sign in wanted}
    )
    return {(unit.region_id, unit.call_sign): unit for unit in found}


def _row(item: PastAssignment, unit: Unit, by: User | ApiClient | None) -> Assignment:
    arrived = "on_scene_at" in item.stamps or "cleared_at" in item.stamps
    status = AssignmentStatus.CLEARED if arrived else AssignmentStatus.STOOD_DOWN
    return Assignment(
        unit=unit,
        incident_id=item.incident_id,
        status=status.value,
        ended_at=item.stamps.get("cleared_at"),
        by_user=by if isinstance(by, User) else None,
        by_client=by if isinstance(by, ApiClient) else None,
        **item.stamps,
    )
