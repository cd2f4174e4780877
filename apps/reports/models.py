"""Facts condensed from the field (a cache that may be deleted), what waits to be condensed, and runs of reports."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.core.models import UUIDModel
from apps.reports.activity.models import Activity, ActivityTouch
from apps.reports.querysets import FactQuerySet, RollupQuerySet, RunQuerySet, TouchQuerySet

__all__ = [
    "Activity",
    "ActivityTouch",
    "Fact",
    "ReportFile",
    "ReportRun",
    "Rollup",
    "RollupUnit",
    "RunStatus",
    "StaleDay",
    "Touch",
]


class Fact(models.Model):
    """One interval of one incident, call or assignment: where it belongs, its two stamps, what becomes of them.

    Written by `rollups` alone. References are plain: a cache must not keep a row from being changed.
    """

    incident_id = models.UUIDField(null=True)
    # The incident itself, a call or an assignment, as the interval is measured.
    subject_id = models.UUIDField()
    interval = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    region_id = models.CharField(max_length=5)
    district_id = models.CharField(max_length=10, null=True)  # noqa: DJ001
    type_id = models.CharField(max_length=40, null=True)  # noqa: DJ001
    # The highest priority held before the stop stamp.
    priority = models.PositiveSmallIntegerField(null=True)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    start_at = models.DateTimeField(null=True)
    stop_at = models.DateTimeField(null=True)
    # When a call or an assignment ended without its stop stamp: from then on it never comes.
    given_up_at = models.DateTimeField(null=True)
    # Microseconds: exact, as PostgreSQL keeps time.
    length_us = models.BigIntegerField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "interval"], name="fact_is_one_per_subject_and_interval"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="counted") | models.Q(length_us__gte=0),
                name="fact_that_counts_has_a_length",
            ),
        ]
        indexes = [
            models.Index(fields=["day", "region_id"], name="fact_by_day_and_region"),
            models.Index(fields=["incident_id"], name="fact_by_incident"),
            # Those that may be a miss: few, and looked at anew by every reading.
            models.Index(
                fields=["day", "region_id"],
                condition=models.Q(state="open") | models.Q(state="missing", given_up_at__isnull=False),
                name="fact_without_stop",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interval} {self.state}"


class Touch(models.Model):
    """Something changed since its facts were condensed: written by triggers on incidents, calls and assignments.

    What could not be condensed waits for `retry_at`, so that it stands in nobody's way.
    """

    incident_id = models.UUIDField(null=True)
    call_id = models.UUIDField(null=True)
    at = models.DateTimeField(db_default=Now())
    retry_at = models.DateTimeField(null=True)

    objects = TouchQuerySet.as_manager()

    class Meta:
        verbose_name = _("change to condense")
        verbose_name_plural = _("changes to condense")

    def __str__(self) -> str:
        return f"{self.incident_id or self.call_id}"


class RollupUnit(models.TextChoices):
    """What a roll-up holds together."""

    DAY = "day", _("day")
    MONTH = "month", _("month")


class Rollup(models.Model):
    """The facts of a local day, or month, of a region as counts per length: a cache of a cache, exact.

    Written by `rolling`, read by `rolled`; what the two columns of bytes hold `counted` tells. `counted_apart` says which
    types had targets of their own; with others it is of no use.
    """

    unit = models.CharField(max_length=5, choices=RollupUnit.choices)
    starts = models.DateField()
    region_id = models.CharField(max_length=5)
    counted_apart = models.CharField(max_length=32)
    counts = models.BinaryField()
    lengths = models.BinaryField()
    computed_at = models.DateTimeField()

    objects = RollupQuerySet.as_manager()

    class Meta:
        verbose_name = _("roll-up")
        verbose_name_plural = _("roll-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "region_id", "starts"], name="rollup_is_one_per_unit_region_and_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(unit="month") | models.Q(starts__day=1),
                name="rollup_month_starts_on_the_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.unit} {self.starts}"


class StaleDay(models.Model):
    """The facts of a day of a region have changed since it was rolled up: written by triggers on facts.

    Rows are only added and taken, so that no writer waits for another; a day may stand here more than once.
    """

    day = models.DateField()
    region_id = models.CharField(max_length=5)

    class Meta:
        verbose_name = _("day to roll up")
        verbose_name_plural = _("days to roll up")
        indexes = [models.Index(fields=["day", "region_id"], name="stale_day_by_day_and_region")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.day}"


class RunStatus(models.TextChoices):
    """How far a run of a report is."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


ENDED = (RunStatus.DONE, RunStatus.FAILED, RunStatus.CANCELLED)
UNFINISHED = (RunStatus.QUEUED, RunStatus.RUNNING)


@pghistory.track(exclude=["result", "progress", "stage", "beat_at"])
class ReportRun(UUIDModel):
    """One calculation of a report for a period and regions, with its result and files. `period_to` is included."""

    name = models.CharField(_("report"), max_length=40)
    regions = ArrayField(models.CharField(max_length=5), verbose_name=_("regions"))
    is_national = models.BooleanField(_("whole nation"), default=False)
    period_from = models.DateField(_("first day"))
    period_to = models.DateField(_("last day"))
    params = models.JSONField(_("parameters"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=5, default="uz")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_runs",
        verbose_name=_("user"),
    )
    client = models.ForeignKey(
        "accounts.ApiClient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_runs",
        verbose_name=_("API client"),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=RunStatus.choices, default=RunStatus.QUEUED.value
    )
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    stage = models.CharField(_("stage"), max_length=20, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    result = models.JSONField(_("result"), null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    requested_at = models.DateTimeField(_("requested at"))
    sent_at = models.DateTimeField(_("sent to the queue at"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-id")
        verbose_name = _("run of a report")
        verbose_name_plural = _("runs of reports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="report_run_progress_is_at_most_100"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in ENDED], finished_at__isnull=False)
                | models.Q(status__in=[status.value for status in UNFINISHED], finished_at__isnull=True),
                name="report_run_that_ended_has_finished_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="done") | models.Q(result__isnull=False),
                name="report_run_that_is_done_has_a_result",
            ),
            models.CheckConstraint(
                condition=models.Q(period_to__gte=models.F("period_from")),
                name="report_run_period_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=models.Q(status__in=[status.value for status in UNFINISHED]),
                name="report_run_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period_from} – {self.period_to}"

    @property
    def is_ended(self) -> bool:
        """Will it change no more?"""
        return self.status in ENDED


class ReportFile(models.Model):
    """A rendered file of a run; kept in the database, so that each machine can hand it out."""

    run = models.ForeignKey(
        ReportRun, models.CASCADE, related_name="files", verbose_name=_("run of a report")
    )
    kind = models.CharField(_("kind"), max_length=8)
    filename = models.CharField(_("file name"), max_length=120)
    body = models.BinaryField(_("content"))

    class Meta:
        ordering = ("kind",)
        verbose_name = _("report file")
        verbose_name_plural = _("report files")
        constraints = [
            models.UniqueConstraint(fields=["run", "kind"], name="report_file_is_one_per_run_and_kind"),
        ]

    def __str__(self) -> str:
        return self.filename
