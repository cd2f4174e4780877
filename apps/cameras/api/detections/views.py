"""Detections: what comes in from video analytics, and what there was."""

from typing import Any, Final, cast

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.cameras.actions import Recorded, Sighting, record_detections
from apps.cameras.api.batches import refuse, rows_of, wrong_fields
from apps.cameras.api.detections.filters import DetectionFilter
from apps.cameras.api.detections.serializers import DetectionSerializer, SightingSerializer, sighting_of
from apps.cameras.api.naming import ids_of
from apps.cameras.intake import UnknownCameras
from apps.cameras.models import Detection
from apps.cameras.seen import SeenQuerySet
from apps.core.api.geojson import GeoJSONRenderer
from apps.core.api.pagination import BoundedLimitOffset
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.regions.scope import Actor


def _one_or_many(name: str, kind: Any) -> Any:
    return PolymorphicProxySerializer(
        component_name=name, serializers=[kind, kind(many=True)], resource_type_field_name=None, many=False
    )


BODY: Final = _one_or_many("SightingOrMany", SightingSerializer)
ANSWER: Final = _one_or_many("DetectionOrMany", DetectionSerializer)


class _Detections(Guarded, GenericAPIView):
    may_read = Can.READ_DETECTIONS
    may_write = Can.WRITE_DETECTIONS
    queryset = Detection.objects.none()
    serializer_class = DetectionSerializer

    def get_queryset(self) -> SeenQuerySet[Detection]:
        return Detection.objects.in_scope(self.scope).with_camera()


class DetectionListView(_Detections, ListAPIView):
    """Detections in scope, the newest first; `POST` takes one message, or a list of up to 1,000.

    A detection is one for each `source` and `source_ref` of a client: known ones are brought up to date (200), others
    are new (201, also for a list with a new one). A list is stored whole or not at all.
    """

    filterset_class = DetectionFilter
    pagination_class = BoundedLimitOffset
    renderer_classes = [*GenericAPIView.renderer_classes, GeoJSONRenderer]
    repeats_by_itself = True

    @extend_schema(request=BODY, responses={201: ANSWER, 200: ANSWER, 413: ErrorSerializer})
    def post(self, request: Request) -> Response:
        is_list = isinstance(request.data, list)
        recorded = self._recorded(self._sightings(is_list), is_list)
        status = 201 if any(one.is_new for one in recorded) else 200
        items = DetectionSerializer(self._shown(recorded), many=True).data
        return Response(items if is_list else items[0], status=status)

    def _sightings(self, is_list: bool) -> list[Sighting]:
        at, rows, wrong = now(), [], {}
        reader = SightingSerializer(context={"now": at})
        for n, row in enumerate(rows_of(self.request.data)):
            try:
                rows.append(reader.run_validation(row))
            except ValidationError as error:
                wrong[n] = ("invalid", wrong_fields(error))
        refuse(wrong, is_list=is_list)
        ids = ids_of([row["camera"] for row in rows], self.scope)
        return [sighting_of(row, camera_id=pk, at=at) for row, pk in zip(rows, ids, strict=True)]

    def _recorded(self, sightings: list[Sighting], is_list: bool) -> list[Recorded]:
        try:
            return record_detections(sightings=sightings, by=cast(Actor, self.request.user), at=now())
        except UnknownCameras as error:
            told = {"camera": [str(error.message)]}
            refuse(dict.fromkeys(error.indexes, (error.code, told)), is_list=is_list)
            raise

    def _shown(self, recorded: list[Recorded]) -> list[Detection]:
        rows = Detection.objects.with_camera().in_bulk([one.detection.pk for one in recorded])
        return [rows[one.detection.pk] for one in recorded]


class DetectionView(_Detections, RetrieveAPIView):
    """One detection."""

    filter_backends = []
