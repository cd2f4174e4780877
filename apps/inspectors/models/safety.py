"""An officer's call for help, and the question whether somebody on scene is all right."""

from django.conf import settings
from django.contrib.gis.db import models
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from apps.core.clock import told
from apps.core.geo import SRID
from apps.core.models import UUIDModel
from apps.incidents.models import Incident, IncidentType
from apps.inspectors.models.assignments import Assignment
from apps.inspectors.models.units import Device, Inspector, Unit
from apps.regions.models import Region


class Sos(UUIDModel):
    """An officer needs help: one incident for each, however often the button is pressed, until somebody ends it."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="calls_for_help", verbose_name=_("unit")
    )
    inspector = models.ForeignKey(
        Inspector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls_for_help",
        verbose_name=_("inspector"),
    )
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("device")
    )
    incident = models.OneToOneField(Incident, models.PROTECT, related_name="sos", verbose_name=_("incident"))
    location = models.PointField(_("location"), srid=SRID, null=True, blank=True)
    presses = models.PositiveIntegerField(_("presses"), default=1)
    raised_at = models.DateTimeField(_("raised at"))
    last_at = models.DateTimeField(_("last pressed at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    ended_by_client = models.ForeignKey(
        "accounts.ApiClient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by API client"),
    )
    end_reason = models.CharField(_("why it ended"), max_length=250, blank=True)

    class Meta:
        ordering = ("-raised_at", "id")
        verbose_name = _("SOS")
        verbose_name_plural = _("SOS calls")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ended_at=None), name="sos_one_open_per_unit"
            ),
            models.UniqueConstraint(
                fields=["inspector"],
                condition=models.Q(ended_at=None, unit=None),
                name="sos_one_open_per_inspector_without_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) | models.Q(inspector__isnull=False),
                name="sos_has_somebody_in_need",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | ~models.Q(end_reason=""), name="sos_that_ended_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["region"], condition=models.Q(ended_at=None), name="sos_open_by_region")
        ]

    def __str__(self) -> str:
        return f"SOS {self.unit or self.inspector} {told(self.raised_at)}"


class LifeLimit(models.Model):
    """How long a unit may be on the scene of a type of incident without a sign of life. No type: every other one.

    A row without a limit says that nobody is asked there; it stays, so that what ships does not come back.
    """

    type = models.OneToOneField(
        IncidentType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("incident type"),
        help_text=_("Empty: for every type that has no limit of its own."),
    )
    limit_s = models.PositiveIntegerField(
        _("limit"),
        null=True,
        blank=True,
        validators=[MinValueValidator(60)],
        help_text=_("Seconds. Empty: nobody is asked."),
    )

    class Meta:
        ordering = ("type",)
        verbose_name = _("limit without a sign of life")
        verbose_name_plural = _("limits without a sign of life")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(type=None), name="life_limit_one_for_every_other_type"
            ),
            models.CheckConstraint(
                condition=models.Q(limit_s__gte=60), name="life_limit_is_a_minute_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_id or '*'} {'–' if self.limit_s is None else self.limit_s} s"


class LifeCheck(UUIDModel):
    """“Are you all right?”: asked on the tablet; not answered in time, it alarms; over with any sign of life.

    `location` and `position_at` are the last position of the unit when it alarmed.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="life_checks", verbose_name=_("unit"))
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="life_checks", verbose_name=_("assignment")
    )
    quiet_since = models.DateTimeField(_("no sign of life since"))
    asked_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("answer due at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    alarmed_at = models.DateTimeField(_("alarmed at"), null=True, blank=True)
    location = models.PointField(_("last position"), srid=SRID, null=True, blank=True)
    position_at = models.DateTimeField(_("time of the last position"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "id")
        verbose_name = _("check of a sign of life")
        verbose_name_plural = _("checks of signs of life")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ended_at=None), name="life_check_one_open_per_unit"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(ended_at=None), name="life_check_open_by_due"),
            models.Index(fields=["assignment", "-answered_at"], name="life_check_by_assignment"),
            models.Index(
                fields=["region", "alarmed_at"],
                condition=models.Q(alarmed_at__isnull=False),
                name="life_check_alarmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {told(self.asked_at)}"
