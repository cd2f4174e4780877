"""Pages of protected sites: the list, one of them, and whom to call, whose reading is audited."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.roles import Can
from apps.alarms.models import Alarm, Site, SiteKind
from apps.alarms.pages.guard import needs, user_of
from apps.alarms.site_queries import SiteQuerySet
from apps.alarms.site_watch import cameras_of, sensors_of
from apps.core.clock import now
from apps.core.geometry_field import shown
from apps.core.readings import Reading, read

PAGE: Final = 50
SHOWN: Final = 50


def _sites(request: HttpRequest) -> SiteQuerySet:
    return Site.objects.in_scope(user_of(request).scope).active()


@require_safe
@needs(Can.READ_ALARMS)
def site_list(request: HttpRequest) -> HttpResponse:
    """The sites in scope, those with open alarms marked."""
    text, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    rows = _sites(request).select_related("region")
    rows = rows.matching(text) if text else rows
    rows = rows.filter(kind=kind) if kind in SiteKind.values else rows
    page = Paginator(rows.order_by("region", "name", "pk"), PAGE).get_page(request.GET.get("page"))
    open_at = _open_alarms([site.pk for site in page.object_list])
    listed = [{"site": site, "alarms": open_at.get(site.pk, 0)} for site in page.object_list]
    context = {"page": page, "listed": listed, "text": text, "kind": kind, "kinds": SiteKind.choices}
    return render(request, "alarms/sites.html", context)


@require_safe
@needs(Can.READ_ALARMS)
def site_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One site: its perimeter, what to do, whom to call (masked), what watches it."""
    site = get_object_or_404(_sites(request).select_related("region", "district"), pk=pk)
    user = user_of(request)
    cameras = cameras_of(site, near=site.middle, scope=user.scope)
    sensors, at = sensors_of(site, near=site.middle, scope=user.scope), now()
    seen = list(sensors[:SHOWN]) if user.may(Can.READ_SENSORS) else []
    context: dict[str, Any] = {
        "site": site,
        "perimeter": shown(site.perimeter),
        "contacts": site.contacts.all(),
        "cameras": cameras[:SHOWN] if user.may(Can.READ_CAMERAS) else [],
        "cameras_count": cameras.count(),
        "sensors": seen,
        "stale": {sensor.pk for sensor in seen if sensor.is_stale(at)},
        "at": at,
        "sensors_count": sensors.count(),
        "alarms": Alarm.objects.open()
        .filter(sites__contains=[{"id": site.pk}])
        .select_related("type")
        .most_urgent_first(),
        "may_edit": user.administers,
    }
    return render(request, "alarms/site.html", context)


@never_cache
@require_safe
@needs(Can.READ_ALARMS)
def site_contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to call, with whole numbers: a fragment; that it was read is written into the trail first."""
    site = get_object_or_404(_sites(request), pk=pk)
    contacts = list(site.contacts.all())
    if contacts:
        told = Reading("alarms.sitecontact", ("name", "phone"), site.pk, site.region_id, len(contacts))
        read(request, told)
    return render(request, "alarms/_contacts.html", {"contacts": contacts, "is_whole": True, "site": site})


def _open_alarms(sites: list[int]) -> dict[int, int]:
    """How many open alarms each of these sites has."""
    touching = Q(pk__in=())
    for pk in sites:
        touching |= Q(sites__contains=[{"id": pk}])
    counts: dict[int, int] = {}
    for kept in Alarm.objects.open().filter(touching).values_list("sites", flat=True):
        for one in kept:
            counts[one["id"]] = counts.get(one["id"], 0) + 1
    return counts
