"""`POST /intake/positions/`: positions of many devices from another system, by API key."""

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.authentication import ApiKeyAuthentication
from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import DomainError, InvalidInput
from apps.inspectors.actions import Fate, Reading, record_positions
from apps.inspectors.api.readings import BadRow, reading_of
from apps.inspectors.api.serializers import PositionRowSerializer, PositionsTakenSerializer

ROWS: Final = 10_000
DROPPED: Final = frozenset({Fate.OFF_DUTY, Fate.TOO_OLD})


class NotAList(InvalidInput):
    message = _("A list of positions is needed.")


class TooMany(DomainError):
    code = "too_many"
    status = 413
    message = _("At most 10,000 positions can be sent at once.")


class PositionsView(Guarded, APIView):
    """Stores what can be stored before it answers; each row that cannot is named with a code."""

    authentication_classes = [ApiKeyAuthentication]
    may_read = Can.WRITE_POSITIONS
    may_write = Can.WRITE_POSITIONS

    @extend_schema(
        request=PositionRowSerializer(many=True),
        responses={200: PositionsTakenSerializer, 413: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        rows = request.data
        if not isinstance(rows, list):
            raise NotAList
        if len(rows) > ROWS:
            raise TooMany
        at = now()
        readings, rejected = _read(rows, at)
        fates = record_positions(readings=list(readings.values()), scope=self.scope, at=at)
        told = dict(zip(readings, fates, strict=True))
        rejected |= {n: fate.value for n, fate in told.items() if fate == Fate.UNKNOWN_DEVICE}
        return Response(
            {
                "accepted": sum(fate == Fate.STORED for fate in fates),
                "dropped": [{"index": n, "code": fate.value} for n, fate in told.items() if fate in DROPPED],
                "rejected": [{"index": n, "code": rejected[n]} for n in sorted(rejected)],
            }
        )


def _read(rows: list[Any], at: datetime) -> tuple[dict[int, Reading], dict[int, str]]:
    """The rows that can be read, and the codes of those that cannot, by their place."""
    readings: dict[int, Reading] = {}
    rejected: dict[int, str] = {}
    for n, row in enumerate(rows):
        try:
            readings[n] = reading_of(row, at=at)
        except BadRow as error:
            rejected[n] = error.code
    return readings, rejected
