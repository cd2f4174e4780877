"""To whom an incident may be handed over."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.roles import Can
from apps.core.clock import now
from apps.incidents.api.serializers import HandlerChoice
from apps.incidents.api.views.base import IncidentsView
from apps.incidents.api.views.records import WholePages
from apps.incidents.handlers import people_for, person_item


class HandlerListView(IncidentsView):
    """The people who may go on with the incident, without its present handler; who is present comes first."""

    may_read = Can.WRITE_INCIDENTS
    pagination_class = WholePages

    @extend_schema(responses=HandlerChoice(many=True))
    def get(self, request: Request, pk: str) -> Response:
        incident = self.own_incident()
        people: Any = people_for([incident.region_id], at=now()).exclude(handled_incidents=incident.pk)
        page: Any = self.paginate_queryset(people)
        return self.get_paginated_response([person_item(person) for person in page])
