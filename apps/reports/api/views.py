"""The catalogue, response times at once, and runs with their files."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.audit import record
from apps.accounts.models import AuditKind
from apps.accounts.roles import Can
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import TASHKENT, iso, now
from apps.core.errors import InvalidInput, NotFound
from apps.reports.actions import cancel_run, request_run
from apps.reports.api.serializers import (
    ReportSerializer,
    ResponseTimesSerializer,
    RunListSerializer,
    RunRequestSerializer,
    RunSerializer,
)
from apps.reports.catalogue import REPORTS
from apps.reports.figures import API_GROUPINGS
from apps.reports.files import CONTENT_TYPES
from apps.reports.models import ReportFile, ReportRun
from apps.reports.periods import local_day
from apps.reports.querysets import RunQuerySet
from apps.reports.questions import asked
from apps.reports.rolled import figures
from apps.reports.rollups import refresh_for_reading


class _Reports(Guarded):
    """Whoever may read reports may also have one computed."""

    may_read = Can.READ_REPORTS
    may_write = Can.READ_REPORTS


class CatalogueView(_Reports, ListAPIView):
    """The reports that there are."""

    serializer_class = ReportSerializer
    filter_backends = []

    def get_queryset(self) -> Any:
        return list(REPORTS.values())


def _groupings(request: Request) -> list[str]:
    given = ",".join(request.query_params.getlist("group_by"))
    words = list(dict.fromkeys(word.strip() for word in given.split(",") if word.strip()))
    if not set(words) <= set(API_GROUPINGS):
        raise InvalidInput(
            fields={
                "group_by": [_("Group by some of these: %(words)s.") % {"words": ", ".join(API_GROUPINGS)}]
            }
        )
    return words


def _parameter(name: str, description: str, kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=description)


class ResponseTimesView(_Reports, APIView):
    """The intervals' figures at once; without `from` and `to` of the last 30 days."""

    @extend_schema(
        parameters=[
            _parameter("from", "first local day", OpenApiTypes.DATE),
            _parameter("to", "last local day, included", OpenApiTypes.DATE),
            _parameter("region", "codes, separated by commas; all in scope unless told"),
            _parameter("priority", "1 to 5, separated by commas"),
            _parameter("type", "codes of incident types, separated by commas"),
            _parameter("group_by", f"some of {', '.join(API_GROUPINGS)}, separated by commas"),
        ],
        responses={200: ResponseTimesSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        at = now()
        values = {name: request.query_params.getlist(name) for name in request.query_params}
        question = asked(values, scope=self.scope, today=local_day(at, TASHKENT))
        group_by = _groupings(request)
        as_of = refresh_for_reading(at=at)
        groups = figures(question.choice, group_by=group_by, as_of=as_of)
        return Response({"as_of": iso(as_of), "groups": [group.as_json() for group in groups]})


class _Runs(_Reports, GenericAPIView):
    queryset = ReportRun.objects.none()
    serializer_class: type[RunListSerializer] = RunSerializer
    filter_backends = []

    def get_queryset(self) -> RunQuerySet:
        return ReportRun.objects.in_scope(self.scope)


class RunCreateView(_Reports, APIView):
    """`POST`: have a report computed as a job; 202 with the run, whose `status` and `progress` tell how far it is."""

    @extend_schema(
        parameters=[OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(REPORTS))],
        request=RunRequestSerializer,
        responses={202: RunSerializer},
    )
    def post(self, request: Request, name: str) -> Response:
        if name not in REPORTS:
            raise NotFound
        given = RunRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        at = now()
        question = asked(given.as_values(), scope=self.scope, today=local_day(at, TASHKENT))
        run = request_run(
            name=name, question=question, by=request.user, at=at, language=get_language() or "uz"
        )
        return Response(RunSerializer(run).data, status=202)


class RunListView(_Runs, ListAPIView):
    """Runs in scope, the latest first."""

    serializer_class = RunListSerializer


class RunView(_Runs, RetrieveAPIView):
    """A run: how far it is, its result and its files."""


class RunCancelView(_Runs):
    """`POST`: nobody wants the run any more; one that has ended stays as it is."""

    @extend_schema(request=None, responses=RunListSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        run = cancel_run(run_id=pk, scope=self.scope, by=request.user, at=now())
        return Response(RunListSerializer(run).data)


class AsItIs(BaseContentNegotiation):
    """A file has the type that it has, whatever the caller would like best."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class RunFileView(_Runs):
    """The file of a run; each download is told to the audit trail."""

    content_negotiation_class = AsItIs

    @extend_schema(
        parameters=[OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=list(CONTENT_TYPES))],
        responses={(200, kind): OpenApiTypes.BINARY for kind in CONTENT_TYPES.values()},
    )
    def get(self, request: Request, pk: UUID, kind: str) -> HttpResponse:
        run = self.get_object()
        file = ReportFile.objects.filter(run=run, kind=kind).first()
        if file is None:
            raise NotFound
        record(
            AuditKind.EXPORT,
            by=request.user,
            at=now(),
            request=request._request,
            object_type="reports.reportrun",
            object_id=run.pk,
            region=run.regions[0] if len(run.regions) == 1 else None,
            detail={
                "report": run.name,
                "file": file.filename,
                "regions": run.regions,
                "national": run.is_national,
            },
        )
        response = HttpResponse(bytes(file.body), content_type=CONTENT_TYPES[file.kind])
        response["Content-Disposition"] = f'attachment; filename="{file.filename}"'
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
