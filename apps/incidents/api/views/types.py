"""The kinds of incident, each with the targets that apply to it."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.incidents.api.serializers import IncidentTypeItem
from apps.incidents.api.views.base import IncidentsView
from apps.incidents.api.views.records import WholePages
from apps.incidents.models import IncidentType, Target


class IncidentTypeListView(IncidentsView):
    """The types that are in use, in the user's language; `?all=true` gives the others too."""

    pagination_class = WholePages

    @extend_schema(
        responses=IncidentTypeItem(many=True),
        parameters=[OpenApiParameter("all", bool, description="With those no longer in use.")],
    )
    def get(self, request: Request) -> Response:
        types = IncidentType.objects.order_by("category", "code")
        if request.query_params.get("all") != "true":
            types = types.filter(is_active=True)
        page: Any = self.paginate_queryset(types)
        targets = list(Target.objects.order_by("priority", "interval"))
        return self.get_paginated_response([_item(kind, targets) for kind in page])


def _item(kind: IncidentType, targets: Iterable[Target]) -> dict[str, Any]:
    return {
        "code": kind.code,
        "name": kind.name,
        "category": kind.category,
        "category_name": kind.get_category_display(),
        "default_priority": kind.default_priority,
        "is_active": kind.is_active,
        "targets": [
            {
                "priority": target.priority,
                "interval": target.interval,
                "limit_s": target.limit_s,
                "share": float(target.share),
            }
            for target in applying(kind, targets)
        ],
    }


def applying(kind: IncidentType, targets: Iterable[Target]) -> list[Target]:
    """A type's own target wins over the one of every type, for each priority and interval."""
    general = {(t.priority, t.interval): t for t in targets if t.type_id is None}
    own = {(t.priority, t.interval): t for t in targets if t.type_id == kind.pk}
    return list((general | own).values())
