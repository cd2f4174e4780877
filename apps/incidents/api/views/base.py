"""What the views share: whose incident it is, read in scope; a checked body; the answer."""

from typing import Any, ClassVar, Final, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.errors import NotFound, Sought
from apps.incidents.api.serializers import IncidentDetail
from apps.incidents.items import detail_of
from apps.incidents.models import Call, Incident
from apps.incidents.refusals import OfAnotherRegion
from apps.regions.scope import Scope

# What stands for an incident in a path, for the schema.
INCIDENT_KEY: Final = {"id": "The incident's id or its number."}

S = TypeVar("S", bound=Serializer)


def incident_in_scope(key: str, scope: Scope) -> Incident:
    """The incident of an id or a number; `NotFound` where it is missing, foreign, or `key` is nonsense."""
    sought = _incident_named(key)
    found = Incident.objects.in_scope(scope).filter(**{sought.field: sought.value}).first()
    if found is None:
        raise NotFound(sought)
    return found


def _incident_named(key: str) -> Sought:
    try:
        return Sought(Incident, "pk", UUID(key))
    except ValueError:
        return Sought(Incident, "number", key.upper().replace("\x00", ""))


def incident_owned(key: str, scope: Scope) -> Incident:
    """The same, to be worked on: raises `OfAnotherRegion` for one that is only shared with the scope."""
    found = incident_in_scope(key, scope)
    if not Incident.objects.owned_in(scope).filter(pk=found.pk).exists():
        raise OfAnotherRegion
    return found


def call_in_scope(key: str, scope: Scope) -> Call:
    """The call of an id; `NotFound` where it is missing, foreign, or `key` is nonsense."""
    try:
        wanted = UUID(key)
    except ValueError:
        raise NotFound from None
    found = Call.objects.in_scope(scope).filter(pk=wanted).first()
    if found is None:
        raise NotFound(Sought(Call, "pk", wanted))
    return found


def call_owned(key: str, scope: Scope) -> Call:
    """The same, to be worked on: raises `OfAnotherRegion` for one whose incident is only shared with the scope."""
    found = call_in_scope(key, scope)
    if not Call.objects.owned_in(scope).filter(pk=found.pk).exists():
        raise OfAnotherRegion
    return found


class IncidentsView(Guarded, GenericAPIView):
    """Base: reading needs `incidents:read`, writing `incidents:write`."""

    may_read = Can.READ_INCIDENTS
    may_write = Can.WRITE_INCIDENTS
    queryset: QuerySet[Any] = Incident.objects.none()
    serializer_class: type[Serializer] = IncidentDetail
    filter_backends = []
    path_help: ClassVar[dict[str, str]] = INCIDENT_KEY

    def incident(self) -> Incident:
        """The incident in the address, in scope."""
        return incident_in_scope(self.kwargs["pk"], self.scope)

    def own_incident(self) -> Incident:
        """The incident in the address, to be changed: one of the caller's own regions."""
        return incident_owned(self.kwargs["pk"], self.scope)

    def checked(self, kind: type[S]) -> S:
        """The body, checked; raises a validation error."""
        given = kind(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        return given

    def shown(self, incident: Incident, status: int = 200) -> Response:
        """The answer: the incident as it is now."""
        return Response(detail_of(incident.pk), status=status)

    @property
    def who(self) -> Any:
        """The user or API client who asks."""
        return self.request.user
