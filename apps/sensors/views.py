"""The pages of sensors: a list, one of them with its chart, and its readings to take along."""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.accounts.readers import for_those_who
from apps.accounts.roles import Can
from apps.core.cells import safe_cell
from apps.core.clock import iso, now
from apps.core.errors import NotFound, Sought
from apps.core.exports import exported
from apps.core.geometry_field import shown
from apps.core.packing import MICROSECOND
from apps.sensors.forms import LONGEST, PeriodForm, SensorsForm
from apps.sensors.items import unit_of
from apps.sensors.models import Crossing, Reading, Sensor, SensorMaintenance
from apps.sensors.series import thresholds_of

PAGE: Final = 100
ROWS: Final = 5_000
CROSSINGS: Final = 50
HEADS: Final = ("sensor", "at", "value", "unit", "cannot_be_true", "worked_on")


@require_safe
@never_cache
@for_those_who(Can.READ_SENSORS)
def sensors(request: HttpRequest, reader: User) -> HttpResponse:
    """Every sensor in use of the reader's regions, with its newest value and how old that is."""
    form = SensorsForm(request.GET, reader=reader)
    every = Sensor.objects.in_scope(reader.scope).active()
    page = Paginator(form.narrowed().select_related("region").order_by("region", "code"), PAGE).get_page(
        request.GET.get("page")
    )
    at = now()
    context = {
        "form": form,
        "page": page,
        "overdue": {row.pk for row in page.object_list if row.is_calibration_due(timezone.localdate(at))},
        "stale": {row.pk for row in page.object_list if row.is_stale(at)},
        "asked": urlencode(form.asked),
        "may_set_limits": reader.may(Can.SET_LIMITS),
        "counts": dict(every.values_list("state__status").annotate(Count("pk"))),
        "at": at,
        "is_empty": not every.exists(),
    }
    return render(request, "sensors/sensors.html", context)


@require_safe
@never_cache
@for_those_who(Can.READ_SENSORS)
def sensor(request: HttpRequest, reader: User, sensor_id: int) -> HttpResponse:
    """One sensor: its chart over any period, limits, crossings, calibration and maintenance."""
    found = _one(sensor_id, reader)
    at = now()
    since, until = PeriodForm(request.GET).period(at=at)
    crossings = Crossing.objects.filter(sensor=found).select_related("threshold")
    context = {
        "sensor": found,
        "at": at,
        "since": since,
        "until": until,
        "is_stale": found.is_stale(at),
        "is_live": "until" not in request.GET,
        "is_calibration_due": found.is_calibration_due(timezone.localdate(at)),
        "thresholds": [(one, unit_of(found.kind.symbol or "", one.measure)) for one in thresholds_of(found)],
        "may_set_limits": reader.may(Can.SET_LIMITS),
        "crossings": crossings[:CROSSINGS],
        "windows": SensorMaintenance.objects.filter(sensor=found)[:10],
        "place": shown(found.location),
    }
    return render(request, "sensors/sensor.html", context)


@require_safe
@for_those_who(Can.READ_SENSORS)
def readings(request: HttpRequest, reader: User, sensor_id: int) -> Any:
    """Every reading of a period of at most 31 days as CSV, the oldest first; a row of the audit trail."""
    found = _one(sensor_id, reader)
    since, until = PeriodForm(request.GET).period(at=now())
    since = max(since, until - LONGEST)
    rows = Reading.objects.filter(sensor=found, at__gte=since, at__lt=until).order_by("at")
    exported(request, object_type="sensors.reading", rows=rows.count(), file_format="csv")
    response = StreamingHttpResponse(_lines(found, since, until), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="readings-{found.pk}-{now():%Y%m%d-%H%M%S}.csv"'
    return response


class _Echo:
    """A file whose writes come back."""

    def write(self, line: str) -> str:
        return line


def _lines(sensor_: Sensor, since: datetime, until: datetime) -> Iterator[str]:
    """The lines of the table; so many rows at a time, each time after the last."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff"  # spreadsheets take the file for UTF-8 by this mark
    yield writer.writerow(HEADS)
    code, unit = safe_cell(sensor_.code), safe_cell(sensor_.kind.unit)
    windows = SensorMaintenance.objects.within(sensor_, since, until)
    while True:
        rows = list(
            Reading.objects.filter(sensor=sensor_, at__gte=since, at__lt=until)
            .order_by("at")
            .values_list("at", "value", "is_outside")[:ROWS]
        )
        for at, value, is_outside in rows:
            is_worked_on = any(begin <= at < end for begin, end in windows)
            yield writer.writerow((code, iso(at), value, unit, int(is_outside), int(is_worked_on)))
        if len(rows) < ROWS:
            return
        since = rows[-1][0] + MICROSECOND


def _one(sensor_id: int, reader: User) -> Sensor:
    rows = Sensor.objects.in_scope(reader.scope).shown().select_related("region", "district")
    try:
        return rows.get(pk=sensor_id)
    except Sensor.DoesNotExist:
        raise NotFound(Sought(Sensor, "pk", sensor_id)) from None
