"""Reads of regions and places."""

from typing import TYPE_CHECKING

from django.contrib.gis.db import models

from apps.regions.scope import Scope

if TYPE_CHECKING:
    from apps.regions.models import Place, Region  # noqa: F401


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
