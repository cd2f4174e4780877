"""The list of incidents, a new one, a single one and its changes."""

import hashlib
import json
from typing import Any, Final

from django.urls import reverse
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import key_of
from apps.core.api.geojson import GeoJSONRenderer
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.incidents.actions import Key, edit_incident, report_incident
from apps.incidents.api.filters import IncidentFilter
from apps.incidents.api.serializers import (
    IncidentDetail,
    IncidentEdit,
    IncidentItem,
    IncidentReceipt,
    IncidentReport,
)
from apps.incidents.api.views.base import IncidentsView
from apps.incidents.items import detail_of, rows_of, shown
from apps.incidents.models import Incident
from apps.incidents.querysets import IncidentQuerySet

# A report that came before: the incident as it is, or where it left the client's regions, that it arrived.
REPEATED: Final = PolymorphicProxySerializer(
    "IncidentRepeated", [IncidentDetail, IncidentReceipt], resource_type_field_name=None
)


def report_key(request: Request) -> Key | None:
    """The `Idempotency-Key` with a digest of the body; raises `InvalidInput` for one that is too long."""
    key = key_of(request)
    if not key:
        return None
    # Latin-1 is how a header's bytes come; the order of the body's names does not matter.
    body = json.dumps(request.data, sort_keys=True)
    return Key(key, hashlib.sha256(body.encode()).hexdigest())


def receipt_of(incident: Incident) -> dict[str, str]:
    """That a report arrived, and nothing of what other regions made of it."""
    return {"id": str(incident.pk), "number": incident.number, "status": incident.status}


class IncidentListView(IncidentsView):
    """Incidents in scope, the newest first; `POST` reports one."""

    # The key of a report outlasts the day that answers are kept, and a transfer (docs/decisions/0005).
    repeats_by_itself = True
    renderer_classes = [JSONRenderer, GeoJSONRenderer]
    filter_backends = list(IncidentsView.settings.DEFAULT_FILTER_BACKENDS)
    filterset_class = IncidentFilter

    def get_queryset(self) -> IncidentQuerySet:
        return Incident.objects.in_scope(self.scope)

    @extend_schema(responses=IncidentItem(many=True))
    def get(self, request: Request) -> Response:
        incidents: Any = self.filter_queryset(self.get_queryset())
        page: Any = self.paginate_queryset(rows_of(incidents))
        return self.get_paginated_response(shown(page))

    @extend_schema(
        request=IncidentReport,
        responses={201: IncidentDetail, 200: REPEATED, 409: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        given = self.checked(IncidentReport)
        reported = report_incident(report=given.report(), by=self.who, at=now(), key=report_key(request))
        if not reported.is_seen:
            return Response(receipt_of(reported.incident))
        answer = self.shown(reported.incident, 201 if reported.is_new else 200)
        answer["Location"] = reverse("api-incident", args=[reported.incident.pk])
        return answer


class IncidentView(IncidentsView):
    """One incident."""

    renderer_classes = [JSONRenderer, GeoJSONRenderer]

    @extend_schema(responses=IncidentDetail)
    def get(self, request: Request, pk: str) -> Response:
        return Response(detail_of(self.incident().pk))

    @extend_schema(request=IncidentEdit, responses={200: IncidentDetail, 409: ErrorSerializer})
    def patch(self, request: Request, pk: str) -> Response:
        incident = self.own_incident()
        given = self.checked(IncidentEdit)
        edited = edit_incident(
            incident_id=incident.pk,
            changes=given.changes(),
            by=self.who,
            at=now(),
            reason=given.validated_data["reason"],
            version=given.validated_data.get("version"),
        )
        return self.shown(edited)
