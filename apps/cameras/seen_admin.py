"""What cameras saw, for admins to look at; the kinds of violation, for them to set.

Plates are masked here: they are read on the pages for them, where it is told to the audit trail.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.cameras.models import Detection, PlateHit, Violation, ViolationEntry, ViolationKind, WatchEntry
from apps.core.admin import PortalAdmin, ReadOnlyAdmin, ReadOnlyInline
from apps.core.masking import masked


class MaskedPlate:
    """Beside an admin: `masked_plate` instead of the plate."""

    @admin.display(description=_("number plate"))
    def masked_plate(self, row: Any) -> str:
        """All but the last two characters hidden."""
        return masked(row.plate)


@admin.register(Detection)
class DetectionAdmin(ReadOnlyAdmin):
    scope_path = "region"
    list_display = ("began_at", "ended_at", "camera", "label", "sub_label", "score", "source")
    list_filter = ("region", "label", "source")
    list_select_related = ("camera",)
    search_fields = ("source_ref", "camera__code")


@admin.register(WatchEntry)
class WatchEntryAdmin(MaskedPlate, ReadOnlyAdmin):
    # No `scope_path`: an entry without a region is the nation's, as its queryset knows.
    list_display = ("masked_plate", "priority", "region", "valid_from", "valid_until", "added_by", "ended_at")
    list_filter = ("region", "priority", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("region", "added_by")
    exclude = ("plate",)
    readonly_fields = ("masked_plate",)


@admin.register(PlateHit)
class PlateHitAdmin(MaskedPlate, ReadOnlyAdmin):
    scope_path = "region"
    list_display = ("at", "masked_plate", "camera", "region", "confidence")
    list_filter = ("region",)
    list_select_related = ("camera", "region")
    exclude = ("plate", "watch")
    readonly_fields = ("masked_plate",)


@admin.register(ViolationKind)
class ViolationKindAdmin(PortalAdmin):
    """The code is what reports and other systems name: it is chosen once."""

    national_only = True
    list_display = ("code", "name", "over_kmh", "needs_two", "is_active")
    list_filter = ("needs_two", "is_active")
    search_fields = ("code", "name_uz", "name_ru", "name_en")
    fields = ("code", "name_uz", "name_ru", "name_en", "labels", "over_kmh", "needs_two", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


class ViolationHistoryInline(ReadOnlyInline):
    """A violation's history, the oldest first."""

    model = ViolationEntry
    fields = ("at", "state", "reason", "by_name")
    readonly_fields = fields


@admin.register(Violation)
class ViolationAdmin(MaskedPlate, ReadOnlyAdmin):
    scope_path = "region"
    list_display = ("at", "kind", "masked_plate", "camera", "state", "decided_at")
    list_filter = ("region", "kind", "state")
    list_select_related = ("kind", "camera")
    date_hierarchy = "at"
    exclude = ("plate",)
    readonly_fields = ("masked_plate",)
    inlines = (ViolationHistoryInline,)
