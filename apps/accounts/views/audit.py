"""The page for auditors, and the same as a file."""

import csv
from collections.abc import Callable
from functools import wraps
from typing import Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.accounts.audit import record
from apps.accounts.forms import TrailForm
from apps.accounts.models import AuditKind, User
from apps.accounts.trail import Cursor, Filter, Row, read
from apps.core.cells import safe_cell
from apps.core.clock import now
from apps.regions.scope import NOTHING, Scope

PAGE_SIZE: Final = 50
EXPORT_SIZE: Final = 10_000

View = Callable[[HttpRequest], HttpResponse]


def for_auditors(view: View) -> View:
    """Signed in, and with the right to read the trail; 403 for everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User) or not request.user.reads_audit:
            raise PermissionDenied
        return view(request)

    return login_required(guarded)


@require_safe
@for_auditors
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    form, wanted = _asked(request)
    page = read(
        wanted, scope=_scope(request), after=Cursor.parse(request.GET.get("older", "")), size=PAGE_SIZE
    )
    asked = {name: value for name, value in request.GET.items() if name != "older" and value}
    return render(
        request,
        "accounts/audit.html",
        {
            "form": form,
            "page": page,
            "older": urlencode({**asked, "older": str(page.older)}) if page.older else "",
            "asked": urlencode(asked),
            "is_first": "older" not in request.GET,
            "export_size": EXPORT_SIZE,
        },
    )


@require_safe
@for_auditors
def export(request: HttpRequest) -> HttpResponse:
    """The newest rows of what is asked for, as CSV; the export is a row of the trail itself."""
    _form, wanted = _asked(request)
    page = read(wanted, scope=_scope(request), after=None, size=EXPORT_SIZE)
    detail = {"rows": len(page.rows), "format": "csv", "filter": request.GET.urlencode()[:300]}
    record(AuditKind.EXPORT, by=request.user, request=request, object_type="audit", detail=detail)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{now():%Y%m%d-%H%M%S}.csv"'
    response.write("\ufeff")  # spreadsheets take the file for UTF-8 by this mark
    writer = csv.writer(response)
    writer.writerow(
        [
            _("at"),
            _("who"),
            _("kind"),
            _("what"),
            _("object"),
            _("change"),
            _("address"),
            _("path"),
            _("request"),
        ]
    )
    writer.writerows([safe_cell(cell) for cell in _line(row)] for row in page.rows)
    return response


def _line(row: Row) -> list[str]:
    at = timezone.localtime(row.at).isoformat(sep=" ", timespec="seconds")
    changes = "; ".join(f"{change.name}: {change.before} → {change.after}" for change in row.changes)
    return [
        at,
        row.who,
        row.kind_label,
        row.object_type,
        row.object_label,
        changes,
        row.address,
        row.path,
        row.request_id,
    ]


def _asked(request: HttpRequest) -> tuple[TrailForm, Filter]:
    form = TrailForm(request.GET)
    form.is_valid()
    return form, form.wanted()


def _scope(request: HttpRequest) -> Scope:
    return request.user.scope if isinstance(request.user, User) else NOTHING
