"""The register of violations: a list, one of them with its proof, a decision in place, and a table to take along."""

import csv
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.audit import note_export
from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.cameras.actions import decide_violation
from apps.cameras.decisions import Decision
from apps.cameras.evidence import shown_picture
from apps.cameras.models import Violation
from apps.cameras.pages.forms import OPEN, DecisionForm, RegisterForm
from apps.cameras.pages.reading import for_those_who
from apps.cameras.register import picture_of
from apps.core.cells import safe_cell
from apps.core.clock import now
from apps.core.errors import DomainError, NotFound, Sought
from apps.core.geometry_field import shown
from apps.core.readings import Reading, read

PAGE: Final = 50
EXPORT: Final = 10_000
KIND: Final = "cameras.violation"


@require_safe
@never_cache
@for_those_who(Can.DECIDE_VIOLATIONS)
def register(request: HttpRequest, reader: User) -> HttpResponse:
    """What is to be decided, unless something else is asked for."""
    form, asked = _asked(request, reader)
    pages = Paginator(form.narrowed().select_related("camera", "kind", "region"), PAGE)
    page = pages.get_page(request.GET.get("page"))
    if page.object_list:
        read(request, Reading(KIND, ("plate",), rows=len(page.object_list)))
    context = {
        "form": form,
        "page": page,
        "asked": urlencode(asked),
        "is_narrowed": asked != {"state": OPEN},
        "is_empty": not Violation.objects.in_scope(reader.scope).exists(),
        "export_size": EXPORT,
    }
    return render(request, "cameras/violations.html", context)


@require_safe
@for_those_who(Can.DECIDE_VIOLATIONS)
def export(request: HttpRequest, reader: User) -> HttpResponse:
    """The newest rows of what is asked for, as CSV; the export is a row of the audit trail."""
    form, _asked_for = _asked(request, reader)
    rows = list(form.narrowed().select_related("camera", "kind")[:EXPORT])
    note_export(request, KIND, len(rows), "csv")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="violations-{now():%Y%m%d-%H%M%S}.csv"'
    response.write("\ufeff")  # spreadsheets take the file for UTF-8 by this mark
    writer = csv.writer(response)
    writer.writerow(_heads())
    writer.writerows([safe_cell(cell) for cell in _cells(row)] for row in rows)
    return response


@require_safe
@never_cache
@for_those_who(Can.DECIDE_VIOLATIONS)
def violation(request: HttpRequest, reader: User, violation_id: UUID) -> HttpResponse:
    """One violation: what was seen and where, its history, and the decision."""
    found = _one(violation_id, reader)
    read(request, Reading(KIND, ("plate",), found.pk, found.region_id))
    return render(request, "cameras/violation.html", _context(found, reader))


@require_safe
@for_those_who(Can.DECIDE_VIOLATIONS)
def picture(request: HttpRequest, reader: User, violation_id: UUID) -> HttpResponse:
    """The picture that came with it; the page that shows it is what the audit trail keeps."""
    answer: Any = shown_picture(_one(violation_id, reader))
    return answer  # type: ignore[no-any-return]


@require_POST
@for_those_who(Can.DECIDE_VIOLATIONS)
def decide(request: HttpRequest, reader: User, violation_id: UUID) -> HttpResponse:
    """Confirm or reject it: the card of the decision as it is now, with what was refused, if anything was."""
    form = DecisionForm(request.POST, reader=reader)
    refused = _decided(form, violation_id, reader) if form.is_valid() else None
    found = _one(violation_id, reader)
    context = _context(found, reader) | {"decision_form": form, "refused": refused}
    is_in_place = request.htmx  # type: ignore[attr-defined]
    return render(request, "cameras/_decision.html" if is_in_place else "cameras/violation.html", context)


def _decided(form: DecisionForm, violation_id: UUID, by: User) -> str | None:
    told = form.cleaned_data
    try:
        decide_violation(
            violation_id=violation_id,
            decision=Decision(told["decision"]),
            reason=told["reason"],
            by=by,
            at=now(),
            version=told["version"],
        )
    except NotFound:
        raise
    except DomainError as refusal:
        return refusal.detail
    return None


def _asked(request: HttpRequest, reader: User) -> tuple[RegisterForm, dict[str, str]]:
    given = {name: str(value) for name, value in request.GET.items() if name != "page"}
    asked = given or {"state": OPEN}
    form = RegisterForm(asked, reader=reader)
    form.is_valid()
    return form, {name: value for name, value in asked.items() if value}


def _one(violation_id: UUID, reader: User) -> Violation:
    rows = Violation.objects.in_scope(reader.scope).select_related("camera", "kind", "region", "detection")
    found = rows.filter(pk=violation_id).first()
    if found is None:
        raise NotFound(Sought(Violation, "pk", violation_id))
    return found


def _context(found: Violation, reader: User) -> dict[str, Any]:
    history = list(found.history.all())
    waiting = Violation.objects.open().in_scope(reader.scope).exclude(pk=found.pk)
    return {
        "violation": found,
        "picture": picture_of(found),
        "place": shown(found.location),
        "history": history,
        "was_first": any(entry.by_user_id == reader.pk for entry in history),
        "decision_form": DecisionForm(reader=reader, initial={"version": found.version}),
        "next": waiting.exclude(history__by_user=reader).order_by("at", "id").first(),
    }


def _heads() -> list[str]:
    return [
        _("at"), _("kind"), _("number plate"), _("speed, km/h"), _("speed limit, km/h"), _("region"),
        _("code of the camera"), _("camera"), _("longitude"), _("latitude"), _("decision"), _("decided at"), _("key"),
    ]  # fmt: skip


def _cells(row: Violation) -> Iterable[object]:
    return [
        _local(row.at), row.kind.name, row.plate, row.speed_kmh, row.limit_kmh, row.region_id, row.camera.code,
        row.camera.name, round(row.location.x, 6), round(row.location.y, 6), row.get_state_display(),
        _local(row.decided_at), str(row.pk),
    ]  # fmt: skip


def _local(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(sep=" ", timespec="seconds") if at else ""
