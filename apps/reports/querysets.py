"""Reads of facts and runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Least

from apps.incidents.models import Target
from apps.regions.scope import Scope
from apps.reports.intervals import PRIORITY_OF_NONE, State

if TYPE_CHECKING:
    from apps.reports.models import Fact, ReportRun, Rollup, Touch  # noqa: F401
    from apps.reports.periods import Period


class FactQuerySet(models.QuerySet["Fact"]):
    def in_scope(self, scope: Scope) -> FactQuerySet:
        """The facts of the regions that `scope` covers; figures follow the last region of an incident."""
        return self if scope.is_national else self.filter(region_id__in=scope.codes)

    def in_period(self, period: Period) -> FactQuerySet:
        """Those of these local days."""
        return self.filter(day__range=(period.first, period.last))

    def missed_open(self, *, as_of: datetime) -> FactQuerySet:
        """Those without a stop stamp that are past their limit at `as_of`, or were when they ended."""
        targets = Target.objects.filter(
            Q(type=OuterRef("type_id")) | Q(type=None),
            priority=Coalesce(OuterRef("priority"), PRIORITY_OF_NONE),
            interval=OuterRef("interval"),
        ).order_by(F("type").asc(nulls_last=True))
        limit = ExpressionWrapper(
            Subquery(targets.values("limit_s")[:1]) * Value(timedelta(seconds=1)),
            output_field=DurationField(),
        )
        # PostgreSQL's LEAST passes over NULL.
        until = Least(F("given_up_at"), Value(as_of, output_field=DateTimeField()))
        last_start = ExpressionWrapper(until - limit, output_field=DateTimeField())
        waited = Q(state=State.OPEN.value) | Q(state=State.MISSING.value, given_up_at__isnull=False)
        return self.filter(waited, start_at__lt=last_start)


class TouchQuerySet(models.QuerySet["Touch"]):
    def waiting(self) -> TouchQuerySet:
        """Those that the next condensing takes."""
        return self.filter(retry_at=None)


class RollupQuerySet(models.QuerySet["Rollup"]):
    def of_days(self) -> RollupQuerySet:
        """Single days."""
        return self.filter(unit="day")

    def of_months(self) -> RollupQuerySet:
        """Whole months."""
        return self.filter(unit="month")


class RunQuerySet(models.QuerySet["ReportRun"]):
    def in_scope(self, scope: Scope) -> RunQuerySet:
        """The runs whose every region `scope` covers."""
        if scope.is_national:
            return self
        return self.filter(is_national=False, regions__contained_by=sorted(scope.codes))

    def unfinished(self) -> RunQuerySet:
        """Those that are queued or running."""
        return self.filter(finished_at=None)

    def forgotten(self, *, unsent_before: datetime, silent_before: datetime) -> RunQuerySet:
        """Those that a broker or a worker lost: never sent, or sent or alive too long ago."""
        return self.unfinished().filter(
            Q(status="queued", sent_at=None, requested_at__lt=unsent_before)
            | Q(status="queued", sent_at__lt=silent_before)
            | Q(status="running", beat_at__lt=silent_before)
        )
