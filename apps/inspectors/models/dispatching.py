"""Who is sent to what: rules as data, what a kind of incident needs, and help asked for across a border."""

from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import UUIDModel
from apps.incidents.models import Incident, IncidentType
from apps.inspectors.models.units import Service
from apps.inspectors.querysets import AidQuerySet
from apps.inspectors.workflow import CALLABLE, AidStatus
from apps.regions.models import Region


class Subject(models.TextChoices):
    """What a rule looks at."""

    SERVICE = "service", _("service")
    SKILL = "skill", _("skill")
    POSITION_AGE = "position_age", _("age of the position")
    STATUS = "status", _("status")
    OWN_REGION = "own_region", _("of the incident's region")


class Strength(models.TextChoices):
    """What follows from it."""

    REQUIRED = "required", _("required: who does not meet it is left out")
    PREFERRED = "preferred", _("preferred: who meets it counts as nearer")
    IGNORED = "ignored", _("does not matter here")


LISTS: dict[str, frozenset[str] | None] = {
    Subject.SERVICE: frozenset(Service.values),
    Subject.SKILL: None,
    Subject.STATUS: frozenset(CALLABLE),
}


@pghistory.track()
class DispatchRule(models.Model):
    """One rule of who is offered to an incident. Of one subject, the rules of the narrowest reach hold.

    A preference has its weight in metres: "who knows the place counts as 1,000 m nearer" can be weighed by a
    person who reads it.
    """

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Empty: every region."),
    )
    type = models.ForeignKey(
        IncidentType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dispatch_rules",
        verbose_name=_("incident type"),
        help_text=_("Empty: every type."),
    )
    subject = models.CharField(_("subject"), max_length=16, choices=Subject.choices)
    strength = models.CharField(_("strength"), max_length=10, choices=Strength.choices)
    values = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("one of"),
        help_text=_("For service, skill and status: words separated by commas; one of them is enough."),
    )
    limit_s = models.PositiveIntegerField(
        _("at most, seconds"), null=True, blank=True, help_text=_("For the age of the position.")
    )
    worth_m = models.PositiveIntegerField(
        _("counts as nearer by, metres"),
        default=0,
        validators=[MaxValueValidator(50_000)],
        help_text=_("For a preference: who meets it is ranked as if so many metres nearer."),
    )

    class Meta:
        ordering = ("region", "type", "subject", "strength", "id")
        verbose_name = _("dispatch rule")
        verbose_name_plural = _("dispatch rules")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(strength=Strength.PREFERRED) | models.Q(worth_m__gt=0),
                name="dispatch_rule_preference_has_a_weight",
            ),
            models.CheckConstraint(
                condition=~models.Q(subject=Subject.POSITION_AGE, strength__in=["required", "preferred"])
                | models.Q(limit_s__gt=0),
                name="dispatch_rule_of_age_has_a_limit",
            ),
            models.CheckConstraint(
                condition=models.Q(worth_m__lte=50_000), name="dispatch_rule_weight_is_at_most_50_km"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id or '*'} {self.type_id or '*'}: {self.subject} {self.strength}"

    def clean(self) -> None:
        """Say at the field what the rule still needs."""
        super().clean()
        wrong: dict[str, Any] = {}
        if self.strength == Strength.PREFERRED and not self.worth_m:
            wrong["worth_m"] = _("A preference needs its weight.")
        if self.strength != Strength.IGNORED:
            wrong |= self._missing()
        if wrong:
            raise ValidationError(wrong)

    def _missing(self) -> dict[str, Any]:
        if self.subject == Subject.POSITION_AGE:
            return {} if self.limit_s else {"limit_s": _("The age needs its limit.")}
        if self.subject not in LISTS:
            return {}
        if not self.values:
            return {"values": _("Name at least one.")}
        known = LISTS[self.subject]
        unknown = sorted(set(self.values) - known) if known else []
        return {"values": _("Not known here: %(words)s") % {"words": ", ".join(unknown)}} if unknown else {}


@pghistory.track()
class Need(models.Model):
    """What a kind of incident needs: so many units of a service, with a skill if one is named."""

    type = models.ForeignKey(
        IncidentType, models.PROTECT, related_name="needs", verbose_name=_("incident type")
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Empty: every region that has none of its own for this type."),
    )
    service = models.CharField(_("service"), max_length=20, choices=Service.choices)
    skill = models.CharField(_("skill"), max_length=40, blank=True)
    count = models.PositiveSmallIntegerField(
        _("units"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )

    class Meta:
        ordering = ("type", "region", "id")
        verbose_name = _("what an incident needs")
        verbose_name_plural = _("what incidents need")
        constraints = [
            models.UniqueConstraint(
                fields=["type", "region", "service", "skill"],
                name="need_is_named_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(count__range=(1, 20)), name="need_is_for_1_to_20_units"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_id}: {self.count} {self.service} {self.skill}".strip()


AID_STATUS_NAMES = {
    AidStatus.ASKED: _("asked"),
    AidStatus.AGREED: _("agreed"),
    AidStatus.REFUSED: _("refused"),
}


class AidRequest(UUIDModel):
    """A region asks another one for help at an incident, and is answered."""

    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="aid_requests", verbose_name=_("incident")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("asked region"))
    service = models.CharField(_("service"), max_length=20, choices=Service.choices, blank=True)
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=[(status.value, AID_STATUS_NAMES[status]) for status in AidStatus],
        default=AidStatus.ASKED.value,
    )
    asked_at = models.DateTimeField(_("asked at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    asked_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    answered_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = AidQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "id")
        verbose_name = _("request for aid")
        verbose_name_plural = _("requests for aid")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "region", "service"],
                condition=models.Q(status=AidStatus.ASKED.value),
                name="aid_one_open_request_per_incident_region_and_service",
            ),
            models.CheckConstraint(
                condition=models.Q(status=AidStatus.ASKED.value, answered_at__isnull=True)
                | (~models.Q(status=AidStatus.ASKED.value) & models.Q(answered_at__isnull=False)),
                name="aid_has_an_answer_when_it_is_answered",
            ),
        ]
        indexes = [models.Index(fields=["incident", "asked_at"], name="aid_by_incident")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.region_id} {self.status}"


# What a line of the incident's history says of help across a border, and why it rings again.
AID_LINE_NAMES = {
    "aid_asked": _("help asked of a neighbouring region"),
    "aid_agreed": _("the neighbouring region agreed to help"),
    "aid_refused": _("the neighbouring region refused to help"),
    "rang_for_a_unit": _("rings again: a unit does not come"),
    "rang_for_aid": _("rings again: no help comes"),
}
