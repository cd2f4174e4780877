"""The feed of each region as rows: its counter, its events, who read how far, who is the ticker, whose screen is there.

Besides it what long-running processes report of themselves.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Extract, Now
from django.utils.translation import gettext_lazy as _

from apps.core.clock import told
from apps.regions.models import Region


class RegionFeed(models.Model):
    """The counter of a region. Its row lock orders the region's events; a trigger makes it with the region.

    `epoch` changes when history was rewritten and screens must reload; `seq` counts on.
    """

    region = models.OneToOneField(
        Region, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("region")
    )
    epoch = models.CharField(_("epoch"), max_length=32)
    seq = models.BigIntegerField(_("newest number"), default=0)

    class Meta:
        ordering = ("region",)
        verbose_name = _("region feed")
        verbose_name_plural = _("region feeds")

    def __str__(self) -> str:
        return f"{self.region_id} {self.seq}"


class Event(models.Model):
    """One change as it was sent. `payload` is the frame, byte for byte; `redacted` is the one for displays.

    Partitioned by `day`, the UTC day it was written (not `at`, which an action may be given late).
    """

    pk = models.CompositePrimaryKey("region", "seq", "day")
    region = models.ForeignKey(
        Region, models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("region")
    )
    seq = models.BigIntegerField(_("number"))
    day = models.DateField(_("day"))
    topic = models.CharField(_("topic"), max_length=40)
    kind = models.CharField(_("kind"), max_length=80)
    object_id = models.CharField(_("object"), max_length=64)
    at = models.DateTimeField(_("at"))
    payload = models.TextField(_("frame"))
    redacted = models.TextField(_("frame for displays"), null=True)  # noqa: DJ001 (null: displays get nothing)

    class Meta:
        ordering = ("region", "seq")
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.region_id} {self.seq} {self.kind}"


class Cursor(models.Model):
    """How far a durable reader has come in a region; what it has not read is kept."""

    name = models.CharField(_("reader"), max_length=60)
    region = models.ForeignKey(Region, models.CASCADE, related_name="+", verbose_name=_("region"))
    seq = models.BigIntegerField(_("last number read"))

    class Meta:
        ordering = ("name", "region")
        verbose_name = _("cursor")
        verbose_name_plural = _("cursors")
        constraints = [
            models.UniqueConstraint(fields=["name", "region"], name="one_cursor_per_reader_and_region")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.region_id} {self.seq}"


class Lease(models.Model):
    """Who may do what must happen once; lapses by the database's clock, so that no session lock is needed."""

    name = models.CharField(_("work"), max_length=60, primary_key=True)
    holder = models.CharField(_("holder"), max_length=120)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"


class Presence(models.Model):
    """When a user's screen was last connected, to within the beat of the web processes."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("user")
    )
    last_seen_at = models.DateTimeField(_("last seen at"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")

    def __str__(self) -> str:
        return f"{self.user_id} {told(self.last_seen_at)}"


class OwnFeed(models.Model):
    """The counter of what concerns one person in the field: its number grows with each change of his or her own things.

    No event is kept: the person's tablet compares the number with the one that it has read, and reads anew.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("user"),
    )
    seq = models.BigIntegerField(_("newest number"), default=0)

    class Meta:
        verbose_name = _("feed of a person")
        verbose_name_plural = _("feeds of persons")

    def __str__(self) -> str:
        return f"{self.user_id} {self.seq}"


class ProcessReportQuerySet(models.QuerySet["ProcessReport"]):
    """What processes say, with how long ago they said it."""

    def with_silence(self) -> "ProcessReportQuerySet":
        """`silent_s`: seconds since the last report, by the database's clock."""
        ago = models.ExpressionWrapper(Now() - models.F("reported_at"), output_field=models.DurationField())
        return self.annotate(silent_s=Extract(ago, "epoch", output_field=models.FloatField()))


class ProcessReport(models.Model):
    """What one process has done since it started, as it last said: `figures` are those of its kind."""

    kind = models.CharField(_("kind of process"), max_length=20)
    holder = models.CharField(_("process"), max_length=120)
    state = models.CharField(_("state"), max_length=20)
    figures = models.JSONField(_("figures"), default=dict)
    started_at = models.DateTimeField(_("started at"))
    reported_at = models.DateTimeField(_("last reported at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ProcessReportQuerySet.as_manager()
    silent_s: float

    class Meta:
        ordering = ("kind", "-reported_at")
        verbose_name = _("process report")
        verbose_name_plural = _("process reports")
        constraints = [
            models.UniqueConstraint(fields=["kind", "holder"], name="one_report_of_each_process"),
        ]

    def __str__(self) -> str:
        return self.holder
