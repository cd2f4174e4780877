"""Runs of reports in the admin: read only."""

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.reports.models import ReportRun


@admin.register(ReportRun)
class ReportRunAdmin(ReadOnlyAdmin):
    """Who had which report computed, and how it went."""

    list_display = (
        "name",
        "period_from",
        "period_to",
        "status",
        "progress",
        "user",
        "client",
        "requested_at",
    )
    list_filter = ("status", "name", "is_national")
    search_fields = ("name", "user__username", "client__name")
    date_hierarchy = "requested_at"
    list_select_related = ("user", "client")
    exclude = ("result",)
