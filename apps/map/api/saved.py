"""Saved views as JSON."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.cameras.refusals import person
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import now
from apps.core.errors import NotFound
from apps.map.actions import Drawn, delete_view, save_view
from apps.map.models import QUERY_LENGTH, SavedView


class SavedViewSerializer(serializers.ModelSerializer[SavedView]):
    """A view; `is_mine` is whether the caller may write it over or take it away."""

    region = serializers.CharField(source="region_id", allow_null=True)
    is_mine = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = ("id", "slug", "name", "query", "is_shared", "region", "is_mine")

    def get_is_mine(self, view: SavedView) -> bool:
        return bool(view.owner_id == self.context["asker"])


class DrawnSerializer(serializers.Serializer):
    """A view to be kept; `query` is what stands after the `?` of the console's address."""

    name = serializers.CharField(max_length=80)
    query = serializers.CharField(max_length=QUERY_LENGTH, allow_blank=True, default="")
    is_shared = serializers.BooleanField(default=False)
    region = serializers.CharField(max_length=8, allow_null=True, default=None)


class SavedViewsSerializer(serializers.Serializer):
    """All that the caller may open."""

    results = SavedViewSerializer(many=True)


class SavedViewsView(Guarded, APIView):
    """`GET` answers own and shared views, `POST` keeps one of one's own; the same name again is written over."""

    may_read = Can.READ_LIVE
    may_write = Can.READ_INCIDENTS
    repeats_by_itself = True

    @extend_schema(responses=SavedViewsSerializer)
    def get(self, request: Request) -> Response:
        asker = request.user.pk if isinstance(request.user, User) else 0
        rows = SavedView.objects.of(asker, self.scope).order_by("name", "pk")
        shown = SavedViewSerializer(rows, many=True, context={"asker": asker})
        return Response({"results": shown.data})

    @extend_schema(request=DrawnSerializer, responses={200: SavedViewSerializer, 403: ErrorSerializer})
    def post(self, request: Request) -> Response:
        given = DrawnSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        by = cast(User, person(request.user))
        view = save_view(drawn=Drawn(**given.validated_data), by=by, at=now())
        return Response(SavedViewSerializer(view, context={"asker": by.pk}).data)


class SavedViewView(Guarded, APIView):
    """`DELETE` takes an own view away, and answers what it was."""

    may_read = Can.READ_LIVE
    may_write = Can.READ_INCIDENTS

    @extend_schema(request=None, responses={200: SavedViewSerializer, 404: ErrorSerializer})
    def delete(self, request: Request, pk: str) -> Response:
        if not pk.isdecimal() or len(pk) > 15:
            raise NotFound
        by = cast(User, person(request.user))
        view = SavedViewSerializer(delete_view(view_id=int(pk), by=by), context={"asker": by.pk})
        return Response(view.data)
