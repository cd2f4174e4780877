"""Planned work for admins: windows of their own page, and those ahead on the camera's."""

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.cameras.models import Camera, MaintenanceWindow
from apps.core.admin import PortalAdmin
from apps.core.clock import now

SHOWN: Final = 10


class WhenFilter(admin.SimpleListFilter):
    """Work that goes on, lies ahead, or is over."""

    title = _("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("goes on")), ("ahead", _("lies ahead")), ("over", _("is over"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        at = now()
        asked = {
            "now": {"begins_at__lte": at, "ends_at__gt": at},
            "ahead": {"begins_at__gt": at},
            "over": {"ends_at__lte": at},
        }
        return queryset.filter(**asked.get(self.value() or "", {}))


@admin.register(MaintenanceWindow)
class MaintenanceWindowAdmin(PortalAdmin):
    """Planned work. It is shortened or moved, and stays: it explains why a camera was silent."""

    list_display = ("begins_at", "ends_at", "camera", "node", "region", "reason")
    list_filter = (WhenFilter, "region")
    list_select_related = ("camera", "node", "region")
    search_fields = ("reason", "camera__code", "node__code")
    autocomplete_fields = ("camera", "node")
    date_hierarchy = "begins_at"
    fields = ("camera", "node", "region", "begins_at", "ends_at", "reason")


def work_ahead(camera: Camera) -> SafeString:
    """Planned work on the camera, its node and its region, now and ahead; and a way to plan more."""
    add = reverse("admin:cameras_maintenancewindow_add")
    rows = MaintenanceWindow.objects.of([camera]).ahead(now())[:SHOWN]
    lines = format_html_join("", '<li><a href="{}">{} – {}</a> · {}</li>', (_line(row) for row in rows))
    shown = format_html("<ul>{}</ul>", lines) if lines else gettext("None is planned.")
    return format_html(
        '{} <a class="underline" href="{}?camera={}">{}</a>', shown, add, camera.pk, gettext("Plan work")
    )


def _line(row: MaintenanceWindow) -> tuple[str, str, str, str]:
    begin, end = (
        formats.date_format(timezone.localtime(at), "DATETIME_FORMAT") for at in (row.begins_at, row.ends_at)
    )
    return reverse("admin:cameras_maintenancewindow_change", args=[row.pk]), begin, end, row.reason
