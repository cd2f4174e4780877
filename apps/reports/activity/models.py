"""Facts of a local day's work in the field (a cache that may be deleted), and what waits to be condensed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

_COUNTS = ("accepted", "refused", "expired", "withdrawn", "arrived")


class Activity(models.Model):
    """What a local day came to for one inspector with one unit; without an inspector, the calls of the unit itself.

    A call that a crew of two answers stands in both their rows, and once in the unit's. Written by `keeping` alone.
    """

    day = models.DateField()
    unit_id = models.BigIntegerField()
    inspector_id = models.BigIntegerField(null=True)
    # Microseconds: exact, as PostgreSQL keeps time.
    duty_us = models.BigIntegerField(default=0)
    committed_us = models.BigIntegerField(default=0)
    # Came while the inspector, or for a unit anybody, was on duty with it.
    calls = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    expired = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    arrived = models.PositiveIntegerField(default=0)
    # Of a unit alone: came while nobody was on duty by a shift; without the stamp of being sent; ended nobody knows when.
    off_shift = models.PositiveIntegerField(default=0)
    unstamped = models.PositiveIntegerField(default=0)
    unended = models.PositiveIntegerField(default=0)
    # From being sent to accepting, one length a call, in order.
    accept_us = ArrayField(models.BigIntegerField(), default=list)
    is_running = models.BooleanField(default=False)
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("fact of a day in the field")
        verbose_name_plural = _("facts of days in the field")
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "day", "inspector_id"],
                nulls_distinct=False,
                name="activity_is_one_per_unit_day_and_inspector",
            ),
            models.CheckConstraint(
                condition=models.Q(committed_us__gte=0, committed_us__lte=models.F("duty_us")),
                name="activity_commits_no_more_than_duty",
            ),
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__lte": models.F("calls") for name in _COUNTS}),
                name="activity_counts_no_more_than_calls",
            ),
        ]
        indexes = [
            models.Index(fields=["day", "unit_id"], name="activity_by_day_and_unit"),
            models.Index(fields=["inspector_id", "day"], name="activity_by_inspector_and_day"),
            # Those that grow by themselves: of today, and few.
            models.Index(fields=["unit_id"], condition=models.Q(is_running=True), name="activity_running"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.unit_id} {self.inspector_id or ''}".strip()


class ActivityTouch(models.Model):
    """A shift or an assignment of the unit changed on this day: written by triggers. A day may stand here more than once."""

    day = models.DateField()
    unit_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("day in the field to condense")
        verbose_name_plural = _("days in the field to condense")
        indexes = [models.Index(fields=["unit_id", "day"], name="activity_touch_by_unit_and_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.unit_id}"
