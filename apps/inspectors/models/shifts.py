"""When people are on duty: as it was planned, and as it came."""

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from apps.core.clock import told
from apps.core.models import UUIDModel
from apps.inspectors.models.units import Inspector, Unit
from apps.inspectors.shift_querysets import ShiftQuerySet
from apps.inspectors.shift_rules import ShiftState, state_of


class _Range(models.Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Shift(UUIDModel):
    """One turn of duty of one inspector with one unit. Without `planned_from` nobody had planned it.

    A plan that is not kept stays without `began_at`; one that is taken back has `withdrawn_at`.
    """

    inspector = models.ForeignKey(
        Inspector, models.PROTECT, related_name="shifts", verbose_name=_("inspector")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="shifts", verbose_name=_("unit"))
    planned_from = models.DateTimeField(_("planned from"), null=True, blank=True)
    planned_to = models.DateTimeField(_("planned to"), null=True, blank=True)
    began_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = (Coalesce("began_at", "planned_from"), "id")
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.UniqueConstraint(
                fields=["inspector"],
                condition=models.Q(began_at__isnull=False, ended_at__isnull=True),
                name="shift_one_running_per_inspector",
            ),
            models.UniqueConstraint(fields=["inspector", "began_at"], name="shift_begins_once"),
            models.CheckConstraint(
                condition=models.Q(planned_from__isnull=True, planned_to__isnull=True)
                | models.Q(planned_from__isnull=False, planned_to__gt=models.F("planned_from")),
                name="shift_plan_has_a_beginning_before_its_end",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_from__isnull=False) | models.Q(began_at__isnull=False),
                name="shift_is_planned_or_has_begun",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(began_at__isnull=False),
                name="shift_that_ended_has_begun",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(began_at__isnull=True),
                name="shift_withdrawn_has_not_begun",
            ),
            ExclusionConstraint(
                name="shift_plans_of_an_inspector_do_not_overlap",
                expressions=[
                    (models.F("inspector"), RangeOperators.EQUAL),
                    (_Range("planned_from", "planned_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(withdrawn_at__isnull=True, planned_from__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "began_at"], name="shift_by_unit"),
            models.Index(fields=["planned_from"], name="shift_by_plan"),
            models.Index(fields=["began_at"], name="shift_by_beginning"),
        ]

    def __str__(self) -> str:
        begins = self.began_at or self.planned_from
        return f"{self.inspector_id} {told(begins) if begins else ''}".strip()

    @property
    def is_running(self) -> bool:
        """Is somebody on duty by it?"""
        return self.began_at is not None and self.ended_at is None

    def state(self, at: datetime) -> ShiftState:
        """How far it is at a moment."""
        return state_of(
            planned_to=self.planned_to,
            began_at=self.began_at,
            ended_at=self.ended_at,
            withdrawn_at=self.withdrawn_at,
            at=at,
        )

    def worked(self, at: datetime) -> timedelta:
        """For how long somebody has been on duty by it."""
        return (self.ended_at or at) - self.began_at if self.began_at else timedelta()


class ShiftStep(models.TextChoices):
    """What became of a shift, a line each."""

    PLANNED = "planned", _("planned")
    CHANGED = "changed", _("changed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    STARTED = "started", _("duty began")
    ENDED = "ended", _("duty ended")


class ShiftEntry(UUIDModel):
    """One line of a shift's history: what, when it happened, when and by whom it was told. Append-only."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="history", verbose_name=_("shift"))
    step = models.CharField(_("step"), max_length=9, choices=ShiftStep.choices)
    happened_at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    is_offline = models.BooleanField(_("kept by the device"), default=False)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    by_client = models.ForeignKey(
        "accounts.ApiClient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("API client"),
    )

    class Meta:
        ordering = ("shift", "recorded_at", "id")
        verbose_name = _("line of a shift's history")
        verbose_name_plural = _("lines of shifts' history")
        triggers = [
            pgtrigger.Protect(
                name="shift_history_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.step} {told(self.happened_at)}"
