"""Kinds of sensor, as data: what is measured, in which unit, how often, and what can be true."""

import pghistory
from django.contrib.admin import display
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Letters, digits and signs of UCUM's c/s terms: no space, nothing that is not ASCII (ucum.org, section 2.1).
UCUM = RegexValidator(r"^[!-~]+$", _("A UCUM code, as m, ug/m3 or Cel."))


@pghistory.track()
class SensorKind(models.Model):
    """A kind of sensor. Its code is what other systems send, so it never changes.

    `unit` is a UCUM code and the unit of every value that comes in: nothing is converted. `symbol` is how people
    write it. Values outside of `low` to `high` cannot be true: they are kept, marked, and left out of everything else.
    """

    code = models.CharField(
        _("code"),
        max_length=40,
        primary_key=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Small Latin letters, digits and _ alone."))],
    )
    name_uz = models.CharField(_("name in Uzbek"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    unit = models.CharField(_("unit (UCUM)"), max_length=20, validators=[UCUM])
    symbol = models.CharField(
        _("unit as shown"), max_length=20, blank=True, help_text=_("Empty for plain numbers.")
    )
    decimals = models.PositiveSmallIntegerField(_("decimals shown"), default=1)
    low = models.FloatField(_("lowest plausible value"), null=True, blank=True)
    high = models.FloatField(_("highest plausible value"), null=True, blank=True)
    interval_s = models.PositiveIntegerField(
        _("expected interval, s"),
        validators=[MinValueValidator(1)],
        help_text=_("A sensor that misses three readings counts as silent."),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Only active kinds are offered for new sensors.")
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("sensor kind")
        verbose_name_plural = _("sensor kinds")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(low__isnull=True)
                | models.Q(high__isnull=True)
                | models.Q(low__lt=models.F("high")),
                name="sensor_kind_low_is_below_high",
            ),
            models.CheckConstraint(
                condition=models.Q(interval_s__gte=1), name="sensor_kind_interval_is_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(decimals__lte=6), name="sensor_kind_decimals_are_at_most_6"
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
