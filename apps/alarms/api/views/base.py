"""What the views of alarms share: whose alarm it is, read in scope; a checked body; the answer."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.alarms.api.serializers import AlarmItem
from apps.alarms.items import item_of
from apps.alarms.models import Alarm
from apps.core.errors import NotFound, Sought
from apps.regions.scope import Scope

S = TypeVar("S", bound=Serializer)


def alarm_in_scope(key: UUID, scope: Scope) -> Alarm:
    """The alarm of an id; `NotFound` where it is missing or foreign."""
    found = Alarm.objects.in_scope(scope).filter(pk=key).first()
    if found is None:
        raise NotFound(Sought(Alarm, "pk", key))
    return found


class AlarmsView(Guarded, GenericAPIView):
    """Base: reading needs `alarms:read`, acting on alarms `alarms:handle`."""

    may_read = Can.READ_ALARMS
    may_write = Can.HANDLE_ALARMS
    queryset: QuerySet[Any] = Alarm.objects.none()
    serializer_class: type[Serializer] = AlarmItem
    filter_backends = []

    def alarm(self) -> Alarm:
        """The alarm in the address, in scope."""
        return alarm_in_scope(self.kwargs["pk"], self.scope)

    def checked(self, kind: type[S]) -> S:
        """The body, checked; raises a validation error."""
        given = kind(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        return given

    def shown(self, alarm: Alarm, status: int = 200) -> Response:
        """The answer: the alarm as it is now."""
        return Response(item_of(alarm), status=status)

    @property
    def who(self) -> Any:
        """The user or API client who asks."""
        return self.request.user
