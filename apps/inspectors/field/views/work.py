"""Steps, notes, photos and positions: what a tablet keeps without a connection and sends later, each once."""

from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import User
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import InvalidInput, NotFound
from apps.incidents.actions import Upload, add_note, attach_file
from apps.incidents.workflow import is_too_late
from apps.inspectors.actions import Fate, move_assignment, record_positions
from apps.inspectors.api.permissions import assignments_of
from apps.inspectors.api.readings import BadRow, reading_of
from apps.inspectors.api.serializers import PositionsTakenSerializer
from apps.inspectors.field.day import assignment_item
from apps.inspectors.field.guard import FieldView
from apps.inspectors.field.serializers import (
    POSITIONS,
    DoneSerializer,
    FieldAssignmentSerializer,
    FieldNoteSerializer,
    OwnPositionSerializer,
    PhotoSerializer,
    StepSerializer,
)
from apps.inspectors.models import Assignment
from apps.regions.scope import EVERYTHING

DROPPED: Final = frozenset({Fate.OFF_DUTY, Fate.TOO_OLD})


class AssignmentView(FieldView):
    """Base: something about an assignment of the crew's own."""

    def assignment(self, pk: UUID) -> Assignment:
        """The assignment in the address; `NotFound` where it is another's."""
        found = assignments_of(self.request.user).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    @staticmethod
    def stamps(stamp_at: datetime | None, at: datetime) -> dict[str, Any]:
        """When it happened, and whether the tablet had kept it while it was offline."""
        happened_at = None if stamp_at is None else min(stamp_at, at)
        return {"happened_at": happened_at, "is_offline": stamp_at is not None and is_too_late(stamp_at, at)}


class StepView(AssignmentView):
    """`POST`: the next step of the crew, with its own stamp."""

    @extend_schema(request=StepSerializer, responses={200: FieldAssignmentSerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        assignment = self.assignment(pk)
        given = StepSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        at, stamp_at = now(), given.validated_data["at"]
        moved = move_assignment(
            assignment_id=assignment.pk,
            to=given.validated_data["to"],
            by=cast(User, request.user),
            at=at,
            stamp_at=stamp_at,
            reason=given.validated_data["reason"],
            is_offline=stamp_at is not None and is_too_late(stamp_at, at),
        )
        return Response(assignment_item(moved))


class NoteView(AssignmentView):
    """`POST`: a note to the incident."""

    @extend_schema(request=FieldNoteSerializer, responses={201: DoneSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        assignment = self.assignment(pk)
        given = FieldNoteSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        at = now()
        entry = add_note(
            incident_id=assignment.incident_id,
            text=given.validated_data["text"],
            by=cast(User, request.user),
            at=at,
            **self.stamps(given.validated_data["at"], at),
        )
        return Response({"id": str(entry.pk)}, status=201)


class PhotoView(AssignmentView):
    """`POST`: a photo to the incident, as multipart form data."""

    parser_classes = [MultiPartParser]

    @extend_schema(request=PhotoSerializer, responses={201: DoneSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        assignment = self.assignment(pk)
        given = PhotoSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        at, file = now(), given.validated_data["file"]
        kept = attach_file(
            incident_id=assignment.incident_id,
            upload=Upload(name=file.name, file=file),
            by=cast(User, request.user),
            at=at,
            **self.stamps(given.validated_data["at"], at),
        )
        return Response({"id": str(kept.pk)}, status=201)


class OwnPositionsView(FieldView):
    """`POST`: where this tablet was, at most 1,000 at once. Off duty nothing is kept."""

    # The same device and time again is the same position.
    repeats_by_itself = True

    @extend_schema(request=OwnPositionSerializer(many=True), responses={200: PositionsTakenSerializer})
    def post(self, request: Request) -> Response:
        rows = request.data
        if not isinstance(rows, list) or len(rows) > POSITIONS:
            raise InvalidInput
        at = now()
        readings, rejected = self._read(rows, at)
        fates = record_positions(readings=list(readings.values()), scope=EVERYTHING, at=at)
        told = dict(zip(readings, fates, strict=True))
        rejected |= {n: fate.value for n, fate in told.items() if fate == Fate.UNKNOWN_DEVICE}
        return Response(
            {
                "accepted": sum(fate == Fate.STORED for fate in fates),
                "dropped": [{"index": n, "code": fate.value} for n, fate in told.items() if fate in DROPPED],
                "rejected": [{"index": n, "code": rejected[n]} for n in sorted(rejected)],
            }
        )

    def _read(self, rows: list[Any], at: datetime) -> tuple[dict[int, Any], dict[int, str]]:
        device = self.tablet.device.identifier
        readings, rejected = {}, {}
        for n, row in enumerate(rows):
            try:
                readings[n] = reading_of({**row, "device": device} if isinstance(row, dict) else row, at=at)
            except BadRow as error:
                rejected[n] = error.code
        return readings, rejected
