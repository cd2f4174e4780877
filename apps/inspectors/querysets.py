"""Reads of units, people, devices and assignments."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point

from apps.core.nearest import nearest_by_cells
from apps.inspectors.workflow import ACTIVE, AssignmentStatus, UnitStatus
from apps.regions.scope import Scope

if TYPE_CHECKING:
    from apps.inspectors.models import AidRequest, Assignment, Device, Inspector, Unit  # noqa: F401


class UnitQuerySet(models.QuerySet["Unit"]):
    def in_scope(self, scope: Scope) -> "UnitQuerySet":
        """The units of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def active(self) -> "UnitQuerySet":
        """Without those that are retired."""
        return self.filter(retired_at=None)

    def on_duty(self) -> "UnitQuerySet":
        """Those whose position is anybody's business."""
        return self.exclude(status=UnitStatus.OFF_DUTY)

    def nearest_to(self, point: Point, *, limit: int, within: float | None = None) -> "UnitQuerySet":
        """The `limit` whose newest position is nearest, nearest first, each with `distance_m` in metres."""
        return nearest_by_cells(  # type: ignore[return-value]
            self, point, limit=limit, within=within, field="latest__location", cell="latest__cell"
        )

    def shown(self) -> "UnitQuerySet":
        """With all that a list item shows, in two queries."""
        return self.select_related("latest").prefetch_related("crew")

    def matching(self, text: str) -> "UnitQuerySet":
        """Those whose call sign, vehicle or home beat holds `text`."""
        text = text.strip()
        return self.filter(
            models.Q(call_sign__icontains=text)
            | models.Q(vehicle__icontains=text)
            | models.Q(home_beat__icontains=text)
        )

    def locked(self, unit_id: int) -> "Unit":
        """The unit under a row lock; raises `Unit.DoesNotExist`."""
        return self.select_for_update(of=("self",)).get(pk=unit_id)


class InspectorQuerySet(models.QuerySet["Inspector"]):
    def in_scope(self, scope: Scope) -> "InspectorQuerySet":
        """The inspectors of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def active(self) -> "InspectorQuerySet":
        """Without those that are retired."""
        return self.filter(retired_at=None)

    def matching(self, text: str) -> "InspectorQuerySet":
        """Those whose name or badge holds `text`."""
        text = text.strip()
        return self.filter(models.Q(full_name__icontains=text) | models.Q(badge__icontains=text))


class DeviceQuerySet(models.QuerySet["Device"]):
    def in_scope(self, scope: Scope) -> "DeviceQuerySet":
        """The devices of units of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(unit__region__in=scope.codes)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_scope(self, scope: Scope) -> "AssignmentQuerySet":
        """The assignments whose unit or incident belongs to a region that `scope` covers."""
        if scope.is_national:
            return self
        return self.filter(
            models.Q(unit__region__in=scope.codes) | models.Q(incident__region__in=scope.codes)
        )

    def active(self) -> "AssignmentQuerySet":
        """Those that have not ended."""
        return self.filter(status__in=sorted(ACTIVE))

    def shown(self) -> "AssignmentQuerySet":
        """With all that their JSON shows."""
        return self.select_related("unit", "incident", "by_user", "by_client")

    def of_incidents(self, incident_ids: Iterable[UUID | str]) -> "AssignmentQuerySet":
        """Those to these incidents."""
        return self.filter(incident__in=list(incident_ids))

    def unanswered_since(self, moment: datetime) -> "AssignmentQuerySet":
        """Those that were given at `moment` or before and that nobody has accepted."""
        return self.filter(status=AssignmentStatus.ASSIGNED, assigned_at__lte=moment)

    def locked(self, assignment_id: UUID | str) -> "Assignment":
        """The assignment under a row lock; raises `Assignment.DoesNotExist`."""
        return self.select_for_update(of=("self",)).get(pk=assignment_id)


class AidQuerySet(models.QuerySet["AidRequest"]):
    def in_scope(self, scope: Scope) -> "AidQuerySet":
        """The requests that `scope` was asked, or asks itself."""
        if scope.is_national:
            return self
        return self.filter(models.Q(region__in=scope.codes) | models.Q(incident__region__in=scope.codes))

    def answerable_in(self, scope: Scope) -> "AidQuerySet":
        """Those that somebody of `scope` may answer: its regions were asked."""
        return self if scope.is_national else self.filter(region__in=scope.codes)
