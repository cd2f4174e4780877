"""The list of alarms, a single one, its history, and the kinds there are."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.roles import Can
from apps.alarms.api.filters import AlarmFilter
from apps.alarms.api.serializers import AlarmDetail, AlarmItem, AlarmLine, AlarmTypeItem
from apps.alarms.api.views.base import AlarmsView
from apps.alarms.items import item_of, rows_of, shown
from apps.alarms.models import Alarm, AlarmEntry, AlarmType, RuleVersion
from apps.alarms.querysets import AlarmQuerySet
from apps.alarms.timeline import lines_of
from apps.alarms.words import SourceKind, Trigger
from apps.core.api.geojson import GeoJSONRenderer
from apps.core.api.pagination import LimitOffset
from apps.core.readings import Reading, read

# Who may read what a source tells only to few.
PRIVATE_NEEDS: Final = {SourceKind.PLATE: Can.READ_PLATES, SourceKind.DETECTION: Can.READ_DETECTIONS}


class WholePages(LimitOffset):
    """As many as a page may hold, unless told."""

    default_limit = LimitOffset.max_limit


class AlarmListView(AlarmsView):
    """Alarms in scope, the newest first."""

    renderer_classes = [JSONRenderer, GeoJSONRenderer]
    filter_backends = list(AlarmsView.settings.DEFAULT_FILTER_BACKENDS)
    filterset_class = AlarmFilter

    def get_queryset(self) -> AlarmQuerySet:
        return Alarm.objects.in_scope(self.scope)

    @extend_schema(responses=AlarmItem(many=True))
    def get(self, request: Request) -> Response:
        alarms: Any = self.filter_queryset(self.get_queryset())
        page: Any = self.paginate_queryset(rows_of(alarms))
        return self.get_paginated_response(shown(page))


class AlarmView(AlarmsView):
    """One alarm."""

    renderer_classes = [JSONRenderer, GeoJSONRenderer]

    @extend_schema(responses=AlarmDetail)
    def get(self, request: Request, pk: str) -> Response:
        alarm = self.alarm()
        version = alarm.rule_version
        return Response(
            item_of(alarm)
            | {
                "private": self._private(alarm),
                "rule_version": version and version.number,
                "rule_definition": self._definition(version),
                "suppressed_by": alarm.suppressed_by_id and str(alarm.suppressed_by_id),
                "suppresses_count": alarm.suppresses.count(),
            }
        )

    def _definition(self, version: RuleVersion | None) -> dict[str, Any] | None:
        """The rule as it was; one that looks for plates may name them."""
        if version is None:
            return None
        definition: dict[str, Any] = version.definition
        hides = definition["trigger"] == Trigger.PLATE and not self.who.may(Can.READ_PLATES)
        return None if hides else definition

    def _private(self, alarm: Alarm) -> dict[str, Any]:
        """What only some may read; whoever reads it is in the audit trail."""
        needed = PRIVATE_NEEDS.get(SourceKind(alarm.source_kind))
        if not alarm.private or (needed is not None and not self.who.may(needed)):
            return {}
        read(self.request, Reading("alarms.alarm", tuple(alarm.private), alarm.pk, alarm.region_id))
        facts: dict[str, Any] = alarm.private
        return facts


class AlarmTimelineView(AlarmsView):
    """Everything that happened to the alarm, the oldest first."""

    pagination_class = WholePages

    @extend_schema(responses=AlarmLine(many=True))
    def get(self, request: Request, pk: str) -> Response:
        entries: Any = AlarmEntry.objects.filter(alarm=self.alarm()).order_by("id")
        page: Any = self.paginate_queryset(entries)
        return self.get_paginated_response(lines_of(page))


class AlarmTypeListView(AlarmsView):
    """The kinds of alarm that are in use, in the user's language; `?all=true` gives the others too."""

    pagination_class = WholePages

    @extend_schema(
        responses=AlarmTypeItem(many=True),
        parameters=[OpenApiParameter("all", bool, description="With those no longer in use.")],
    )
    def get(self, request: Request) -> Response:
        types = AlarmType.objects.order_by("category", "code")
        if request.query_params.get("all") != "true":
            types = types.filter(is_active=True)
        page: Any = self.paginate_queryset(types)
        return self.get_paginated_response([_type(kind) for kind in page])


def _type(kind: AlarmType) -> dict[str, Any]:
    return {
        "code": kind.code,
        "name": kind.name,
        "category": kind.category,
        "category_name": kind.get_category_display(),
        "default_priority": kind.default_priority,
        "never_shelved": kind.never_shelved,
        "shelve_hours": kind.shelve_hours,
    }
