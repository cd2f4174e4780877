"""How much of the own area a shift saw."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.clock import now
from apps.inspectors.api.permissions import PlansOrIsOnDuty, shifts_of
from apps.inspectors.api.serializers.coverage import (
    CoverageQuerySerializer,
    CoverageSerializer,
    coverage_item,
)
from apps.inspectors.models import Shift
from apps.inspectors.shift_querysets import ShiftQuerySet
from apps.inspectors.tracks.coverage import coverage_of


class ShiftCoverageView(Guarded, GenericAPIView):
    """`GET`: of the patrol areas of a shift, the share that was seen and the time inside."""

    permission_classes = [PlansOrIsOnDuty]
    may_read = Can.READ_UNITS
    queryset = Shift.objects.none()
    serializer_class = CoverageSerializer
    filter_backends = []

    def get_queryset(self) -> ShiftQuerySet:
        return shifts_of(self.request.user).shown()

    @extend_schema(parameters=[CoverageQuerySerializer], responses=CoverageSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        query = CoverageQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = coverage_of(self.get_object(), now(), radius_m=query.validated_data["radius_m"])
        return Response(coverage_item(found))
