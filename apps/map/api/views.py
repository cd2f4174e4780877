"""The base map and the palette's search."""

from dataclasses import asdict

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded, IsSignedIn
from apps.accounts.models import ApiClient, User
from apps.accounts.roles import Can
from apps.map.api.serializers import BasemapSerializer, FoundSerializer, SearchLimit
from apps.map.basemap import basemap
from apps.map.search import Found, search


class BasemapView(APIView):
    """Regions, lakes and places in the user's language; cached by content."""

    permission_classes = [IsSignedIn]

    @extend_schema(responses={200: BasemapSerializer, 304: None})
    def get(self, request: Request) -> HttpResponse:
        body, etag = basemap()
        response = HttpResponse(body, content_type="application/json")
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        response["Vary"] = "Accept-Language, Cookie"
        return get_conditional_response(request, etag=etag, response=response) or response


class SearchView(Guarded, APIView):
    """`?q=`: places, incidents, units and cameras that match, in any script and with any apostrophe."""

    may_read = Can.READ_INCIDENTS
    may_write = Can.READ_INCIDENTS

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, required=True),
            OpenApiParameter("limit", int, description="Hits of each kind: 6, at most 50."),
        ],
        responses=FoundSerializer,
    )
    def get(self, request: Request) -> Response:
        text = request.query_params.get("q", "").replace("\x00", "").strip()[:100]
        asked = SearchLimit(data=request.query_params)
        asked.is_valid(raise_exception=True)
        principal = request.user
        assert isinstance(principal, User | ApiClient)  # noqa: S101 - the permission saw to it
        found = search(text, by=principal, limit=asked.validated_data["limit"]) if len(text) > 1 else Found()
        return Response({"results": [asdict(hit) for hit in found.hits], "counts": found.counts})
