"""The register of violations: who reads it is kept in the audit trail, who decides in its own history."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.cameras.actions import decide_violation
from apps.cameras.api.violations.filters import ViolationFilter
from apps.cameras.api.violations.serializers import (
    DecisionSerializer,
    ViolationDetailSerializer,
    ViolationSerializer,
)
from apps.cameras.decisions import Decision
from apps.cameras.evidence import shown_picture
from apps.cameras.models import Violation
from apps.cameras.refusals import person
from apps.cameras.seen import SeenQuerySet
from apps.core.api.pagination import BoundedLimitOffset
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.readings import Reading, read

PLATE = ("plate",)


class _Violations(Guarded, GenericAPIView):
    may_read = Can.DECIDE_VIOLATIONS
    may_write = Can.DECIDE_VIOLATIONS
    queryset = Violation.objects.none()
    serializer_class = ViolationSerializer

    def get_queryset(self) -> SeenQuerySet[Violation]:
        return Violation.objects.in_scope(self.scope).select_related("camera", "kind")

    def note(self, violation: Violation) -> None:
        """Tell the trail that one was read."""
        reading = Reading("cameras.violation", PLATE, violation.pk, violation.region_id)
        read(self.request._request, reading)


class ViolationListView(_Violations, ListAPIView):
    """Violations in scope, the newest first; that plates were read is kept in the audit trail."""

    filterset_class = ViolationFilter
    pagination_class = BoundedLimitOffset

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().list(request, *args, **kwargs)
        rows = len(answer.data["results"])
        read(request._request, Reading("cameras.violation", PLATE, rows=rows))
        return answer


class ViolationView(_Violations, RetrieveAPIView):
    """One violation with its history."""

    filter_backends = []
    serializer_class = ViolationDetailSerializer

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        violation = self.get_object()
        self.note(violation)
        return Response(self.get_serializer(violation).data)


class ViolationPictureView(_Violations):
    """The picture that came with a violation; 404 where none did."""

    filter_backends = []

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> FileResponse:
        violation = self.get_object()
        answer = shown_picture(violation)
        self.note(violation)
        return answer


class ViolationDecisionView(_Violations):
    """`POST`: a person confirms or rejects it, once and with a reason; 409 for who comes second."""

    filter_backends = []

    @extend_schema(
        request=DecisionSerializer, responses={200: ViolationDetailSerializer, 409: ErrorSerializer}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        self.get_object()
        given = DecisionSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        decide_violation(
            violation_id=pk,
            decision=Decision(said["decision"]),
            reason=said["reason"],
            by=person(request.user),
            at=now(),
            version=said.get("version"),
        )
        return Response(ViolationDetailSerializer(self.get_object()).data)
