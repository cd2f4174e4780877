"""Where a unit or an inspector was: drawn for a map, or in full as a file. Who looked is in the audit trail."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar, Final

from django.http import StreamingHttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import IsSignedIn, scope_of
from apps.accounts.roles import Can
from apps.core.clock import iso
from apps.core.errors import NotFound
from apps.core.exports import exported
from apps.core.readings import Reading, read
from apps.inspectors.api.permissions import inspectors_of, is_inspector, principal_of
from apps.inspectors.api.serializers.tracks import TrackQuerySerializer, TrackSerializer, track_item
from apps.inspectors.models import Inspector, Unit
from apps.inspectors.tracks import (
    Leg,
    Span,
    as_geojson,
    as_gpx,
    fixes_of,
    legs_of,
    spans_of_inspector,
    spans_of_unit,
    track_of,
)

Lines = Callable[[str, Sequence[Leg]], Iterator[bytes]]
FILES: Final[dict[str, tuple[str, Lines]]] = {
    "gpx": ("application/gpx+xml", as_gpx),
    "geojson": ("application/geo+json", as_geojson),
}
PERIOD: Final = [
    OpenApiParameter("from", OpenApiTypes.DATETIME, required=True),
    OpenApiParameter("to", OpenApiTypes.DATETIME, required=True),
]


class ReadsTracks(IsSignedIn):
    """With `tracks:read`; an inspector for what `inspectors_of` leaves of the rows."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        return principal_of(request).may(Can.READ_TRACKS) or is_inspector(request.user)


@method_decorator(gzip_page, name="dispatch")
class _TrackView(APIView):
    permission_classes = [ReadsTracks]
    kind: ClassVar[str]

    def _asked(self, request: Request, pk: int) -> tuple[Any, list[Span], dict[str, Any]]:
        """Who it is, the spans of devices, and the period; the audit trail hears of it."""
        query = TrackQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        whose = self._found(request, pk)
        period = query.validated_data
        spans = self._spans(whose, period["from"], period["to"])
        told = {"from": iso(period["from"]), "until": iso(period["to"])}
        read(request._request, Reading(self.kind, ("track",), whose.pk, whose.region_id, detail=told))
        return whose, spans, period

    def _found(self, request: Request, pk: int) -> Any:
        raise NotImplementedError

    def _spans(self, whose: Any, since: datetime, until: datetime) -> list[Span]:
        raise NotImplementedError


class _Drawn(_TrackView):
    @extend_schema(
        parameters=[
            *PERIOD,
            OpenApiParameter("tolerance_m", float, description="0 to 1000; fitted when missing"),
        ],
        responses=TrackSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        """The track with no more points than a map shows, and its stops."""
        _, spans, period = self._asked(request, pk)
        track = track_of(fixes_of(spans), tolerance_m=period["tolerance_m"])
        return Response(track_item(track, period["from"], period["to"]))


class _File(_TrackView):
    @extend_schema(
        parameters=PERIOD,
        responses={
            (200, "application/gpx+xml"): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")
        },
    )
    def get(self, request: Request, pk: int, extension: str) -> StreamingHttpResponse:
        """Every position of the period as GPX or GeoJSON."""
        whose, spans, period = self._asked(request, pk)
        fixes = fixes_of(spans)
        exported(request._request, object_type=self.kind, rows=len(fixes), file_format=extension)
        content_type, lines = FILES[extension]
        answer = StreamingHttpResponse(lines(str(whose), legs_of(fixes)), content_type=content_type)
        name = f"track-{self.kind.split('.')[1]}-{whose.pk}-{period['from']:%Y%m%dT%H%M}.{extension}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class _OfUnit(_TrackView):
    kind = "inspectors.unit"

    def _found(self, request: Request, pk: int) -> Unit:
        if is_inspector(request.user):
            raise NotFound
        found = Unit.objects.in_scope(scope_of(request.user)).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def _spans(self, whose: Unit, since: datetime, until: datetime) -> list[Span]:
        return spans_of_unit(whose, since, until)


class _OfInspector(_TrackView):
    kind = "inspectors.inspector"

    def _found(self, request: Request, pk: int) -> Inspector:
        rows = Inspector.objects.in_scope(scope_of(request.user))
        if is_inspector(request.user):
            rows = inspectors_of(request.user)
        found = rows.filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def _spans(self, whose: Inspector, since: datetime, until: datetime) -> list[Span]:
        return spans_of_inspector(whose, since, until)


class UnitTrackView(_OfUnit, _Drawn):
    """A unit's track: of the devices that it had then."""


class UnitTrackFileView(_OfUnit, _File):
    """A unit's track as a file."""


class InspectorTrackView(_OfInspector, _Drawn):
    """An inspector's track while on duty; an inspector may read his or her own."""


class InspectorTrackFileView(_OfInspector, _File):
    """An inspector's track as a file."""
