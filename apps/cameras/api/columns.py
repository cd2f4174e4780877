"""Cameras as columns, for the schema and for servers without ASGI; `route.py` answers elsewhere."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from apps.accounts.roles import Can
from apps.cameras.columns import kept_cameras, kept_cones
from apps.live.api.column_views import ColumnsView


class CameraColumnsSerializer(serializers.Serializer[Any]):
    """All cameras in use as columns; `lon` and `lat` are delta-coded integers of 1e-5 degrees.

    `status`, `kind` and `region` are places in `statuses`, `kinds` and `regions`.
    """

    version = serializers.CharField()
    statuses = serializers.ListField(child=serializers.CharField())
    kinds = serializers.ListField(child=serializers.CharField())
    regions = serializers.ListField(child=serializers.CharField())
    ids = serializers.ListField(child=serializers.IntegerField())
    lon = serializers.ListField(child=serializers.IntegerField())
    lat = serializers.ListField(child=serializers.IntegerField())
    status = serializers.ListField(child=serializers.IntegerField())
    kind = serializers.ListField(child=serializers.IntegerField())
    region = serializers.ListField(child=serializers.IntegerField())


class CameraConesSerializer(serializers.Serializer[Any]):
    """Where cameras look, of those of which it is known: degrees and metres."""

    version = serializers.CharField()
    regions = serializers.ListField(child=serializers.CharField())
    ids = serializers.ListField(child=serializers.IntegerField())
    azimuth = serializers.ListField(child=serializers.IntegerField())
    fov_deg = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    range_m = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    region = serializers.ListField(child=serializers.IntegerField())


class CameraColumnsView(ColumnsView):
    """All cameras in scope that are in use, as columns: cached, with an ETag, gzipped for who takes it."""

    may_read = Can.READ_CAMERAS
    kept = kept_cameras

    @extend_schema(responses={200: CameraColumnsSerializer, 304: None})
    def get(self, request: Request) -> HttpResponse:
        return self.columns(request)


class CameraConesView(ColumnsView):
    """Where the cameras in scope look, as columns: apart from the others, since they are seen at street zoom alone."""

    may_read = Can.READ_CAMERAS
    kept = kept_cones

    @extend_schema(responses={200: CameraConesSerializer, 304: None})
    def get(self, request: Request) -> HttpResponse:
        return self.columns(request)
