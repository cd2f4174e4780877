"""Kinds of alarm for admins; alarms, rules and their history to look at: both are worked on in the portal itself."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.alarms.evaluation.taking import take_again
from apps.alarms.models import Alarm, AlarmEntry, AlarmType, Rule, RuleVersion, SetAside, Wait, Zone
from apps.core.admin import PortalAdmin, ReadOnlyAdmin, ReadOnlyInline
from apps.core.admin_scope import administers
from apps.core.clock import now

NAMES = ("name_uz", "name_ru", "name_en")


@admin.register(AlarmType)
class AlarmTypeAdmin(PortalAdmin):
    """The code is what other systems know: it is chosen once."""

    national_only = True
    list_display = ("code", "name", "category", "default_priority", "never_shelved", "is_active")
    list_filter = ("category", "default_priority", "is_active")
    search_fields = ("code", *NAMES)
    fields = ("code", *NAMES, "category", "default_priority", "never_shelved", "shelve_hours", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[Any, ...]:
        return ("code",) if obj else ()


class AlarmEntryInline(ReadOnlyInline):
    """What happened to the alarm."""

    model = AlarmEntry
    fields = ("at", "kind", "from_state", "to_state", "by_name", "note")


@admin.register(Alarm)
class AlarmAdmin(ReadOnlyAdmin):
    """Alarms, the newest first."""

    scope_path = "region"
    list_display = (
        "type",
        "source_name",
        "region",
        "priority",
        "state",
        "occurrences",
        "raised_at",
        "cleared_at",
    )
    list_filter = ("region", "state", "priority", "type")
    list_select_related = ("region", "type")
    search_fields = ("source_code", "source_name")
    date_hierarchy = "raised_at"
    inlines = (AlarmEntryInline,)
    exclude = ("private", "active_refs", "transitions")


class RuleVersionInline(ReadOnlyInline):
    """The rule as it was."""

    model = RuleVersion
    fields = ("number", "name", "at", "by_name", "definition")


@admin.register(Rule)
class RuleAdmin(ReadOnlyAdmin):
    """Rules: they are written on their own page, which checks and tries them."""

    national_only = True
    list_display = ("name", "trigger", "alarm_type", "priority", "is_on", "version", "retired_at")
    list_filter = ("trigger", "is_on", "alarm_type")
    list_select_related = ("alarm_type",)
    search_fields = ("name",)
    inlines = (RuleVersionInline,)


@admin.register(Zone)
class ZoneAdmin(ReadOnlyAdmin):
    """Zones of rules."""

    scope_path = "region"
    list_display = ("name", "region")
    list_filter = ("region",)
    list_select_related = ("region",)
    search_fields = ("name",)


@admin.register(SetAside)
class SetAsideAdmin(ReadOnlyAdmin):
    """Events that raised no alarm because their evaluation failed."""

    scope_path = "region"
    list_display = ("at", "region", "kind", "object_id", "error", "tried_at")
    list_filter = ("region", "topic")
    list_select_related = ("region",)
    search_fields = ("object_id", "error")
    actions = ("evaluate_again",)  # type: ignore[assignment]

    def has_evaluate_permission(self, request: HttpRequest) -> bool:
        """Whoever sees them."""
        return administers(request)

    @admin.action(description=_("Evaluate again"), permissions=["evaluate"])
    def evaluate_again(self, request: HttpRequest, rows: QuerySet[SetAside]) -> None:
        """Hold the chosen events against the rules once more; those that fail again stay."""
        outcomes = [
            take_again(set_aside_id=pk, at=now()) for pk in rows.order_by("at").values_list("pk", flat=True)
        ]
        done, failed = sum(outcomes), outcomes.count(False)
        if done:
            words = ngettext("%(n)d event was evaluated.", "%(n)d events were evaluated.", done)
            self.message_user(request, words % {"n": done})
        if failed:
            words = ngettext("%(n)d event failed again.", "%(n)d events failed again.", failed)
            self.message_user(request, words % {"n": failed}, messages.ERROR)


@admin.register(Wait)
class WaitAdmin(ReadOnlyAdmin):
    """Facts in their grace time; those that could not be raised stand here with their error."""

    scope_path = "rule__regions"
    list_display = ("due_at", "rule", "fact", "error", "tried_at")
    list_filter = (("tried_at", admin.EmptyFieldListFilter),)
    list_select_related = ("rule",)
    search_fields = ("fact", "error")
    actions = ("raise_again",)  # type: ignore[assignment]

    def has_evaluate_permission(self, request: HttpRequest) -> bool:
        """Whoever sees them."""
        return administers(request)

    @admin.action(description=_("Evaluate again"), permissions=["evaluate"])
    def raise_again(self, request: HttpRequest, rows: QuerySet[Wait]) -> None:
        """Let them be raised within a second, or fail again."""
        count = (
            Wait.objects.filter(pk__in=rows.values("pk")).exclude(error="").update(error="", tried_at=None)
        )
        words = ngettext("%(n)d fact is evaluated again.", "%(n)d facts are evaluated again.", count)
        self.message_user(request, words % {"n": count})
