"""Protected sites, what watches them, and whom to call, whose reading is audited."""

from typing import Any

from django.contrib.gis.geos import Point
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.permissions import Guarded
from apps.accounts.roles import Can
from apps.alarms.api.near import point_of
from apps.alarms.api.site_filters import SiteFilter
from apps.alarms.api.site_serializers import (
    ContactSerializer,
    SiteCameraSerializer,
    SiteDetailSerializer,
    SiteSensorSerializer,
    SiteSerializer,
)
from apps.alarms.models import Site
from apps.alarms.site_queries import SiteQuerySet
from apps.alarms.site_watch import cameras_of, sensors_of
from apps.core.readings import Reading, read

NEAR = OpenApiParameter("near", str, description="`lon,lat`: measure from here; else from the site's middle.")


class _Sites(Guarded, GenericAPIView):
    may_read = Can.READ_ALARMS
    queryset = Site.objects.none()
    serializer_class: Any = SiteSerializer

    def get_queryset(self) -> SiteQuerySet:
        return Site.objects.in_scope(self.scope).active()


class SiteListView(_Sites, ListAPIView):
    """Protected sites in scope, by region and code."""

    filterset_class = SiteFilter


class SiteView(_Sites, RetrieveAPIView):
    """One site with what to do and whom to call; the numbers are masked."""

    filter_backends = []
    serializer_class = SiteDetailSerializer


class SiteContactsView(_Sites):
    """Whom to call, with whole numbers; that they were read is written into the audit trail first."""

    filter_backends = []
    pagination_class = None

    @extend_schema(responses=ContactSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        site = self.get_object()
        contacts = ContactSerializer(site.contacts.all(), many=True).data
        if contacts:
            told = Reading("alarms.sitecontact", ("name", "phone"), site.pk, site.region_id, len(contacts))
            read(request._request, told)
        answer = Response(contacts)
        answer["Cache-Control"] = "private, no-store"
        return answer


class _Watching(_Sites):
    """Paged rows of what watches a site, nearest first."""

    filter_backends = []

    def nearest(self, request: Request) -> tuple[Site, Point]:
        """The site, and the point to measure from."""
        site = self.get_object()
        near = request.query_params.get("near")
        return site, point_of(near, field="near") if near else site.middle

    def paged(self, rows: Any, serializer: Any) -> Response:
        """One page of the rows."""
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(serializer(page, many=True).data)


class SiteCamerasView(_Watching):
    """The site's cameras in use: those linked to it and those inside its perimeter, nearest first."""

    may_read = Can.READ_CAMERAS
    serializer_class = SiteCameraSerializer

    @extend_schema(parameters=[NEAR], responses=SiteCameraSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        site, here = self.nearest(request)
        return self.paged(cameras_of(site, near=here, scope=self.scope), SiteCameraSerializer)


class SiteSensorsView(_Watching):
    """The site's sensors in use: those linked to it and those inside its perimeter, nearest first."""

    may_read = Can.READ_SENSORS
    serializer_class = SiteSensorSerializer

    @extend_schema(parameters=[NEAR], responses=SiteSensorSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        site, here = self.nearest(request)
        return self.paged(sensors_of(site, near=here, scope=self.scope), SiteSensorSerializer)
