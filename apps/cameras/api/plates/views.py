"""Plates: what cameras read comes in, and is searched with a reason; hits, and the list of those looked for."""

from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.cameras.actions import GivenRead, record_plates, unwatch_plate, watch_plate
from apps.cameras.api.batches import rows_of, wrong_fields
from apps.cameras.api.naming import ids_of
from apps.cameras.api.plates.filters import HitFilter, WatchFilter
from apps.cameras.api.plates.serializers import (
    GivenReadSerializer,
    PlateHitSerializer,
    PlateQuestionSerializer,
    PlatesFoundSerializer,
    ReadsTakenSerializer,
    ReasonSerializer,
    WantedSerializer,
    WatchEntrySerializer,
    given_read,
)
from apps.cameras.models import PlateHit, WatchEntry
from apps.cameras.plate_search import USUAL, Question, search_plates
from apps.cameras.refusals import person
from apps.cameras.seen import SeenQuerySet, WatchEntryQuerySet
from apps.cameras.sighted import read_item
from apps.core.api.bbox import bbox_of
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.readings import Reading, read
from apps.regions.scope import Actor


class PlateReadsView(Guarded, APIView):
    """`POST` takes readings of cameras, up to 1,000, and stores those it can; `GET` searches them, with a reason.

    Every search is kept in the audit trail. Who sends readings learns nothing of the watch list.
    """

    may_read = Can.READ_PLATES
    may_write = Can.WRITE_DETECTIONS
    repeats_by_itself = True

    @extend_schema(parameters=[PlateQuestionSerializer], responses=PlatesFoundSerializer)
    def get(self, request: Request) -> Response:
        asked = PlateQuestionSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = search_plates(question_of(asked.validated_data), request=request._request)
        answer = Response(
            {"results": [read_item(row) for row in found.rows], "is_complete": found.is_complete}
        )
        answer["Cache-Control"] = "private, no-store"
        return answer

    @extend_schema(
        request=GivenReadSerializer(many=True),
        responses={200: ReadsTakenSerializer, 413: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        reads, places, rejected = self._reads()
        taken = record_plates(reads=reads, by=cast(Actor, request.user), at=now())
        rejected |= {places[n]: code for n, code in taken.rejected}
        told = [{"index": n, "code": rejected[n]} for n in sorted(rejected)]
        return Response({"accepted": taken.accepted, "rejected": told})

    def _reads(self) -> tuple[list[GivenRead], list[int], dict[int, str]]:
        """The readings, the place of each in the body, and the codes of rows that cannot be read."""
        rows: list[dict[str, Any]] = []
        places: list[int] = []
        wrong: dict[int, str] = {}
        reader = GivenReadSerializer()
        for n, row in enumerate(rows_of(self.request.data)):
            try:
                rows.append(reader.run_validation(row))
                places.append(n)
            except ValidationError as error:
                wrong[n] = f"invalid_{next(iter(wrong_fields(error)))}"
        ids = ids_of([row["camera"] for row in rows], self.scope)
        reads = [given_read(row, camera_id=pk) for row, pk in zip(rows, ids, strict=True)]
        return reads, places, wrong


def question_of(asked: dict[str, Any]) -> Question:
    """A checked query as a question; seven days to now, where no time is given."""
    end = asked.get("to") or now()
    return Question(
        reason=asked["reason"],
        plate=asked["plate"],
        camera_id=asked.get("camera"),
        region=asked["region"],
        area=bbox_of(asked["bbox"]).polygon if asked["bbox"] else None,
        start=asked.get("from") or end - USUAL,
        end=end,
        limit=asked["limit"],
    )


class PlateHitListView(Guarded, ListAPIView):
    """Hits of the watch list in scope, the newest first; that they were read is kept in the audit trail."""

    may_read = Can.READ_PLATES
    may_write = Can.WATCH_PLATES
    queryset = PlateHit.objects.none()
    serializer_class = PlateHitSerializer
    filterset_class = HitFilter

    def get_queryset(self) -> SeenQuerySet[PlateHit]:
        return PlateHit.objects.in_scope(self.scope).select_related("camera", "watch")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().list(request, *args, **kwargs)
        rows = len(answer.data["results"])
        read(request._request, Reading("cameras.platehit", ("plate",), rows=rows))
        return answer


class _WatchList(Guarded, GenericAPIView):
    may_read = Can.READ_PLATES
    may_write = Can.WATCH_PLATES
    queryset = WatchEntry.objects.none()
    serializer_class = WatchEntrySerializer

    def get_queryset(self) -> WatchEntryQuerySet:
        return WatchEntry.objects.in_scope(self.scope).select_related("added_by", "ended_by")

    @property
    def person(self) -> User:
        """Who asks; a machine puts nobody on the list."""
        somebody: User = person(self.request.user)
        return somebody


class WatchListView(_WatchList, ListAPIView):
    """The plates that are looked for in the caller's regions and in the whole nation; `POST` adds one."""

    filterset_class = WatchFilter

    @extend_schema(request=WantedSerializer, responses={201: WatchEntrySerializer, 409: ErrorSerializer})
    def post(self, request: Request) -> Response:
        given = WantedSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        entry = watch_plate(wanted=given.wanted(), by=self.person, at=now())
        return Response(WatchEntrySerializer(entry).data, status=201)


class WatchEndView(_WatchList):
    """`POST`: an entry is taken off the list, with a reason."""

    filter_backends = []

    @extend_schema(request=ReasonSerializer, responses={200: WatchEntrySerializer, 409: ErrorSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        given = ReasonSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        reason = given.validated_data["reason"]
        unwatch_plate(entry_id=pk, reason=reason, by=self.person, at=now())
        return Response(WatchEntrySerializer(self.get_object()).data)
