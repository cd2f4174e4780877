"""Reads of protected sites: in scope, in use, around a point, and with what watches them."""

from typing import TYPE_CHECKING

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point

from apps.regions.folding import fold
from apps.regions.scope import Scope

if TYPE_CHECKING:
    from apps.alarms.models.sites import Site  # noqa: F401 - the class below names it in a text


class SiteQuerySet(models.QuerySet["Site"]):
    def in_scope(self, scope: Scope) -> "SiteQuerySet":
        """The sites of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def active(self) -> "SiteQuerySet":
        """Without those that are retired."""
        return self.filter(retired_at=None)

    def touched_by(
        self, *, point: Point | None = None, camera: int | None = None, sensor: int | None = None
    ) -> "SiteQuerySet":
        """Those that hold `point` inside their perimeter, or are linked to the camera or the sensor."""
        wanted = models.Q(pk__in=())
        if point is not None:
            wanted |= models.Q(perimeter__covers=point)
        if camera is not None:
            wanted |= models.Q(pk__in=self.model.cameras.through.objects.filter(camera=camera).values("site"))
        if sensor is not None:
            wanted |= models.Q(pk__in=self.model.sensors.through.objects.filter(sensor=sensor).values("site"))
        return self.filter(wanted)

    def matching(self, text: str) -> "SiteQuerySet":
        """Those whose code, name and address hold each word of `text`, in any script."""
        words = fold(text).split()
        return self.filter(*[models.Q(search__contains=word) for word in words]) if words else self.none()
