"""Rules as data: which facts become alarms, and every version that a rule has had."""

import pghistory
import pgtrigger
from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from apps.alarms import words
from apps.alarms.models.types import AlarmType
from apps.alarms.models.zones import Zone
from apps.alarms.querysets import RuleQuerySet
from apps.incidents.models import IncidentType
from apps.incidents.models.signed import Signed
from apps.regions.models import Region


class Match(models.TextChoices):
    """How many of its conditions must hold."""

    ALL = "all", _("all conditions")
    ANY = "any", _("any condition")


@pghistory.track()
class Rule(models.Model):
    """What somebody wants to be told of. `settings`, `conditions` and `schedule` are checked by `rules.checking`.

    `settings`: threshold and rate `{"kind", "compare", "limit", "deadband", "delay_s", "return_delay_s"}`, absence
    `{"kind", "after_s"}`, camera_outage `{"grace_s"}`; `conditions`: `[{"field", "op", "value"}]`; `schedule`:
    `{"weekdays": [1…7], "from": "22:00", "to": "06:00"}` in the local time of the region, or null for always.
    """

    name = models.CharField(_("name"), max_length=120)
    trigger = models.CharField(_("reacts to"), max_length=16, choices=words.TRIGGERS)
    regions = models.ManyToManyField(Region, related_name="alarm_rules", verbose_name=_("regions"))
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    match = models.CharField(_("match"), max_length=3, choices=Match.choices, default=Match.ALL)
    conditions = models.JSONField(_("conditions"), default=list, blank=True)
    schedule = models.JSONField(_("schedule"), null=True, blank=True)
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("zone")
    )
    alarm_type = models.ForeignKey(
        AlarmType, models.PROTECT, related_name="rules", verbose_name=_("alarm type")
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=words.PRIORITIES, default=3)
    escalate_after_s = models.PositiveIntegerField(
        _("escalates after"),
        null=True,
        blank=True,
        validators=[MinValueValidator(10), MaxValueValidator(86_400)],
        help_text=_("Seconds without anybody acknowledging; empty: never."),
    )
    opens_incident = models.ForeignKey(
        IncidentType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opens an incident"),
    )
    needs_clearing = models.BooleanField(
        _("cleared by hand"), default=False, help_text=_("For what sends no return to normal.")
    )
    is_on = models.BooleanField(_("switched on"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("alarm rule")
        verbose_name_plural = _("alarm rules")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(priority__range=(1, 4)), name="alarm_rule_priority_is_1_to_4"
            ),
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=True) | models.Q(is_on=False),
                name="alarm_rule_retired_is_off",
            ),
        ]
        indexes = [
            models.Index(fields=["trigger"], condition=models.Q(is_on=True), name="alarm_rule_switched_on")
        ]

    def __str__(self) -> str:
        return self.name


class RuleVersion(Signed):
    """A rule as it was: what an alarm was raised by stays readable. Append-only."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="versions", verbose_name=_("alarm rule"))
    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=120)
    definition = models.JSONField(_("definition"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ("rule", "-number")
        verbose_name = _("version of an alarm rule")
        verbose_name_plural = _("versions of alarm rules")
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="alarm_rule_version_is_unique")
        ]
        triggers = [
            pgtrigger.Protect(
                name="alarm_rule_version_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"
