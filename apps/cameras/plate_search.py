"""Where and when vehicles were: searched with a reason, within a scope, and never without a row of the audit trail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.gis.geos import Polygon
from django.http import HttpRequest

from apps.accounts.audit import record
from apps.accounts.models import AuditKind
from apps.accounts.scope import scope_of
from apps.cameras.models import PlateRead
from apps.cameras.plates import part_of
from apps.cameras.refusals import NothingAsked, PlateTooVague, reason_in
from apps.cameras.seen import PlateReadQuerySet
from apps.core.clock import iso
from apps.regions.scope import Scope

USUAL: Final = timedelta(days=7)
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for, and why. `plate` may be a part, or hold ? and *; the time is `start` to before `end`."""

    reason: str
    start: datetime
    end: datetime
    plate: str = ""
    camera_id: int | None = None
    region: str = ""
    area: Polygon | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Readings, the newest first; not complete where there are more than were asked for."""

    rows: list[PlateRead]
    is_complete: bool


def search_plates(question: Question, *, request: HttpRequest) -> Found:
    """The readings in the scope of whoever asks; the trail gets who asked for what, why, and how much was found.

    Raises `NeedsReason`, `NothingAsked`, `PlateTooVague`.
    """
    reason = reason_in(question.reason)
    rows = asked_for(question, scope_of(request.user))
    limit = min(question.limit, MOST)
    found = list(rows.with_camera()[: limit + 1])
    result = Found(found[:limit], len(found) <= limit)
    _note(request, question, reason, len(result.rows))
    return result


def asked_for(question: Question, scope: Scope) -> PlateReadQuerySet:
    """The readings that are asked for, the newest first."""
    if not question.plate.strip() and question.camera_id is None and question.area is None:
        raise NothingAsked
    rows: PlateReadQuerySet = PlateRead.objects.between(question.start, question.end)
    if question.plate.strip():
        rows = _of_plate(rows, question.plate)
    if question.camera_id is not None:
        rows = rows.filter(camera=question.camera_id)
    if question.area is not None:
        rows = rows.filter(camera__location__within=question.area)
    if question.region:
        rows = rows.filter(region=question.region)
    return rows.in_scope(scope).order_by("-at", "camera_id", "key")  # type: ignore[return-value]


def _of_plate(rows: PlateReadQuerySet, text: str) -> PlateReadQuerySet:
    part = part_of(text)
    if part is None:
        raise PlateTooVague
    return rows.like(part.like) if part.is_pattern else rows.filter(key=part.like)


def _note(request: HttpRequest, question: Question, reason: str, rows: int) -> None:
    asked = {
        "plate": question.plate.strip(),
        "camera": question.camera_id,
        "region": question.region,
        "area": list(question.area.extent) if question.area else None,
        "from": iso(question.start),
        "to": iso(question.end),
    }
    detail = {"reason": reason, **{name: value for name, value in asked.items() if value}, "rows": rows}
    record(
        AuditKind.PERSONAL_DATA,
        by=request.user,
        request=request,
        object_type="cameras.plateread",
        detail=detail,
    )
