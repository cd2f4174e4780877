"""All that a tablet shows of somebody's day, in one answer."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q

from apps.accounts.models import User
from apps.core.clock import iso
from apps.inspectors.crews import inspector_of
from apps.inspectors.field.duty import shift_of
from apps.inspectors.items import item_of
from apps.inspectors.models import Assignment, LifeCheck, Sos, Tablet, Unit
from apps.inspectors.safety import life_item, life_rows, point_of, sos_item, sos_rows
from apps.inspectors.workflow import ACTIVE, STAMPS, UnitStatus
from apps.live.own import own_seqs

ENDED_SHOWN_FOR: Final = timedelta(hours=12)
ENDED_SHOWN: Final = 20


def day_of(user: User, tablet: Tablet, *, at: datetime) -> dict[str, Any]:
    """The person, the unit, what it is sent to, and what it is asked; `seq` is that of the own feed, read first."""
    seq = own_seqs([user.pk])[user.pk]
    person = inspector_of(user)
    unit = Unit.objects.shown().get(pk=tablet.device.unit_id)
    return {
        "seq": seq,
        "server_time": iso(at),
        "user": {"id": user.pk, "name": user.actor_name},
        "inspector": {
            "id": person.pk,
            "name": person.full_name,
            "badge": person.badge,
            "mahalla": person.mahalla,
        }
        if person
        else None,
        "unit": item_of(unit) | {"is_on_duty": _is_on_duty(unit, tablet)},
        "shift": shift_of(person, at),
        "assignments": [assignment_item(row) for row in _assignments(user, at)],
        "sos": _sos(unit),
        "check": _check(unit),
    }


def _is_on_duty(unit: Unit, tablet: Tablet) -> bool:
    """Are positions of this tablet taken?"""
    return unit.status != UnitStatus.OFF_DUTY and not tablet.device.is_resting


def _assignments(user: User, at: datetime) -> list[Assignment]:
    """The active ones, then what ended lately, the newest first."""
    rows = Assignment.objects.filter(unit__crew__user=user, unit__retired_at=None).distinct()
    lately = rows.filter(Q(status__in=sorted(ACTIVE)) | Q(ended_at__gte=at - ENDED_SHOWN_FOR))
    shown = list(
        lately.select_related("unit", "incident__type").order_by("-assigned_at", "-pk")[:ENDED_SHOWN]
    )
    return sorted(shown, key=lambda row: not row.is_active)


def assignment_item(row: Assignment) -> dict[str, Any]:
    """An assignment with what a crew must know of its incident; who called is not among it."""
    incident = row.incident
    return {
        "id": str(row.pk),
        "unit": row.unit_id,
        "call_sign": row.unit.call_sign,
        "status": row.status,
        **{stamp: iso(getattr(row, stamp)) for stamp in STAMPS.values()},
        "ended_at": iso(row.ended_at),
        "reason": row.reason,
        "incident": {
            "id": str(incident.pk),
            "number": incident.number,
            "type": incident.type_id,
            "type_name": incident.type.name,
            "priority": incident.priority,
            "status": incident.status,
            "title": incident.title,
            "description": incident.description if row.is_active else "",
            "address": incident.address,
            "location": point_of(incident.location),
            "is_exercise": incident.is_exercise,
            "reported_at": iso(incident.reported_at),
        },
    }


def _sos(unit: Unit) -> dict[str, Any] | None:
    found: Sos | None = sos_rows().filter(unit=unit, ended_at=None).first()
    return sos_item(found) if found else None


def _check(unit: Unit) -> dict[str, Any] | None:
    found: LifeCheck | None = life_rows().filter(unit=unit, ended_at=None).first()
    return life_item(found) if found else None
