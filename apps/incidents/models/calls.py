"""A call: it rings, is answered, ends, and becomes something."""

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.clock import told
from apps.core.geo import SRID
from apps.core.masking import masked
from apps.core.models import UUIDModel
from apps.incidents.models.incidents import Incident, LocationSource
from apps.incidents.querysets import CallQuerySet
from apps.regions.models import Region


class CallChannel(models.TextChoices):
    """What somebody called through."""

    LINE_102 = "102", "102"
    LINE_112 = "112", "112"
    BUTTON = "button", _("panic button")
    APP = "app", _("mobile app")


class CallOutcome(models.TextChoices):
    """What a call became."""

    NEW_INCIDENT = "new_incident", _("new incident")
    ATTACHED = "attached", _("attached to an open incident")
    INFORMATION = "information", _("information")
    SILENT = "silent", _("silent: call back")
    PRANK = "prank", _("prank")
    TEST = "test", _("test")


WITH_INCIDENT = (CallOutcome.NEW_INCIDENT, CallOutcome.ATTACHED)


@pghistory.track(exclude=["number"])
class Call(UUIDModel):
    """A call. Its number is masked everywhere but in one view, whose reading is audited."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="calls", verbose_name=_("region"))
    channel = models.CharField(
        _("line"), max_length=8, choices=CallChannel.choices, default=CallChannel.LINE_102
    )
    number = models.CharField(_("caller's number"), max_length=24, blank=True)
    rang_at = models.DateTimeField(_("rang at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    location = models.PointField(_("location"), srid=SRID, null=True, blank=True)
    location_source = models.CharField(
        _("source of the point"), max_length=8, choices=LocationSource.choices, blank=True
    )
    location_accuracy_m = models.FloatField(_("accuracy of the point, m"), null=True, blank=True)
    address = models.CharField(_("address or landmark"), max_length=300, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=CallOutcome.choices, blank=True)
    incident = models.ForeignKey(
        Incident,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("incident"),
    )
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=40)
    source_ref = models.CharField(_("reference at the source"), max_length=120, blank=True)
    intake = models.CharField(max_length=40, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken by"),
    )
    client = models.ForeignKey(
        "accounts.ApiClient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("API client"),
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-rang_at", "-id")
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "source", "source_ref"],
                condition=~models.Q(source_ref=""),
                name="call_source_ref_is_unique_per_intake",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    outcome__in=[outcome.value for outcome in WITH_INCIDENT], incident__isnull=False
                )
                | (
                    ~models.Q(outcome__in=[outcome.value for outcome in WITH_INCIDENT])
                    & models.Q(incident__isnull=True)
                ),
                name="call_has_an_incident_when_it_became_one",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-rang_at"], name="call_by_region_and_time"),
            models.Index(fields=["incident"], name="call_by_incident"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {told(self.rang_at)}"

    @property
    def belongs_to(self) -> str:
        """The code of the region that works on it: its incident's, or the one where it rang."""
        return self.incident.region_id if self.incident else self.region_id

    @property
    def masked_number(self) -> str:
        """The number with all but its last two digits hidden."""
        return masked(self.number)
