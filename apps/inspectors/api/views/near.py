"""Which units are near an incident, and help from across a border."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import NotFound, Sought
from apps.incidents.api.views.base import INCIDENT_KEY, incident_in_scope, incident_owned
from apps.incidents.refusals import OfAnotherRegion
from apps.inspectors.actions import answer_aid, ask_for_aid
from apps.inspectors.api.permissions import principal_of
from apps.inspectors.api.serializers import (
    AidRequestSerializer,
    AnswerAidSerializer,
    AskForAidSerializer,
    NearestQuerySerializer,
    NearestUnitsSerializer,
)
from apps.inspectors.models import AidRequest
from apps.inspectors.nearest import Question, units_near


class NearestUnitsView(Guarded, APIView):
    """Free units by distance, who is left out and why, and what is across a border."""

    may_read = Can.READ_UNITS
    may_write = Can.DISPATCH
    path_help = INCIDENT_KEY

    @extend_schema(parameters=[NearestQuerySerializer], responses=NearestUnitsSerializer)
    def get(self, request: Request, pk: str) -> Response:
        incident = incident_in_scope(pk, self.scope)
        asked = NearestQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response(units_near(Question(incident, self.scope, now(), **asked.validated_data)))


class AidView(Guarded, APIView):
    """`POST`: ask the region of the nearest free unit beyond the caller's regions; it sees the incident then.

    Only its `region` is told: where the unit stands, and whose it is, is that region's to know.
    """

    may_read = Can.READ_UNITS
    may_write = Can.DISPATCH
    path_help = INCIDENT_KEY

    @extend_schema(request=AskForAidSerializer, responses={200: AidRequestSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: str) -> Response:
        incident = incident_owned(pk, self.scope)
        asked = AskForAidSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        asked_for = ask_for_aid(
            incident_id=incident.pk,
            scope=self.scope,
            service=asked.validated_data["service"],
            by=principal_of(request),
            at=now(),
        )
        return Response(AidRequestSerializer(asked_for).data)


class AnswerAidView(Guarded, APIView):
    """`POST`: the asked region agrees, and sends units as to an incident of its own, or refuses with a reason."""

    may_read = Can.READ_UNITS
    may_write = Can.DISPATCH

    @extend_schema(request=AnswerAidSerializer, responses={200: AidRequestSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        found = AidRequest.objects.in_scope(self.scope).filter(pk=pk).first()
        if found is None:
            raise NotFound(Sought(AidRequest, "pk", pk))
        if not AidRequest.objects.answerable_in(self.scope).filter(pk=pk).exists():
            raise OfAnotherRegion
        given = AnswerAidSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        answered = answer_aid(request_id=pk, by=principal_of(request), at=now(), **given.validated_data)
        return Response(AidRequestSerializer(answered).data)
