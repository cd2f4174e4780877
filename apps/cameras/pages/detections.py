"""The list of detections."""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.cameras.models import Detection
from apps.cameras.pages.forms import DetectionsForm
from apps.cameras.pages.reading import for_those_who

PAGE: Final = 100


@require_safe
@for_those_who(Can.READ_DETECTIONS)
def detections(request: HttpRequest, reader: User) -> HttpResponse:
    """What cameras saw, the newest first; older ones follow from the time of the last."""
    form = DetectionsForm(request.GET, reader=reader)
    form.is_valid()
    found = form.narrowed()
    before = parse_datetime(request.GET.get("before", "").replace(" ", "+"))
    if before is not None and before.tzinfo is not None:
        found = found.filter(began_at__lte=before)
    rows = list(found.select_related("region")[: PAGE + 1])
    asked = {name: str(value) for name, value in request.GET.items() if value and name != "before"}
    context = {
        "form": form,
        "rows": rows[:PAGE],
        "asked": urlencode(asked),
        "is_first": before is None,
        "older": urlencode(asked | {"before": rows[PAGE].began_at.isoformat()}) if len(rows) > PAGE else "",
        "is_empty": not rows and not Detection.objects.in_scope(reader.scope).exists(),
    }
    return render(request, "cameras/detections.html", context)
