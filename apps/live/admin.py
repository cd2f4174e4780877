"""The feed's state for admins to look at. Events have no page: Django's admin knows no composite keys."""

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.live.models import Cursor, Lease, RegionFeed
from apps.live.process_admin import ProcessReportAdmin

__all__ = ["CursorAdmin", "LeaseAdmin", "ProcessReportAdmin", "RegionFeedAdmin"]


@admin.register(RegionFeed)
class RegionFeedAdmin(ReadOnlyAdmin):
    """How far each region's feed has come."""

    scope_path = "region"
    list_display = ("region", "seq", "epoch")
    list_select_related = ("region",)


@admin.register(Cursor)
class CursorAdmin(ReadOnlyAdmin):
    """How far each durable reader has read."""

    scope_path = "region"
    list_display = ("name", "region", "seq")
    list_select_related = ("region",)
    list_filter = ("name", "region")


@admin.register(Lease)
class LeaseAdmin(ReadOnlyAdmin):
    """Which process acts, and until when it may."""

    list_display = ("name", "holder", "until")
