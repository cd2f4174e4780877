"""The caller's own account."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import IsSignedIn
from apps.accounts.api.serializers import MeSerializer
from apps.accounts.models import ApiClient, User
from apps.accounts.roles import INTEGRATION, Can
from apps.accounts.scope import scope_of
from apps.accounts.start import start_page
from apps.regions.models import Region


def account_of(principal: User | ApiClient) -> dict[str, Any]:
    """What `me/` tells."""
    scope = scope_of(principal)
    return {
        "id": principal.pk,
        "kind": principal.actor_kind,
        "name": principal.actor_name,
        "is_national": principal.is_national,
        "regions": list(Region.objects.in_scope(scope).values_list("code", flat=True)),
        "scopes": sorted(can.value for can in Can if principal.may(can)),
        **(_of_user(principal) if isinstance(principal, User) else _of_client(principal)),
    }


def _of_user(user: User) -> dict[str, Any]:
    return {
        "username": user.username,
        "role": user.role,
        "language": user.language,
        "start_page": start_page(user),
    }


def _of_client(client: ApiClient) -> dict[str, Any]:
    return {"username": client.name, "role": INTEGRATION, "language": None, "start_page": None}


class MeView(APIView):
    """Who asks, and what he, she or it may."""

    permission_classes = [IsSignedIn]

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        principal = request.user
        assert isinstance(principal, User | ApiClient)  # noqa: S101 - the permission saw to it
        return Response(MeSerializer(account_of(principal)).data)
