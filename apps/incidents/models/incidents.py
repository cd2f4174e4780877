"""An incident: where, what, how urgent, how far, and its stamps."""

from datetime import datetime

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.utils.translation import gettext_lazy as _

from apps.core.geo import SRID
from apps.core.models import UUIDModel
from apps.core.nearest import Geography
from apps.incidents import words
from apps.incidents.models.types import IncidentType
from apps.incidents.querysets import IncidentQuerySet
from apps.incidents.workflow import OPEN, Stamp, Status
from apps.regions.models import District, Region


class LocationSource(models.TextChoices):
    """Where a point comes from."""

    SAID = "said", _("said by the caller")
    MAP = "map", _("set on the map")
    CELL = "cell", _("cell of the network")
    DEVICE = "device", _("device")


@pghistory.track(exclude=["search"])
class Incident(UUIDModel):
    """Something that happens.

    It always has a region; it is never deleted; `reported_at` never goes missing.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="incidents", verbose_name=_("region"))
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name=_("district")
    )
    type = models.ForeignKey(
        IncidentType, models.PROTECT, related_name="incidents", verbose_name=_("incident type")
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=words.PRIORITIES)
    initial_priority = models.PositiveSmallIntegerField(_("first priority"), choices=words.PRIORITIES)
    highest_priority = models.PositiveSmallIntegerField(_("highest priority held"), choices=words.PRIORITIES)
    status = models.CharField(_("status"), max_length=12, choices=words.STATUSES, default=Status.REPORTED)
    held_from = models.CharField(
        _("status before the hold"), max_length=12, choices=words.STATUSES, blank=True
    )
    is_ringing = models.BooleanField(_("rings until taken"), default=True)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)

    location = models.PointField(_("location"), srid=SRID, null=True, blank=True)
    location_source = models.CharField(
        _("source of the point"), max_length=8, choices=LocationSource.choices, blank=True
    )
    location_accuracy_m = models.FloatField(_("accuracy of the point, m"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    is_outside = models.BooleanField(_("outside the country"), default=False)

    source = models.CharField(_("source"), max_length=40)
    source_ref = models.CharField(_("reference at the source"), max_length=120, blank=True)
    # Whose references these are: "client:7", or "region:UZ-TK" for people; kept when the incident moves on.
    intake = models.CharField(max_length=40, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    client = models.ForeignKey(
        "accounts.ApiClient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("API client"),
    )
    is_exercise = models.BooleanField(_("exercise"), default=False)
    is_officer_initiated = models.BooleanField(_("initiated by an officer"), default=False)

    reported_at = models.DateTimeField(_("reported at"))
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    dispatched_at = models.DateTimeField(_("dispatched at"), null=True, blank=True)
    en_route_at = models.DateTimeField(_("en route at"), null=True, blank=True)
    on_scene_at = models.DateTimeField(_("on scene at"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))

    outcome = models.CharField(_("outcome"), max_length=16, choices=words.OUTCOMES, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_incidents",
        verbose_name=_("handler"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    calls_count = models.PositiveIntegerField(_("calls"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)
    search = models.TextField(blank=True, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ("-reported_at", "-id")
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "source", "source_ref"],
                condition=~models.Q(source_ref=""),
                name="incident_source_ref_is_unique_per_intake",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | models.Q(closed_at__isnull=False),
                name="incident_closed_has_closed_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="resolved") | models.Q(resolved_at__isnull=False),
                name="incident_resolved_has_resolved_at",
            ),
            models.CheckConstraint(
                condition=models.Q(status="closed") | models.Q(closed_at__isnull=True),
                name="incident_only_closed_has_closed_at",
            ),
            models.CheckConstraint(
                condition=models.Q(status="on_hold", held_from__gt="")
                | (~models.Q(status="on_hold") & models.Q(held_from="")),
                name="incident_on_hold_knows_the_status_before",
            ),
            models.CheckConstraint(
                condition=models.Q(status="merged", merged_into__isnull=False)
                | (~models.Q(status="merged") & models.Q(merged_into__isnull=True)),
                name="incident_merged_knows_the_survivor",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="incident_is_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(is_ringing=False)
                | models.Q(status__in=sorted(status.value for status in OPEN - {Status.RESOLVED})),
                name="incident_rings_only_while_unresolved",
            ),
            models.CheckConstraint(
                condition=models.Q(priority__range=(1, 5)), name="incident_priority_is_1_to_5"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    highest_priority__lte=models.F("priority"),
                )
                & models.Q(highest_priority__lte=models.F("initial_priority")),
                name="incident_highest_priority_is_the_highest",
            ),
            models.CheckConstraint(
                condition=models.Q(location_accuracy_m__isnull=True) | models.Q(location_accuracy_m__gte=0),
                name="incident_accuracy_is_not_negative",
            ),
        ]
        indexes = [
            GistIndex(Geography("location"), name="incident_location_geography"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="incident_search"),
            models.Index(fields=["region", "-reported_at"], name="incident_by_region_and_time"),
            models.Index(fields=["-reported_at", "-id"], name="incident_by_time"),
            models.Index(
                fields=["region", "priority"],
                condition=models.Q(status__in=sorted(status.value for status in OPEN)),
                name="incident_open_by_region",
            ),
            models.Index(
                fields=["handler"],
                condition=models.Q(status__in=sorted(status.value for status in OPEN)),
                name="incident_open_by_handler",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> Status:
        """The status as the workflow's word."""
        return Status(self.status)

    @property
    def stamps(self) -> dict[Stamp, datetime | None]:
        """Every stamp by its name."""
        return {stamp: getattr(self, stamp.value) for stamp in Stamp}

    @property
    def is_open(self) -> bool:
        """Does anybody still have to do something about it?"""
        return self.state in OPEN
