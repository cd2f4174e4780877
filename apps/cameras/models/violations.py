"""Violations that cameras report, as a register: a person decides on each, never a machine."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.admin import display
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.cameras.models.cameras import Camera
from apps.cameras.models.detections import Detection
from apps.cameras.seen import ViolationQuerySet
from apps.core.geo import SRID
from apps.core.models import UUIDModel
from apps.regions.models import Region


class ViolationState(models.TextChoices):
    """What was decided. `seconded` waits for another person's eyes."""

    PENDING = "pending", _("to be decided")
    SECONDED = "seconded", _("confirmed by one, waits for another")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")


OPEN_STATES = (ViolationState.PENDING, ViolationState.SECONDED)


@pghistory.track()
class ViolationKind(models.Model):
    """A kind of violation, and what reports one: words of analytics, or a speed above the limit."""

    code = models.CharField(
        _("code"),
        max_length=40,
        primary_key=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Small Latin letters, digits and _ alone."))],
    )
    name_uz = models.CharField(_("name in Uzbek"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    labels = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name=_("words of analytics"),
        help_text=_(
            "A detection with one of these labels, or a plate reading that names one, is such a violation."
        ),
    )
    over_kmh = models.PositiveSmallIntegerField(
        _("km/h above the limit"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("A plate reading that is faster than its limit by this much is such a violation."),
    )
    needs_two = models.BooleanField(
        _("two persons confirm"),
        default=False,
        help_text=_("A violation counts only when a second person confirms it too."),
    )
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Only active kinds are recorded."))

    class Meta:
        ordering = ("code",)
        verbose_name = _("kind of violation")
        verbose_name_plural = _("kinds of violation")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(over_kmh__isnull=True) | models.Q(over_kmh__gte=1),
                name="violation_kind_over_kmh_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    @display(description=_("name"))
    def name(self) -> str:
        """The name in the active language; Uzbek where the language is another."""
        language = (get_language() or "uz").split("-")[0]
        return {"ru": self.name_ru, "en": self.name_en}.get(language, self.name_uz)


class Violation(UUIDModel):
    """Something that looks like a violation. Its facts are those of what reported it, and never change."""

    kind = models.ForeignKey(ViolationKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    camera = models.ForeignKey(
        Camera, models.PROTECT, related_name="+", db_index=False, verbose_name=_("camera")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("region")
    )
    detection = models.ForeignKey(
        Detection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="violations",
        db_index=False,
        verbose_name=_("detection"),
    )
    at = models.DateTimeField(_("at"))
    plate = models.CharField(_("number plate"), max_length=16, blank=True)
    key = models.CharField(max_length=16, blank=True, editable=False)
    speed_kmh = models.FloatField(_("speed, km/h"), null=True, blank=True)
    limit_kmh = models.PositiveSmallIntegerField(_("speed limit, km/h"), null=True, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    location = models.PointField(_("location"), srid=SRID, spatial_index=False)
    recorded_at = models.DateTimeField(_("recorded at"))
    state = models.CharField(
        _("decision"), max_length=12, choices=ViolationState.choices, default=ViolationState.PENDING
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ViolationQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("violation")
        verbose_name_plural = _("violations")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "detection"],
                name="violation_is_one_per_kind_and_detection",
                condition=models.Q(detection__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "camera", "at", "key"],
                name="violation_is_one_per_kind_camera_moment_and_plate",
                condition=models.Q(detection__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN_STATES, decided_at__isnull=True)
                | models.Q(
                    state__in=[ViolationState.CONFIRMED, ViolationState.REJECTED], decided_at__isnull=False
                ),
                name="violation_is_decided_when_it_has_decided_at",
            ),
        ]
        indexes = [
            # asked for each detection that goes
            models.Index(
                fields=["detection"],
                name="violation_by_detection",
                condition=models.Q(detection__isnull=False),
            ),
            models.Index(fields=["region", "-at", "-id"], name="violation_by_region"),
            models.Index(fields=["-at", "-id"], name="violation_by_at"),
            models.Index(fields=["camera", "-at"], name="violation_by_camera"),
            models.Index(fields=["key", "-at"], name="violation_by_plate"),
            models.Index(
                fields=["region", "-at"],
                name="violation_undecided",
                condition=models.Q(state__in=OPEN_STATES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.plate} {self.at:%Y-%m-%d %H:%M:%S}"

    @property
    def is_open(self) -> bool:
        """Is it still to be decided?"""
        return self.state in OPEN_STATES


class ViolationPicture(UUIDModel):
    """The picture that came with a violation: under MEDIA, served by the view alone, which checks the scope."""

    violation = models.OneToOneField(
        Violation, models.PROTECT, related_name="picture", verbose_name=_("violation")
    )
    file = models.FileField(_("file"), max_length=200)
    content_type = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("size, bytes"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("picture of a violation")
        verbose_name_plural = _("pictures of violations")

    def __str__(self) -> str:
        return str(self.violation_id)


class ViolationEntry(UUIDModel):
    """One line of a violation's history: how it was reported, who decided what and why. Append-only."""

    violation = models.ForeignKey(
        Violation, models.PROTECT, related_name="history", verbose_name=_("violation")
    )
    at = models.DateTimeField(_("at"))
    was = models.CharField(_("was"), max_length=12, choices=ViolationState.choices, blank=True)
    state = models.CharField(_("became"), max_length=12, choices=ViolationState.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("line of a violation's history")
        verbose_name_plural = _("history of violations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ViolationState.PENDING) | models.Q(by_user__isnull=False),
                name="violation_is_decided_by_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ViolationState.PENDING) | ~models.Q(reason=""),
                name="violation_is_decided_with_a_reason",
            ),
            # Nobody is asked twice about the same violation, be it as the first or as the second person.
            models.UniqueConstraint(
                fields=["violation", "by_user"],
                name="violation_is_decided_once_by_each_person",
                condition=models.Q(by_user__isnull=False),
            ),
            models.UniqueConstraint(fields=["violation", "state"], name="violation_reaches_each_state_once"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="violation_history_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.violation_id} {self.state} {self.at:%Y-%m-%d %H:%M:%S}"
