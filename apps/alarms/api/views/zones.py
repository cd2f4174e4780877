"""Zones of rules over the API."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.alarms import actions
from apps.alarms.api.rule_serializers import AreaField, ZoneInput, ZoneItem
from apps.alarms.api.views.alarms import WholePages
from apps.alarms.api.views.rules import RulesView
from apps.alarms.models import Zone
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import NotFound, Sought

AREA: Final = AreaField()


def _item(zone: Zone) -> dict[str, Any]:
    return {
        "id": zone.pk,
        "name": zone.name,
        "region": zone.region_id,
        "area": AREA.to_representation(zone.area),
    }


class ZoneListView(RulesView):
    """The zones in scope; `POST` draws one."""

    pagination_class = WholePages

    @extend_schema(responses=ZoneItem(many=True))
    def get(self, request: Request) -> Response:
        zones: Any = Zone.objects.in_scope(self.scope).order_by("region", "name")
        page: Any = self.paginate_queryset(zones)
        return self.get_paginated_response([_item(zone) for zone in page])

    @extend_schema(request=ZoneInput, responses={201: ZoneItem, 409: ErrorSerializer})
    def post(self, request: Request) -> Response:
        given = self.checked(ZoneInput).validated_data
        return Response(_item(actions.save_zone(**given, by=self.who, at=now())), status=201)


class ZoneView(RulesView):
    """One zone; `PUT` changes it, `DELETE` takes away one that no rule uses."""

    def zone(self) -> Zone:
        """The zone in the address; raises `NotFound`."""
        found = Zone.objects.in_scope(self.scope).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound(Sought(Zone, "pk", self.kwargs["pk"]))
        return found

    @extend_schema(responses=ZoneItem)
    def get(self, request: Request, pk: int) -> Response:
        return Response(_item(self.zone()))

    @extend_schema(request=ZoneInput, responses={200: ZoneItem, 409: ErrorSerializer})
    def put(self, request: Request, pk: int) -> Response:
        zone = self.zone()
        given = self.checked(ZoneInput).validated_data
        return Response(_item(actions.save_zone(**given, by=self.who, at=now(), zone_id=zone.pk)))

    @extend_schema(responses={200: ZoneItem, 409: ErrorSerializer})
    def delete(self, request: Request, pk: int) -> Response:
        zone = self.zone()
        actions.delete_zone(zone_id=zone.pk, by=self.who, at=now())
        return Response(_item(zone))
