"""Reads of shifts."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models.functions import Coalesce

from apps.inspectors.shift_rules import EARLY
from apps.regions.scope import Scope

if TYPE_CHECKING:
    from apps.inspectors.models import Shift


class ShiftQuerySet(models.QuerySet["Shift"]):
    def in_scope(self, scope: Scope) -> "ShiftQuerySet":
        """The shifts of inspectors of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(inspector__region__in=scope.codes)

    def shown(self) -> "ShiftQuerySet":
        """With all that their JSON shows."""
        return self.select_related("inspector", "unit")

    def standing(self) -> "ShiftQuerySet":
        """Without plans that were taken back."""
        return self.filter(withdrawn_at=None)

    def running(self) -> "ShiftQuerySet":
        """Those by which somebody is on duty."""
        return self.filter(began_at__isnull=False, ended_at=None)

    def begun(self) -> "ShiftQuerySet":
        """Those by which somebody is or was on duty."""
        return self.filter(began_at__isnull=False)

    def waiting(self) -> "ShiftQuerySet":
        """Plans that nobody has kept or taken back."""
        return self.filter(began_at=None, withdrawn_at=None)

    def to_begin_at(self, moment: datetime) -> "ShiftQuerySet":
        """The plans that somebody keeps who begins at this moment, the earliest first."""
        fits = self.waiting().filter(planned_from__lte=moment + EARLY, planned_to__gt=moment)
        return fits.order_by("planned_from")

    def after(self, moment: datetime) -> "ShiftQuerySet":
        """Those that end after a moment, or have not ended: by their duty where it began, else by their plan."""
        ends = models.Case(
            models.When(began_at__isnull=False, then=models.F("ended_at")), default=models.F("planned_to")
        )
        return self.alias(ends=ends).filter(models.Q(ends__gt=moment) | models.Q(ends=None))

    def before(self, moment: datetime) -> "ShiftQuerySet":
        """Those that begin before a moment."""
        return self.alias(begins=Coalesce("began_at", "planned_from")).filter(begins__lt=moment)

    def within(self, since: datetime, until: datetime) -> "ShiftQuerySet":
        """Those that touch [since, until)."""
        return self.after(since).before(until)

    def locked(self, shift_id: UUID | str) -> "Shift":
        """The shift under a row lock; raises `Shift.DoesNotExist`."""
        return self.select_for_update(of=("self",)).get(pk=shift_id)
