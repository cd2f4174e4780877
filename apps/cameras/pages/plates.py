"""The page of plates: search with a reason, hits, and the watch list."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.cameras.actions import unwatch_plate, watch_plate
from apps.cameras.models import PlateHit, WatchEntry
from apps.cameras.pages.forms import PlateSearchForm, WatchForm
from apps.cameras.pages.reading import for_those_who
from apps.cameras.plate_search import Found, search_plates
from apps.core.clock import now
from apps.core.errors import DomainError, NotFound
from apps.core.readings import Reading, read

HITS: Final = 20
ENTRIES: Final = 200


@require_safe
@never_cache
@for_those_who(Can.READ_PLATES)
def plates(request: HttpRequest, reader: User) -> HttpResponse:
    """Search, the latest hits, and the list; that hits were read is kept in the audit trail."""
    return _page(request, reader)


@require_POST
@never_cache
@for_those_who(Can.READ_PLATES)
def search(request: HttpRequest, reader: User) -> HttpResponse:
    """What was found: in place, or on the page. Never by an address, which browsers and proxies keep."""
    form = PlateSearchForm(request.POST, reader=reader)
    found = _found(form, request)
    if not request.htmx:  # type: ignore[attr-defined]
        return _page(request, reader, form=form, found=found)
    return render(request, "cameras/_plates_found.html", {"form": form, "found": found})


@require_POST
@for_those_who(Can.WATCH_PLATES)
def watch(request: HttpRequest, reader: User) -> HttpResponse:
    """Put a plate on the list."""
    form = WatchForm(request.POST, reader=reader)
    if form.is_valid():
        try:
            entry = watch_plate(wanted=form.wanted(), by=reader, at=now())
        except DomainError as refusal:
            _say(form, refusal)
        else:
            messages.success(request, _("%(plate)s is on the watch list.") % {"plate": entry.plate})
            return redirect("plates")
    return _page(request, reader, watch_form=form)


@require_POST
@for_those_who(Can.WATCH_PLATES)
def unwatch(request: HttpRequest, reader: User, entry_id: UUID) -> HttpResponse:
    """Take an entry off the list."""
    try:
        entry = unwatch_plate(entry_id=entry_id, reason=request.POST.get("reason", ""), by=reader, at=now())
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, refusal.detail)
    else:
        messages.success(request, _("%(plate)s is off the watch list.") % {"plate": entry.plate})
    return redirect("plates")


def _found(form: PlateSearchForm, request: HttpRequest) -> Found | None:
    if not form.is_valid():
        return None
    try:
        return search_plates(form.question(at=now()), request=request)
    except DomainError as refusal:
        _say(form, refusal)
        return None


def _say(form: Any, refusal: DomainError) -> None:
    """What the portal refuses, at the field that it is about."""
    field = next((name for name in refusal.fields if name in form.fields), None)
    form.add_error(field, refusal.detail)


def _page(
    request: HttpRequest,
    reader: User,
    *,
    form: PlateSearchForm | None = None,
    found: Found | None = None,
    watch_form: WatchForm | None = None,
) -> HttpResponse:
    hits = list(PlateHit.objects.in_scope(reader.scope).select_related("camera", "watch")[:HITS])
    if hits:
        read(request, Reading("cameras.platehit", ("plate",), rows=len(hits)))
    listed = WatchEntry.objects.in_scope(reader.scope).listed().select_related("region", "added_by")
    entries = list(listed[: ENTRIES + 1])
    return render(
        request,
        "cameras/plates.html",
        {
            "form": form or PlateSearchForm(reader=reader),
            "found": found,
            "hits": hits,
            "entries": entries[:ENTRIES],
            "entries_total": listed.count() if len(entries) > ENTRIES else len(entries),
            "now": now(),
            "may_watch": reader.may(Can.WATCH_PLATES),
            "is_national": reader.scope.is_national,
            "watch_form": watch_form or WatchForm(reader=reader),
        },
    )
