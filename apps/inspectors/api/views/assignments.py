"""Units are sent to an incident, and tell how far they are."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import NotFound, Sought
from apps.incidents.api.views.base import INCIDENT_KEY, incident_in_scope
from apps.incidents.models import Incident
from apps.incidents.refusals import NotAllowed
from apps.incidents.workflow import is_too_late
from apps.inspectors.actions import assign_unit, move_assignment
from apps.inspectors.api.permissions import DispatchesOrBelongs, assignments_of, is_inspector, principal_of
from apps.inspectors.api.serializers import AssignmentSerializer, AssignSerializer, TransitionSerializer
from apps.inspectors.models import Assignment, Unit
from apps.inspectors.querysets import AssignmentQuerySet
from apps.inspectors.workflow import BY_THE_UNIT, AssignmentStatus


class IncidentAssignmentsView(Guarded, ListAPIView):
    """`GET`: every assignment to the incident, the earliest first. `POST`: send a unit."""

    may_read = Can.READ_INCIDENTS
    may_write = Can.DISPATCH
    path_help = INCIDENT_KEY
    queryset = Assignment.objects.none()
    serializer_class = AssignmentSerializer
    filter_backends = []

    def get_queryset(self) -> AssignmentQuerySet:
        return Assignment.objects.filter(incident=self._incident()).shown()

    def _incident(self) -> Incident:
        return incident_in_scope(self.kwargs["pk"], self.scope)

    @extend_schema(request=AssignSerializer, responses={201: AssignmentSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: str) -> Response:
        incident = self._incident()
        given = AssignSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        unit_id = given.validated_data["unit"]
        if not Unit.objects.active().in_scope(self.scope).filter(pk=unit_id).exists():
            raise NotFound(Sought(Unit, "pk", unit_id))
        assignment = assign_unit(
            incident_id=incident.pk,
            unit_id=unit_id,
            by=principal_of(request),
            at=now(),
            pre_empt=given.validated_data["pre_empt"],
        )
        return Response(AssignmentSerializer(assignment).data, status=201)


class AssignmentView(RetrieveAPIView):
    """One assignment."""

    permission_classes = [DispatchesOrBelongs]
    queryset = Assignment.objects.none()
    serializer_class = AssignmentSerializer
    filter_backends = []

    def get_queryset(self) -> AssignmentQuerySet:
        return assignments_of(self.request.user).shown()


class AssignmentTransitionView(Guarded, GenericAPIView):
    """`POST`: the next step, by operators of the region or by the unit's own crew.

    What a crew's device had kept while it was offline may lie more than 2 minutes back; it is marked so.
    """

    permission_classes = [DispatchesOrBelongs]
    queryset = Assignment.objects.none()
    serializer_class = TransitionSerializer
    filter_backends = []

    def get_queryset(self) -> AssignmentQuerySet:
        return assignments_of(self.request.user)

    @extend_schema(request=TransitionSerializer, responses={200: AssignmentSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        assignment = self.get_object()
        given = TransitionSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        at, stamp_at = now(), given.validated_data["at"]
        own = is_inspector(request.user)
        to = AssignmentStatus(given.validated_data["to"])
        if own and to not in BY_THE_UNIT:
            raise NotAllowed
        moved = move_assignment(
            assignment_id=assignment.pk,
            to=to,
            by=principal_of(request),
            at=at,
            stamp_at=stamp_at,
            reason=given.validated_data["reason"],
            is_offline=own and stamp_at is not None and is_too_late(stamp_at, at),
        )
        return Response(AssignmentSerializer(moved).data)
