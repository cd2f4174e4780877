"""An alarm: what raised it, how urgent it is, where it stands, who has seen it."""

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from apps.alarms import words
from apps.alarms.models.rules import Rule, RuleVersion
from apps.alarms.models.types import AlarmType
from apps.alarms.querysets import AlarmQuerySet
from apps.alarms.workflow import IN_VIEW, SET_ASIDE, Standing, State
from apps.cameras.models import Camera
from apps.core.geo import SRID
from apps.core.models import UUIDModel
from apps.incidents.models import Incident
from apps.regions.models import District, Region

BENEATH = [(word.value, words.STATE_NAMES[word]) for word in sorted(IN_VIEW)]
Q = models.Q


class Alarm(UUIDModel):
    """One alarm of a source and type, from its first occurrence until it is cleared. Its history is `AlarmEntry`.

    `active_refs` are the facts that hold its condition up: it returns to normal when the last one ends.
    `private` is what only those may read who may read its source (a plate); everybody sees `facts`.
    `transitions` are the last comings and goings of the condition.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="alarms", verbose_name=_("region"))
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    type = models.ForeignKey(AlarmType, models.PROTECT, related_name="alarms", verbose_name=_("alarm type"))
    rule = models.ForeignKey(
        Rule, models.PROTECT, null=True, blank=True, related_name="alarms", verbose_name=_("alarm rule")
    )
    rule_version = models.ForeignKey(
        RuleVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alarms",
        verbose_name=_("version of the rule"),
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=words.PRIORITIES)
    state = models.CharField(
        _("state"), max_length=16, choices=words.STATES, default=State.UNACKNOWLEDGED.value
    )
    beneath = models.CharField(_("state beneath"), max_length=16, choices=BENEATH, blank=True)

    source = models.CharField(_("source"), max_length=80)
    source_kind = models.CharField(_("kind of source"), max_length=12, choices=words.SOURCE_KINDS)
    source_id = models.CharField(_("number of the source"), max_length=64)
    source_code = models.CharField(_("code of the source"), max_length=80, blank=True)
    source_name = models.CharField(_("name of the source"), max_length=250, blank=True)
    location = models.PointField(_("location"), srid=SRID, null=True, blank=True)
    camera = models.ForeignKey(
        Camera, models.PROTECT, null=True, blank=True, related_name="alarms", verbose_name=_("camera")
    )
    sensor = models.BigIntegerField(_("sensor"), null=True, blank=True)
    sites = models.JSONField(_("protected sites"), default=list, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    private = models.JSONField(_("facts for few"), default=dict, blank=True)
    active_refs = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    transitions = ArrayField(models.DateTimeField(), default=list, blank=True)

    occurrences = models.PositiveIntegerField(_("occurrences"), default=1)
    raised_at = models.DateTimeField(_("raised at"))
    last_at = models.DateTimeField(_("last occurrence"))
    # Since when somebody is waited for: an alarm that returned and came again begins anew.
    waits_since = models.DateTimeField(_("waits since"))
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    return_due_at = models.DateTimeField(_("returns when quiet until"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("acknowledged by"),
    )
    acknowledged_by_name = models.CharField(_("acknowledged by"), max_length=150, blank=True)
    shelved_until = models.DateTimeField(_("shelved until"), null=True, blank=True)
    shelve_reason = models.CharField(_("reason"), max_length=500, blank=True)
    suppressed_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suppresses",
        verbose_name=_("suppressed by"),
    )
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True)
    clearing = models.CharField(_("clearing"), max_length=8, choices=words.CLEARINGS, blank=True)
    escalation = models.PositiveSmallIntegerField(_("escalation"), default=0)
    escalate_after_s = models.PositiveIntegerField(_("escalates after"), null=True, blank=True)
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="alarms", verbose_name=_("incident")
    )
    # Since when the incident that its rule asks for waits to be opened.
    incident_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_chattering = models.BooleanField(_("chattering"), default=False)
    needs_clearing = models.BooleanField(_("cleared by hand"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ("-raised_at", "-id")
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "type"],
                condition=~Q(state="cleared"),
                name="one_open_alarm_per_source_and_type",
            ),
            models.CheckConstraint(
                condition=Q(state="cleared", cleared_at__isnull=False, clearing__gt="")
                | (~Q(state="cleared") & Q(cleared_at__isnull=True, clearing="")),
                name="alarm_cleared_says_when_and_as_what",
            ),
            models.CheckConstraint(
                condition=Q(state="shelved", shelved_until__isnull=False, shelve_reason__gt="")
                | (~Q(state="shelved") & Q(shelved_until__isnull=True)),
                name="alarm_shelved_has_a_reason_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(SET_ASIDE), beneath__gt="")
                | (~Q(state__in=sorted(SET_ASIDE)) & Q(beneath="")),
                name="alarm_set_aside_knows_the_state_beneath",
            ),
            models.CheckConstraint(
                condition=Q(state="suppressed", suppressed_by__isnull=False)
                | (~Q(state="suppressed") & Q(suppressed_by__isnull=True)),
                name="alarm_suppressed_knows_by_which",
            ),
            models.CheckConstraint(
                condition=~(Q(state="acknowledged") | Q(beneath="acknowledged"))
                | Q(acknowledged_at__isnull=False),
                name="alarm_acknowledged_says_when",
            ),
            models.CheckConstraint(
                condition=~(Q(state="returned") | Q(beneath="returned")) | Q(returned_at__isnull=False),
                name="alarm_returned_says_when",
            ),
            models.CheckConstraint(
                condition=~(Q(state="returned") | Q(beneath="returned")) | Q(needs_clearing=False),
                name="alarm_cleared_by_hand_sends_no_return",
            ),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="alarm_priority_is_1_to_4"),
            models.CheckConstraint(condition=Q(occurrences__gte=1), name="alarm_has_occurred"),
            models.CheckConstraint(
                condition=~Q(suppressed_by=models.F("id")), name="alarm_does_not_suppress_itself"
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "priority", "raised_at"],
                condition=~Q(state="cleared"),
                name="alarm_open_by_region",
            ),
            models.Index(fields=["region", "raised_at"], name="alarm_by_region_and_time"),
            models.Index(fields=["source", "raised_at"], name="alarm_by_source"),
            models.Index(
                fields=["return_due_at"], condition=Q(return_due_at__isnull=False), name="alarm_return_due"
            ),
            models.Index(fields=["shelved_until"], condition=Q(state="shelved"), name="alarm_shelf_ends"),
            models.Index(
                fields=["priority", "incident_due_at"],
                condition=Q(incident_due_at__isnull=False),
                name="alarm_incident_due",
            ),
            models.Index(
                fields=["waits_since"], condition=Q(state="unacknowledged"), name="alarm_waits_for_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_id} {self.source} {self.state}"

    @property
    def standing(self) -> Standing:
        """Where it is, as the workflow knows it."""
        return Standing(State(self.state), State(self.beneath) if self.beneath else None)

    @property
    def is_open(self) -> bool:
        """Is it not yet cleared?"""
        return self.state != State.CLEARED
