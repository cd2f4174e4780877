"""Reads of cameras: in scope, in use, nearest to a point in metres."""

from typing import TYPE_CHECKING

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point

from apps.core.nearest import nearest
from apps.regions.folding import fold
from apps.regions.scope import Scope

if TYPE_CHECKING:
    from apps.cameras.models import Camera


class CameraQuerySet(models.QuerySet["Camera"]):
    def in_scope(self, scope: Scope) -> "CameraQuerySet":
        """The cameras of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def active(self) -> "CameraQuerySet":
        """Without those that are retired."""
        return self.filter(retired_at=None)

    def asked(self) -> "CameraQuerySet":
        """Those in use that have an address of a stream or a picture."""
        return self.filter(models.Q(retired_at=None) & ~models.Q(stream_url="", snapshot_url=""))

    def nearest_to(
        self, point: Point, *, limit: int, within_m: float | None = None
    ) -> "models.QuerySet[Camera]":
        """The `limit` nearest, nearest first, each with `distance_m` in metres; none beyond `within_m`."""
        return nearest(self, point, limit=limit, within=within_m)

    def matching(self, text: str) -> "CameraQuerySet":
        """Those whose code, name and address hold each word of `text`, in any script."""
        words = fold(text).split()
        return self.filter(*[models.Q(search__contains=word) for word in words]) if words else self.none()

    def locked(self, camera_id: int) -> "Camera":
        """The camera under a row lock; raises `Camera.DoesNotExist`."""
        return self.select_for_update(of=("self",)).get(pk=camera_id)
