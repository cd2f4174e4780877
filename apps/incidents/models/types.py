"""Kinds of incident, and the response that is aimed at for each kind and priority."""

import pghistory
from django.contrib.admin import display
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.incidents import words


class Category(models.TextChoices):
    """What a kind of incident belongs to."""

    PUBLIC_ORDER = "public_order", _("public order")
    CRIME = "crime", _("crime")
    ROAD_SAFETY = "road_safety", _("road safety")
    FIRE = "fire", _("fire")
    NATURAL_HAZARD = "natural_hazard", _("natural hazard")
    INDUSTRIAL_HAZARD = "industrial_hazard", _("industrial hazard")
    ENVIRONMENT = "environment", _("environment")
    UTILITIES = "utilities", _("utilities")
    CRITICAL_INFRASTRUCTURE = "critical_infrastructure", _("critical infrastructure")
    SOCIAL = "social", _("social")
    MEDICAL = "medical", _("medical assist")
    OFFICER_HELP = "officer_help", _("officer needs help")
    SYSTEM = "system", _("system")


@pghistory.track()
class IncidentType(models.Model):
    """A kind of incident. Its code is what other systems send, so it never changes."""

    code = models.CharField(
        _("code"),
        max_length=40,
        primary_key=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Small Latin letters, digits and _ alone."))],
    )
    name_uz = models.CharField(_("name in Uzbek"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    category = models.CharField(_("category"), max_length=24, choices=Category.choices)
    default_priority = models.PositiveSmallIntegerField(
        _("default priority"), choices=words.PRIORITIES, default=3
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Only active types are offered for new incidents.")
    )

    class Meta:
        ordering = ("category", "code")
        verbose_name = _("incident type")
        verbose_name_plural = _("incident types")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(default_priority__range=(1, 5)),
                name="incident_type_default_priority_is_1_to_5",
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


@pghistory.track()
class Target(models.Model):
    """How long an interval may last at a priority, and in which share of incidents.

    No type means every type.
    """

    type = models.ForeignKey(
        IncidentType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("incident type"),
        help_text=_("Empty: for every type that has no target of its own."),
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=words.PRIORITIES)
    interval = models.CharField(_("interval"), max_length=20, choices=words.INTERVALS)
    limit_s = models.PositiveIntegerField(
        _("limit"), validators=[MinValueValidator(1)], help_text=_("Seconds.")
    )
    share = models.DecimalField(
        _("share"),
        max_digits=4,
        decimal_places=3,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("From 0 to 1: 0.9 means nine of ten."),
    )

    class Meta:
        ordering = ("type", "priority", "interval")
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["type", "priority", "interval"],
                name="one_target_per_type_priority_and_interval",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(priority__range=(1, 5)), name="target_priority_is_1_to_5"
            ),
            models.CheckConstraint(
                condition=models.Q(share__gte=0, share__lte=1), name="target_share_is_0_to_1"
            ),
            models.CheckConstraint(condition=models.Q(limit_s__gte=1), name="target_limit_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.type_id or '*'} P{self.priority} {self.interval} {self.limit_s} s"
