"""What moves an incident: its workflow, corrections, transfer, merging, handing over, sharing."""

from typing import Final

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import User
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.incidents.actions import (
    correct_stamp,
    hand_over,
    merge_incident,
    move_incident,
    share_incident,
    transfer_incident,
)
from apps.incidents.api.serializers import (
    Correction,
    HandOver,
    IncidentDetail,
    IncidentTransition,
    Merge,
    Share,
    Transfer,
)
from apps.incidents.api.views.base import IncidentsView, incident_owned
from apps.incidents.refusals import HandlerNotHere

# The incident as it is then, or why it did not come so far.
STEP: Final = {200: IncidentDetail, 409: ErrorSerializer}


class TransitionView(IncidentsView):
    """`POST`: the next step of the workflow."""

    @extend_schema(request=IncidentTransition, responses=STEP)
    def post(self, request: Request, pk: str) -> Response:
        incident = self.own_incident()
        given = self.checked(IncidentTransition).validated_data
        moved = move_incident(
            incident_id=incident.pk,
            to=given["to"],
            by=self.who,
            at=now(),
            note=given["note"],
            outcome=given["outcome"],
            stamp_at=given.get("at"),
            version=given.get("version"),
        )
        return self.shown(moved)


class CorrectionView(IncidentsView):
    """`POST`: a supervisor corrects a stamp, with a reason."""

    @extend_schema(request=Correction, responses=STEP)
    def post(self, request: Request, pk: str) -> Response:
        incident = self.own_incident()
        given = self.checked(Correction).validated_data
        corrected = correct_stamp(
            incident_id=incident.pk,
            stamp=given["stamp"],
            value=given["at"],
            reason=given["reason"],
            by=self.who,
            at=now(),
            version=given.get("version"),
        )
        return self.shown(corrected)


class TransferView(IncidentsView):
    """`POST`: the incident goes to another region."""

    @extend_schema(request=Transfer, responses=STEP)
    def post(self, request: Request, pk: str) -> Response:
        incident = self.own_incident()
        given = self.checked(Transfer).validated_data
        transferred = transfer_incident(
            incident_id=incident.pk,
            region=given["region"],
            reason=given["reason"],
            by=self.who,
            at=now(),
            version=given.get("version"),
        )
        return self.shown(transferred)


class MergeView(IncidentsView):
    """`POST`: this incident ends as merged; the answer is the survivor."""

    @extend_schema(request=Merge, responses=STEP)
    def post(self, request: Request, pk: str) -> Response:
        incident = self.own_incident()
        given = self.checked(Merge).validated_data
        survivor = merge_incident(
            incident_id=incident.pk,
            into_id=incident_owned(given["into"], self.scope).pk,
            by=self.who,
            at=now(),
            reason=given["reason"],
            version=given.get("version"),
        )
        return self.shown(survivor)


class HandOverView(IncidentsView):
    """`POST`: another handler, or the queue."""

    @extend_schema(request=HandOver, responses=IncidentDetail)
    def post(self, request: Request, pk: str) -> Response:
        incident = self.own_incident()
        given = self.checked(HandOver).validated_data
        handed = hand_over(
            incident_id=incident.pk,
            to=_person(given["to"]),
            by=self.who,
            at=now(),
            note=given["note"],
        )
        return self.shown(handed)


def _person(user_id: int | None) -> User | None:
    if user_id is None:
        return None
    found = User.objects.filter(pk=user_id, is_active=True).first()
    if found is None:
        # The same answer as for a person of another region.
        raise HandlerNotHere(fields={"to": [str(HandlerNotHere.message)]})
    return found


class ShareView(IncidentsView):
    """`POST`: another region sees the incident from now on."""

    @extend_schema(request=Share, responses=IncidentDetail)
    def post(self, request: Request, pk: str) -> Response:
        incident = self.own_incident()
        given = self.checked(Share).validated_data
        shared = share_incident(
            incident_id=incident.pk,
            region=given["region"],
            by=self.who,
            at=now(),
            reason=given["reason"],
        )
        return self.shown(shared)
