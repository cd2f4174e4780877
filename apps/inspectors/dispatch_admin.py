"""Dispatch rules and what incidents need, for admins; requests for aid to look at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.admin import PortalAdmin, ReadOnlyAdmin
from apps.core.admin_scope import is_national
from apps.inspectors.models import AidRequest, DispatchRule, Need


class _OfARegion(PortalAdmin):
    """What holds for every region is written by admins of the whole nation alone."""

    scope_path = "region"
    deletable = True
    autocomplete_fields = ("type",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "region" and not is_national(request):
            field.required = True
        return field


@admin.register(DispatchRule)
class DispatchRuleAdmin(_OfARegion):
    """Of one subject, the rules of the narrowest reach hold."""

    list_display = ("subject", "strength", "values", "limit_s", "worth_m", "type_or_every", "region_or_every")
    list_filter = ("subject", "strength", "region", "type")
    list_select_related = ("region", "type")
    fields = ("region", "type", "subject", "strength", "values", "limit_s", "worth_m")

    @admin.display(description=_("incident type"), ordering="type")
    def type_or_every(self, rule: DispatchRule) -> str:
        """The type's name, or that it is every one."""
        return str(rule.type or _("every type"))

    @admin.display(description=_("region"), ordering="region")
    def region_or_every(self, rule: DispatchRule) -> str:
        """The region's name, or that it is every one."""
        return str(rule.region or _("every region"))


@admin.register(Need)
class NeedAdmin(_OfARegion):
    """A region that lists something of its own for a type needs that alone."""

    list_display = ("type", "region", "count", "service", "skill")
    list_filter = ("service", "region", "type")
    list_select_related = ("region", "type")
    fields = ("type", "region", "count", "service", "skill")


@admin.register(AidRequest)
class AidRequestAdmin(ReadOnlyAdmin):
    """Who asked whom for help, and what came of it."""

    scope_path = "region"
    list_display = ("asked_at", "incident", "region", "service", "status", "answered_at", "reason")
    list_filter = ("status", "region", "service")
    list_select_related = ("incident", "region")
    search_fields = ("incident__number",)
    date_hierarchy = "asked_at"
