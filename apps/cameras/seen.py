"""Reads of what cameras have seen: detections, plates, hits of the watch list, violations."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.contrib.gis.db import models
from django.db.models import F, Func, Q, Value

from apps.regions.scope import Scope

if TYPE_CHECKING:
    from apps.cameras.models import (  # noqa: F401
        Detection,
        PlateHit,
        PlateRead,
        Violation,
        WatchEntry,
    )

M = TypeVar("M", bound=models.Model)


class _Like(Func):
    arg_joiner = " LIKE "
    template = "%(expressions)s"
    output_field = models.BooleanField()


class SeenQuerySet(models.QuerySet[M]):
    """Base: rows that have a region, and a camera that is shown with them."""

    def in_scope(self, scope: Scope) -> SeenQuerySet[M]:
        """The rows of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def with_camera(self) -> SeenQuerySet[M]:
        """The camera is read along."""
        return self.select_related("camera")


class DetectionQuerySet(SeenQuerySet["Detection"]):
    def open(self) -> DetectionQuerySet:
        """What is still seen."""
        return self.filter(ended_at=None)


class PlateReadQuerySet(SeenQuerySet["PlateRead"]):
    def between(self, start: datetime, end: datetime) -> PlateReadQuerySet:
        """Readings from `start` on and before `end`: only the partitions of these days are looked at."""
        return self.filter(at__gte=start, at__lt=end)

    def like(self, pattern: str) -> PlateReadQuerySet:
        """Readings whose key fits a pattern of SQL's LIKE; the index of trigrams helps."""
        return self.filter(_Like(F("key"), Value(pattern)))


class PlateHitQuerySet(SeenQuerySet["PlateHit"]):
    """Hits of the watch list."""


class ViolationQuerySet(SeenQuerySet["Violation"]):
    def open(self) -> ViolationQuerySet:
        """Those that are to be decided."""
        return self.filter(decided_at=None)

    def decided(self) -> ViolationQuerySet:
        """Those that are decided."""
        return self.exclude(decided_at=None)


class WatchEntryQuerySet(models.QuerySet["WatchEntry"]):
    def in_scope(self, scope: Scope) -> WatchEntryQuerySet:
        """The entries of the regions that `scope` covers, and those of the whole nation."""
        return self if scope.is_national else self.filter(Q(region=None) | Q(region__in=scope.codes))

    def owned_in(self, scope: Scope) -> WatchEntryQuerySet:
        """The entries that somebody with this scope may take off: those of the nation by the nation alone."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def listed(self) -> WatchEntryQuerySet:
        """Those that nobody has taken off; they may not be valid yet, or no more."""
        return self.filter(ended_at=None)

    def valid(self, *, at: datetime) -> WatchEntryQuerySet:
        """Those that count at this moment."""
        return self.listed().filter(Q(valid_until=None) | Q(valid_until__gt=at), valid_from__lte=at)
