"""The snapshot as a view: what the schema shows, and what answers where no ASGI server runs."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.models import User
from apps.accounts.roles import Can, Role
from apps.core.encoding import decode, encode
from apps.live.api.serializers import SnapshotSerializer
from apps.live.snapshot import compose
from apps.live.topics import topics_for


class SnapshotView(Guarded, APIView):
    """All that is open in scope as of one moment, and the feed's numbers at it."""

    may_read = Can.READ_LIVE

    @extend_schema(operation_id="live_snapshot", responses=SnapshotSerializer)
    def get(self, request: Request) -> Response:
        """The snapshot of the caller's scope; displays get it without personal data."""
        redacted = isinstance(request.user, User) and request.user.role == Role.DISPLAY
        topics = topics_for(request.user.may, redacted=redacted)  # type: ignore[union-attr]  # `Guarded` let it in
        # Through our own encoder: times and ids look the same as in events.
        return Response(decode(encode(compose(self.scope, redacted=redacted, topics=topics))))
