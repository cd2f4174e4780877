"""Kinds of alarm: what they are called, how urgent they are, whether they may be shelved."""

import pghistory
from django.contrib.admin import display
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.alarms import words


class AlarmCategory(models.TextChoices):
    """What a kind of alarm belongs to."""

    HAZARD = "hazard", _("natural and industrial hazard")
    ENVIRONMENT = "environment", _("environment")
    UTILITIES = "utilities", _("utilities")
    SECURITY = "security", _("security")
    VIDEO = "video", _("video analytics")
    ROAD = "road", _("road safety")
    OFFICER_HELP = "officer_help", _("officer needs help")
    SYSTEM = "system", _("system")


@pghistory.track()
class AlarmType(models.Model):
    """A kind of alarm. Its code is what other systems know, so it never changes."""

    code = models.CharField(
        _("code"),
        max_length=40,
        primary_key=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Small Latin letters, digits and _ alone."))],
    )
    name_uz = models.CharField(_("name in Uzbek"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    category = models.CharField(_("category"), max_length=24, choices=AlarmCategory.choices)
    default_priority = models.PositiveSmallIntegerField(
        _("default priority"), choices=words.PRIORITIES, default=3
    )
    never_shelved = models.BooleanField(
        _("must be seen at once"),
        default=False,
        help_text=_("Never shelved, suppressed or acknowledged in a group."),
    )
    shelve_hours = models.PositiveSmallIntegerField(
        _("longest shelf"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(168)],
        help_text=_("Hours."),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Only active types are offered for new rules.")
    )

    class Meta:
        ordering = ("category", "code")
        verbose_name = _("alarm type")
        verbose_name_plural = _("alarm types")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(default_priority__range=(1, 4)),
                name="alarm_type_default_priority_is_1_to_4",
            ),
            models.CheckConstraint(
                condition=models.Q(shelve_hours__range=(1, 168)), name="alarm_type_shelf_is_1_h_to_a_week"
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
