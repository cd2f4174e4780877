"""Units, inspectors and devices for admins; assignments to look at.

Positions are not here: whoever looks at a track does so where the audit trail hears of it.
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.admin.rights import held_by, scope_of_admin
from apps.accounts.grants import may_govern
from apps.core.admin import PortalAdmin, PortalImportExportAdmin, PortalTabularInline, ReadOnlyAdmin
from apps.core.admin_personal import Personal
from apps.core.clock import now
from apps.core.errors import DomainError
from apps.inspectors.actions import reinstate_unit, retire_unit, tell_of_crews, tell_of_units
from apps.inspectors.device_admin import DeviceAdmin, end_if_revoked
from apps.inspectors.dispatch_admin import AidRequestAdmin, DispatchRuleAdmin, NeedAdmin
from apps.inspectors.models import (
    Assignment,
    Device,
    Inspector,
    LifeCheck,
    LifeLimit,
    Shift,
    ShiftEntry,
    Sos,
    Tablet,
    Unit,
    UnitStatusEntry,
)
from apps.inspectors.patrol_area_admin import PatrolAreaAdmin
from apps.inspectors.tables import InspectorResource, UnitResource

__all__ = ["AidRequestAdmin", "DeviceAdmin", "DispatchRuleAdmin", "NeedAdmin", "PatrolAreaAdmin"]

IN_USE = ("retired_at", admin.EmptyFieldListFilter)


@admin.register(Inspector)
class InspectorAdmin(Personal, PortalImportExportAdmin):
    """Somebody who leaves is retired, and the account closed under users."""

    scope_path = "region"
    resource_classes = [InspectorResource]
    personal_fields = ("phone",)
    list_display = ("full_name", "badge", "region", "mahalla", "user", "retired_at")
    list_filter = ("region", IN_USE)
    list_select_related = ("region", "user")
    search_fields = ("full_name", "badge", "mahalla")
    autocomplete_fields = ("user",)
    fields = ("full_name", "badge", "region", "mahalla", "phone", "user", "retired_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An account that reaches farther than the admin stays with its inspector."""
        fields = super().get_readonly_fields(request, obj)
        user = obj.user if obj is not None else None
        is_mine = user is None or may_govern(scope_of_admin(request), held_by(user))
        return fields if is_mine else (*fields, "user")

    def save_model(self, request: HttpRequest, obj: Inspector, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        tell_of_crews(inspector_ids=[obj.pk], at=now())


class DeviceInline(PortalTabularInline):
    """The devices that send the unit's positions."""

    model = Device
    fields = ("identifier", "is_revoked")


@admin.register(Unit)
class UnitAdmin(PortalImportExportAdmin):
    """The status comes from operators and the crew and is not set here."""

    scope_path = "region"
    resource_classes = [UnitResource]
    list_display = ("call_sign", "service", "region", "vehicle", "status", "status_changed_at", "retired_at")
    list_filter = ("region", "service", "status", IN_USE)
    list_select_related = ("region",)
    search_fields = ("call_sign", "vehicle", "home_beat")
    autocomplete_fields = ("crew",)
    readonly_fields = ("status", "status_changed_at", "retired_at")
    inlines = (DeviceInline,)
    actions = ("retire", "reinstate")
    fieldsets = (
        (None, {"fields": ("call_sign", "service", "region", "vehicle", "skills", "home_beat", "crew")}),
        (_("State"), {"fields": ("status", "status_changed_at", "retired_at")}),
    )

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        form.left = set(Unit.objects.filter(pk=obj.pk).values_list("region_id", flat=True))
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """With the crew stored, the screens are told."""
        super().save_related(request, form, formsets, change)
        tell_of_units(unit_ids=[form.instance.pk], at=now(), left=form.left)
        for device in form.instance.devices.filter(is_revoked=True):
            end_if_revoked(request, device)

    @admin.action(description=_("Take out of use"), permissions=["change"])
    def retire(self, request: HttpRequest, units: QuerySet[Unit]) -> None:
        """Retire the chosen units; who is at work is named and stays."""
        for unit in units:
            try:
                retire_unit(unit_id=unit.pk, by=request.user, at=now())  # type: ignore[arg-type]
            except DomainError as refusal:
                messages.error(request, f"{unit}: {refusal}")

    @admin.action(description=_("Put back into use"), permissions=["change"])
    def reinstate(self, request: HttpRequest, units: QuerySet[Unit]) -> None:
        """Bring the chosen units back."""
        for unit in units:
            reinstate_unit(unit_id=unit.pk, at=now())


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    """Which unit was sent where, and how it went."""

    list_display = ("unit", "incident", "status", "assigned_at", "accepted_at", "on_scene_at", "ended_at")
    list_filter = ("status", "unit__region", "unit__service")
    list_select_related = ("unit", "incident")
    search_fields = ("unit__call_sign", "incident__number")
    date_hierarchy = "assigned_at"


@admin.register(UnitStatusEntry)
class UnitStatusEntryAdmin(ReadOnlyAdmin):
    """What each unit did, and since when."""

    scope_path = "unit__region"
    list_display = ("at", "unit", "was", "status", "reason", "by_user")
    list_filter = ("status", "unit__region")
    list_select_related = ("unit", "by_user")
    search_fields = ("unit__call_sign",)
    date_hierarchy = "at"


@admin.register(Shift)
class ShiftAdmin(ReadOnlyAdmin):
    """Who was on duty when, beside the plan."""

    scope_path = "inspector__region"
    list_display = ("inspector", "unit", "planned_from", "planned_to", "began_at", "ended_at", "withdrawn_at")
    list_filter = ("inspector__region", "unit__service")
    list_select_related = ("inspector", "unit")
    search_fields = ("inspector__full_name", "inspector__badge", "unit__call_sign")
    ordering = ("-began_at", "-planned_from", "pk")


@admin.register(ShiftEntry)
class ShiftEntryAdmin(ReadOnlyAdmin):
    """Who planned, began and ended which shift, and when it was told."""

    scope_path = "shift__inspector__region"
    list_display = ("recorded_at", "shift", "step", "happened_at", "is_offline", "reason", "by_user")
    list_filter = ("step", "is_offline", "shift__inspector__region")
    list_select_related = ("shift__inspector", "by_user")
    search_fields = ("shift__inspector__full_name", "shift__unit__call_sign")
    date_hierarchy = "recorded_at"


@admin.register(LifeLimit)
class LifeLimitAdmin(PortalAdmin):
    """How long a unit may be on scene without a sign of life, in the whole country; without a limit nobody is asked."""

    national_only = True
    list_display = ("type", "limit_s")
    list_select_related = ("type",)
    autocomplete_fields = ("type",)
    fields = ("type", "limit_s")


@admin.register(LifeCheck)
class LifeCheckAdmin(ReadOnlyAdmin):
    """Who was asked whether he or she is all right, and what came of it."""

    scope_path = "region"
    list_display = ("asked_at", "unit", "answered_at", "alarmed_at", "ended_at")
    list_filter = ("region",)
    list_select_related = ("unit",)
    search_fields = ("unit__call_sign",)
    date_hierarchy = "asked_at"


@admin.register(Sos)
class SosAdmin(ReadOnlyAdmin):
    """Who called for help, and how it ended."""

    scope_path = "region"
    list_display = ("raised_at", "unit", "inspector", "incident", "presses", "ended_at", "ended_by_user")
    list_filter = ("region",)
    list_select_related = ("unit", "inspector", "incident", "ended_by_user")
    search_fields = ("unit__call_sign", "inspector__full_name", "incident__number")
    date_hierarchy = "raised_at"


@admin.register(Tablet)
class TabletAdmin(ReadOnlyAdmin):
    """Which tablet who used last; a lost one is revoked under devices."""

    scope_path = "device__unit__region"
    list_display = ("device", "user", "registered_at", "seen_at", "revoked_at", "revoked_by", "revoke_reason")
    list_filter = ("device__unit__region",)
    list_select_related = ("device", "user", "revoked_by")
    search_fields = ("device__identifier", "device__unit__call_sign", "user__username")
