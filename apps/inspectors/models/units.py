"""Units, their crews and devices, and the history of units' status."""

from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.geos import Point
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.core.clock import told
from apps.core.models import UUIDModel
from apps.inspectors.querysets import DeviceQuerySet, InspectorQuerySet, UnitQuerySet
from apps.inspectors.workflow import ACTIVE, UnitStatus
from apps.regions.models import Region

if TYPE_CHECKING:
    from apps.inspectors.models.positions import LatestPosition

STATUS_NAMES = {
    UnitStatus.OFF_DUTY: _("off duty"),
    UnitStatus.AVAILABLE: _("available"),
    UnitStatus.ASSIGNED: _("assigned"),
    UnitStatus.EN_ROUTE: _("en route"),
    UnitStatus.ON_SCENE: _("on scene"),
    UnitStatus.BUSY: _("busy"),
    UnitStatus.OUT_OF_SERVICE: _("out of service"),
}
STATUS_CHOICES = [(status.value, STATUS_NAMES[status]) for status in UnitStatus]


class Service(models.TextChoices):
    """What a unit is sent for."""

    PREVENTION = "prevention", _("prevention")
    PATROL = "patrol", _("patrol")
    ROAD_PATROL = "road_patrol", _("road patrol")
    GUARD = "guard", _("guard")
    NATIONAL_GUARD = "national_guard", _("National Guard")
    FIRE = "fire", _("fire")
    RESCUE = "rescue", _("rescue")
    MEDICAL = "medical", _("medical")
    UTILITIES = "utilities", _("utilities")


@pghistory.track()
class Inspector(models.Model):
    """Somebody who works in the field. Never deleted: retires."""

    full_name = models.CharField(_("full name"), max_length=150)
    badge = models.CharField(_("badge"), max_length=30, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="inspectors", verbose_name=_("region"))
    mahalla = models.CharField(_("mahalla"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inspector",
        limit_choices_to={"role": Role.INSPECTOR.value},
        verbose_name=_("user"),
    )
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    objects = InspectorQuerySet.as_manager()

    class Meta:
        ordering = ("full_name", "id")
        verbose_name = _("inspector")
        verbose_name_plural = _("inspectors")

    def __str__(self) -> str:
        return f"{self.full_name} ({self.badge})"


@pghistory.track(exclude=["status", "status_changed_at", "has_sos"])
class Unit(models.Model):
    """What is sent: a crew with a call sign; one inspector alone may be a unit. Never deleted: retires."""

    call_sign = models.CharField(_("call sign"), max_length=30)
    service = models.CharField(_("service"), max_length=20, choices=Service.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name=_("region"))
    vehicle = models.CharField(_("vehicle"), max_length=80, blank=True)
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("skills"))
    home_beat = models.CharField(_("home beat"), max_length=120, blank=True)
    crew = models.ManyToManyField(Inspector, blank=True, related_name="units", verbose_name=_("crew"))
    status = models.CharField(
        _("status"), max_length=16, choices=STATUS_CHOICES, default=UnitStatus.OFF_DUTY.value
    )
    status_changed_at = models.DateTimeField(_("status since"), null=True, blank=True)
    # Somebody of the crew needs help: the position is taken and shown off duty too, until the SOS is ended.
    has_sos = models.BooleanField(_("SOS"), default=False, editable=False)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("region", "call_sign")
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "call_sign"], name="unit_call_sign_is_unique_in_region"
            ),
        ]
        indexes = [models.Index(fields=["region", "status"], name="unit_by_region_and_status")]

    def __str__(self) -> str:
        return self.call_sign

    def clean(self) -> None:
        """A unit at work stays in its region, or that region's screens would lose the incident it works on."""
        super().clean()
        moves = self.pk and Unit.objects.filter(pk=self.pk).exclude(region=self.region_id).exists()
        if moves and self.assignments.filter(status__in=ACTIVE).exists():
            raise ValidationError(
                {"region": _("The unit is at work on an incident. It can move when it is free.")}
            )

    @property
    def latest_position(self) -> "LatestPosition | None":
        """The newest position, or None for a unit that never sent one."""
        try:
            return self.latest
        except ObjectDoesNotExist:
            return None

    @property
    def location(self) -> Point | None:
        """Where the unit is as far as is known; of somebody off duty nothing is shown."""
        latest = self.latest_position
        return latest.location if latest is not None and self.is_followed else None

    @property
    def is_followed(self) -> bool:
        """Is the position anybody's business? On duty, or while somebody of the crew needs help."""
        return self.status != UnitStatus.OFF_DUTY or self.has_sos


pghistory.track(obj_field=None)(Unit.crew.through)


@pghistory.track()
class Device(models.Model):
    """A tablet or tracker that sends a unit's positions.

    One that somebody carries (`inspector`) rests while others of the crew are on duty and he or she is not.
    """

    identifier = models.CharField(_("identifier"), max_length=80, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="devices", verbose_name=_("unit"))
    is_revoked = models.BooleanField(_("revoked"), default=False)
    inspector = models.ForeignKey(
        Inspector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="devices",
        verbose_name=_("carried by"),
        help_text=_("Empty: it belongs to the vehicle, and follows the unit."),
    )
    is_resting = models.BooleanField(_("carried by somebody off duty"), default=False, editable=False)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ("identifier",)
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_resting=False) | models.Q(inspector__isnull=False),
                name="device_that_rests_is_carried_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.identifier


class UnitStatusEntry(UUIDModel):
    """One change of a unit's status: what it became, when, by whom. Append-only."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="status_history", verbose_name=_("unit"))
    at = models.DateTimeField(_("at"))
    was = models.CharField(_("was"), max_length=16, choices=STATUS_CHOICES)
    status = models.CharField(_("status"), max_length=16, choices=STATUS_CHOICES)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
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
        ordering = ("-at", "-id")
        verbose_name = _("change of a unit's status")
        verbose_name_plural = _("changes of units' status")
        indexes = [models.Index(fields=["unit", "-at"], name="unit_status_entry_by_unit")]
        triggers = [
            pgtrigger.Protect(
                name="unit_status_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.status} {told(self.at)}"
