"""Types and targets for admins; incidents, calls and their history to look at."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.admin import PortalExportAdmin, PortalImportExportAdmin, ReadOnlyAdmin, ReadOnlyInline
from apps.core.clock import now
from apps.incidents.actions import tell_of_targets
from apps.incidents.models import Attachment, Call, HistoryEntry, Incident, IncidentType, Target
from apps.incidents.tables import IncidentResource, IncidentTypeResource, TargetResource

NAMES = ("name_uz", "name_ru", "name_en")


@admin.register(IncidentType)
class IncidentTypeAdmin(PortalImportExportAdmin):
    """The code is what other systems send: it is chosen once."""

    national_only = True
    resource_classes = [IncidentTypeResource]
    list_display = ("code", "name", "category", "default_priority", "is_active")
    list_filter = ("category", "default_priority", "is_active")
    search_fields = ("code", *NAMES)
    fields = ("code", *NAMES, "category", "default_priority", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


@admin.register(Target)
class TargetAdmin(PortalImportExportAdmin):
    """A target may be deleted: then none applies."""

    national_only = True
    deletable = True
    resource_classes = [TargetResource]
    list_display = ("type_or_every", "priority", "interval", "limit_s", "share")
    list_filter = ("interval", "priority", "type")
    list_select_related = ("type",)
    autocomplete_fields = ("type",)
    fields = ("type", "priority", "interval", "limit_s", "share")

    def save_model(self, request: HttpRequest, obj: Target, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        tell_of_targets(at=now())

    def delete_model(self, request: HttpRequest, obj: Target) -> None:
        super().delete_model(request, obj)
        tell_of_targets(at=now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Target]) -> None:
        super().delete_queryset(request, queryset)
        tell_of_targets(at=now())

    @admin.display(description=_("incident type"), ordering="type")
    def type_or_every(self, target: Target) -> str:
        """The type's name, or that it is for every type."""
        return target.type.name if target.type else str(_("every type"))


class HistoryInline(ReadOnlyInline):
    """An incident's history, the oldest first."""

    model = HistoryEntry
    fields = ("at", "kind", "from_status", "to_status", "field", "old", "new", "note", "reason", "by_name")
    readonly_fields = fields
    ordering = ("at", "id")


class AttachmentInline(ReadOnlyInline):
    """An incident's files, by name."""

    model = Attachment
    fields = ("at", "name", "content_type", "size", "by_name")
    readonly_fields = fields


@admin.register(Incident)
class IncidentAdmin(PortalExportAdmin):
    scope_path = "region"
    resource_classes = [IncidentResource]
    list_display = ("number", "region", "type", "priority", "status", "title", "reported_at", "handler")
    list_filter = ("region", "status", "priority", "type", "is_exercise")
    list_select_related = ("region", "type", "handler")
    search_fields = ("number", "search")
    date_hierarchy = "reported_at"
    exclude = ("search", "intake")
    inlines = (HistoryInline, AttachmentInline)


@admin.register(Call)
class CallAdmin(ReadOnlyAdmin):
    """The number is masked here too; who reads it in full is told to the audit trail by the API."""

    # No `scope_path`: a call goes with its incident, as its queryset knows.
    list_display = ("rang_at", "region", "channel", "masked", "outcome", "incident", "taken_by")
    list_filter = ("region", "channel", "outcome")
    list_select_related = ("region", "incident", "taken_by")
    date_hierarchy = "rang_at"
    exclude = ("number", "intake")
    readonly_fields = ("masked",)

    @admin.display(description=_("caller's number"))
    def masked(self, call: Call) -> str:
        """All but the last two digits hidden."""
        return call.masked_number


@admin.register(HistoryEntry)
class HistoryEntryAdmin(ReadOnlyAdmin):
    scope_path = "incident__region"
    list_display = ("at", "incident", "kind", "to_status", "field", "by_name")
    list_filter = ("kind", "to_status")
    list_select_related = ("incident",)
    search_fields = ("incident__number", "by_name")
    date_hierarchy = "at"
