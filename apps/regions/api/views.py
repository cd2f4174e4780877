"""Regions, districts and places: public reference data, the same for whoever is signed in."""

from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.api.geojson import GeoJSONRenderer
from apps.core.geo import point
from apps.regions.api.filters import DistrictFilter, PlaceFilter
from apps.regions.api.serializers import (
    DistrictSerializer,
    LocatedSerializer,
    PlaceSerializer,
    RegionSerializer,
    WhereSerializer,
)
from apps.regions.locate import locate
from apps.regions.models import District, Place, Region


class RegionListView(ListAPIView):
    """The 14 regions and `UZ`, the national queue."""

    queryset = Region.objects.all()
    serializer_class = RegionSerializer
    filter_backends = []
    renderer_classes = [JSONRenderer, GeoJSONRenderer]


class LocateView(APIView):
    """Which region holds a point: inside, or the nearest within 5 km, or none."""

    @extend_schema(parameters=[WhereSerializer], responses=LocatedSerializer)
    def get(self, request: Request) -> Response:
        where = WhereSerializer(data=request.query_params)
        where.is_valid(raise_exception=True)
        found = locate(point(where.validated_data["lon"], where.validated_data["lat"]))
        return Response(LocatedSerializer(found).data)


class DistrictListView(ListAPIView):
    """Districts by region and name. They have no polygons: none is guessed from a point."""

    queryset = District.objects.all()
    serializer_class = DistrictSerializer
    filterset_class = DistrictFilter


class PlaceListView(ListAPIView):
    """Populated places, the largest first; with `search`, the best match first."""

    queryset = Place.objects.order_by("-population", "pk")
    serializer_class = PlaceSerializer
    filterset_class = PlaceFilter
    renderer_classes = [JSONRenderer, GeoJSONRenderer]
