"""`POST /intake/positions/` for servers without ASGI: positions of many devices from another system, by API key."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.authentication import ApiKeyAuthentication
from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.inspectors.actions import record_positions
from apps.inspectors.api.batches import read_batch
from apps.inspectors.api.serializers import PositionRowSerializer, PositionsTakenSerializer


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
        at = now()
        batch = read_batch(request.data, at=at)
        return Response(batch.told(record_positions(readings=batch.readings, scope=self.scope, at=at)))
