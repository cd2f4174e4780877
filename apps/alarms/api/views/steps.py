"""What people do about alarms: acknowledge, shelve, clear, take out of service, make an incident of one."""

from typing import Final

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.roles import Can
from apps.alarms import actions
from apps.alarms.api.serializers import (
    Acknowledgement,
    AlarmClearing,
    AlarmIncident,
    AlarmIncidentOpened,
    AlarmItem,
    GroupAcknowledged,
    GroupAcknowledgement,
    Shelving,
    TakingOut,
    Versioned,
)
from apps.alarms.api.views.base import AlarmsView
from apps.alarms.items import item_of, render
from apps.alarms.models import Alarm
from apps.alarms.refusals import NotAllowed
from apps.alarms.workflow import Clearing
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import NotFound

# The alarm as it is then, or why it did not come so far.
STEP: Final = {200: AlarmItem, 409: ErrorSerializer}


class AcknowledgeView(AlarmsView):
    """`POST`: somebody has seen the alarm, for all screens."""

    @extend_schema(request=Acknowledgement, responses=STEP)
    def post(self, request: Request, pk: str) -> Response:
        alarm = self.alarm()
        given = self.checked(Acknowledgement).validated_data
        return self.shown(
            actions.acknowledge_alarm(
                alarm_id=alarm.pk, by=self.who, at=now(), note=given["note"], version=given.get("version")
            )
        )


class AcknowledgeGroupView(AlarmsView):
    """`POST`: acknowledge many at once; each that is not says why."""

    @extend_schema(
        operation_id="alarms_acknowledge_group",
        request=GroupAcknowledgement,
        responses=GroupAcknowledged,
    )
    def post(self, request: Request) -> Response:
        given = self.checked(GroupAcknowledgement).validated_data
        mine = set(
            Alarm.objects.in_scope(self.scope).filter(pk__in=given["ids"]).values_list("pk", flat=True)
        )
        told = actions.acknowledge_group(
            alarm_ids=[key for key in given["ids"] if key in mine], by=self.who, at=now(), note=given["note"]
        )
        items = render([str(alarm.pk) for alarm in told.done])
        unknown = [key for key in given["ids"] if key not in mine]
        return Response(
            {
                "acknowledged": [items[str(alarm.pk)] for alarm in told.done],
                "refused": [
                    *({"id": str(key), "code": why.code, "detail": why.detail} for key, why in told.refused),
                    *(_unknown(str(key)) for key in dict.fromkeys(unknown)),
                ],
            }
        )


def _unknown(key: str) -> dict[str, str]:
    return {"id": key, "code": NotFound.code, "detail": NotFound().detail}


class ShelveView(AlarmsView):
    """`POST`: a supervisor shelves the alarm until a time, with a reason."""

    may_write = Can.SHELVE_ALARMS

    @extend_schema(request=Shelving, responses=STEP)
    def post(self, request: Request, pk: str) -> Response:
        alarm = self.alarm()
        given = self.checked(Shelving).validated_data
        return self.shown(
            actions.shelve_alarm(
                alarm_id=alarm.pk,
                reason=given["reason"],
                until=given["until"],
                by=self.who,
                at=now(),
                version=given.get("version"),
            )
        )


class UnshelveView(AlarmsView):
    """`POST`: back from the shelf."""

    may_write = Can.SHELVE_ALARMS

    @extend_schema(request=Versioned, responses=STEP)
    def post(self, request: Request, pk: str) -> Response:
        alarm = self.alarm()
        version = self.checked(Versioned).validated_data.get("version")
        return self.shown(actions.unshelve_alarm(alarm_id=alarm.pk, by=self.who, at=now(), version=version))


class ClearView(AlarmsView):
    """`POST`: close by hand what sends no return, and say what it was."""

    @extend_schema(request=AlarmClearing, responses=STEP)
    def post(self, request: Request, pk: str) -> Response:
        alarm = self.alarm()
        given = self.checked(AlarmClearing).validated_data
        return self.shown(
            actions.clear_alarm(
                alarm_id=alarm.pk,
                clearing=Clearing(given["clearing"]),
                by=self.who,
                at=now(),
                note=given["note"],
                version=given.get("version"),
            )
        )


class OutOfServiceView(AlarmsView):
    """`POST`: out of service while the source is worked on."""

    may_write = Can.SHELVE_ALARMS

    @extend_schema(request=TakingOut, responses=STEP)
    def post(self, request: Request, pk: str) -> Response:
        alarm = self.alarm()
        given = self.checked(TakingOut).validated_data
        return self.shown(
            actions.take_out_of_service(
                alarm_id=alarm.pk,
                reason=given["reason"],
                by=self.who,
                at=now(),
                version=given.get("version"),
            )
        )


class InServiceView(AlarmsView):
    """`POST`: back into service."""

    may_write = Can.SHELVE_ALARMS

    @extend_schema(request=Versioned, responses=STEP)
    def post(self, request: Request, pk: str) -> Response:
        alarm = self.alarm()
        version = self.checked(Versioned).validated_data.get("version")
        return self.shown(
            actions.put_back_into_service(alarm_id=alarm.pk, by=self.who, at=now(), version=version)
        )


class AlarmIncidentView(AlarmsView):
    """`POST`: open an incident for the alarm; the one that exists is answered as it is."""

    @extend_schema(
        request=AlarmIncident,
        responses={201: AlarmIncidentOpened, 200: AlarmIncidentOpened, 409: ErrorSerializer},
    )
    def post(self, request: Request, pk: str) -> Response:
        alarm = self.alarm()
        if not self.who.may(Can.WRITE_INCIDENTS):
            raise NotAllowed
        given = self.checked(AlarmIncident).validated_data
        opened = actions.open_incident(alarm_id=alarm.pk, by=self.who, at=now(), incident_type=given["type"])
        incident = {"id": str(opened.incident.pk), "number": opened.incident.number}
        told = {"alarm": item_of(alarm), "incident": incident, "is_new": opened.is_new}
        return Response(told, status=201 if opened.is_new else 200)
