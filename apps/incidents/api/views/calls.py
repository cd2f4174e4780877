"""Calls: as they ring, what they became, and the caller's number, whose reading is audited."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import iso, now
from apps.core.errors import InvalidInput
from apps.core.geo import as_geojson
from apps.core.readings import Reading, read
from apps.incidents.actions import Report, attach_call, edit_call, end_call, take_call
from apps.incidents.api.filters import CallFilter
from apps.incidents.api.serializers import (
    CallBecame,
    CallBody,
    CallEdit,
    CallerNumber,
    CallInput,
    CallItem,
    IncidentReport,
)
from apps.incidents.api.views.base import IncidentsView, call_in_scope, call_owned, incident_in_scope
from apps.incidents.models import Call
from apps.incidents.models.calls import WITH_INCIDENT

# The incident that is named cannot be seen, or takes no call any more.
NOT_ATTACHED: Final = {404: ErrorSerializer, 409: ErrorSerializer}


class _CallsView(IncidentsView):
    queryset = Call.objects.none()
    serializer_class = CallItem
    path_help = {"id": "The call's id."}

    def call(self) -> Call:
        """The call in the address, in scope."""
        return call_in_scope(self.kwargs["pk"], self.scope)

    def own_call(self) -> Call:
        """The call in the address, to be worked on: one that belongs to the caller's own regions."""
        return call_owned(self.kwargs["pk"], self.scope)

    def became(self) -> dict[str, Any]:
        """`incident` of the body: the id of an open one, or a whole new one; empty when the body has none."""
        given = self.request.data.get("incident") if isinstance(self.request.data, dict) else None
        if given is None:
            return {}
        if isinstance(given, dict):
            report = IncidentReport(data=given)
            if not report.is_valid():
                raise InvalidInput(fields={"incident": report.errors})
            return {"report": report.report()}
        return {"incident_id": incident_in_scope(str(given), self.scope).pk}


class CallListView(_CallsView):
    """Calls in scope, the newest first; `POST` takes one, with what it became."""

    filter_backends = list(IncidentsView.settings.DEFAULT_FILTER_BACKENDS)
    filterset_class = CallFilter

    def get_queryset(self) -> QuerySet[Call]:
        return Call.objects.in_scope(self.scope).select_related("incident").order_by("-rang_at", "-id")

    @extend_schema(responses=CallItem(many=True))
    def get(self, request: Request) -> Response:
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([_item(call) for call in page])

    @extend_schema(request=CallBody, responses={201: CallItem, 200: CallItem, **NOT_ATTACHED})
    def post(self, request: Request) -> Response:
        given = self.checked(CallInput)
        became = self.became()
        if not became and given.validated_data["outcome"] in WITH_INCIDENT:
            raise InvalidInput(fields={"incident": [_("Say which incident the call became.")]})
        call, is_new = take_call(
            report=given.call(),
            by=self.who,
            at=now(),
            incident_id=became.get("incident_id"),
            new_incident=became.get("report"),
        )
        return Response(_item(call), status=201 if is_new else 200)


class CallView(_CallsView):
    """One call; `PATCH` keeps what is learned while it goes on.

    A time that is there, or is given more than 2 minutes late, is corrected: by a supervisor, with a reason.
    """

    @extend_schema(responses=CallItem)
    def get(self, request: Request, pk: str) -> Response:
        return Response(_item(self.call()))

    @extend_schema(request=CallEdit, responses={200: CallItem, 409: ErrorSerializer})
    def patch(self, request: Request, pk: str) -> Response:
        call = self.own_call()
        given = self.checked(CallEdit)
        reason = given.validated_data["reason"]
        edited = edit_call(call_id=call.pk, changes=given.changes(), by=self.who, at=now(), reason=reason)
        return Response(_item(edited))


class CallAttachView(_CallsView):
    """`POST`: what the call became: `{"incident": id or a new one}`, or `{"outcome": "information"}`."""

    @extend_schema(request=CallBecame, responses={200: CallItem, **NOT_ATTACHED})
    def post(self, request: Request, pk: str) -> Response:
        call = self.own_call()
        outcome = self.checked(CallBecame).validated_data.get("outcome")
        became = self.became()
        if became:
            return Response(_item(self._attached(call, became)))
        if outcome is None or outcome in WITH_INCIDENT:
            raise InvalidInput(fields={"incident": [_("Say which incident the call became.")]})
        return Response(_item(end_call(call_id=call.pk, outcome=outcome, by=self.who, at=now())))

    def _attached(self, call: Call, became: dict[str, Any]) -> Call:
        report: Report | None = became.get("report")
        return attach_call(
            call_id=call.pk,
            incident_id=became.get("incident_id"),
            new_incident=report,
            by=self.who,
            at=now(),
        )


class CallNumberView(_CallsView):
    """The caller's number in full; that it was read is written into the audit trail first."""

    @extend_schema(responses=CallerNumber)
    def get(self, request: Request, pk: str) -> Response:
        call = self.own_call()
        read(request._request, Reading("incidents.call", ("number",), call.pk, call.belongs_to))
        answer = Response({"number": call.number})
        answer["Cache-Control"] = "private, no-store"
        return answer


def _item(call: Call) -> dict[str, Any]:
    return {
        "id": str(call.pk),
        "region": call.belongs_to,
        "channel": call.channel,
        "number": call.masked_number,
        "rang_at": iso(call.rang_at),
        "answered_at": iso(call.answered_at),
        "ended_at": iso(call.ended_at),
        "location": as_geojson(call.location),
        "location_source": call.location_source,
        "location_accuracy_m": call.location_accuracy_m,
        "address": call.address,
        "note": call.note,
        "outcome": call.outcome,
        "incident": str(call.incident_id) if call.incident_id else None,
        "source": call.source,
        "source_ref": call.source_ref,
    }
