"""Reads of regions and places."""

from typing import TYPE_CHECKING

from django.contrib.gis.db import models

from apps.regions.folding import fold
from apps.regions.scope import Scope

if TYPE_CHECKING:
    from apps.regions.models import District, Place, Region  # noqa: F401


class RegionQuerySet(models.QuerySet["Region"]):
    def in_scope(self, scope: Scope) -> "RegionQuerySet":
        """The regions that `scope` covers."""
        return self if scope.is_national else self.filter(code__in=scope.codes)

    def bounded(self) -> "RegionQuerySet":
        """Without the national queue, which has no boundary."""
        return self.exclude(boundary=None)


class PlaceQuerySet(models.QuerySet["Place"]):
    def in_scope(self, scope: Scope) -> "PlaceQuerySet":
        """The places of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def matching(self, text: str) -> "PlaceQuerySet":
        """Places with a spelling that holds `text`, in any writing: whole names first, then beginnings."""
        words = fold(text)
        if not words:
            return self.none()
        rank = models.Case(
            models.When(search__contains=f"|{words}|", then=0),
            models.When(search__contains=f"|{words}", then=1),
            default=2,
            output_field=models.IntegerField(),
        )
        found = self.filter(search__contains=words).annotate(match_rank=rank)
        return found.order_by("match_rank", "-population", "name_uz", "pk")

    def inside_own_region(self) -> "PlaceQuerySet":
        """Places that the polygon of their own region covers."""
        return self.filter(region__boundary__covers=models.F("location"))


class DistrictQuerySet(models.QuerySet["District"]):
    def in_scope(self, scope: Scope) -> "DistrictQuerySet":
        """The districts of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)
