"""What units are sent to, and how it went."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import UUIDModel
from apps.incidents.models import Incident
from apps.inspectors.models.units import Unit
from apps.inspectors.querysets import AssignmentQuerySet
from apps.inspectors.workflow import ACTIVE, AssignmentStatus

ASSIGNMENT_STATUS_NAMES = {
    AssignmentStatus.ASSIGNED: _("assigned"),
    AssignmentStatus.ACCEPTED: _("accepted"),
    AssignmentStatus.EN_ROUTE: _("en route"),
    AssignmentStatus.ON_SCENE: _("on scene"),
    AssignmentStatus.CLEARED: _("cleared"),
    AssignmentStatus.REFUSED: _("refused"),
    AssignmentStatus.EXPIRED: _("not accepted in time"),
    AssignmentStatus.STOOD_DOWN: _("stood down"),
    AssignmentStatus.PRE_EMPTED: _("pre-empted"),
}

# What a line of the incident's history says of each step.
LINE_NAMES = {
    AssignmentStatus.ASSIGNED: _("unit assigned"),
    AssignmentStatus.ACCEPTED: _("unit accepted"),
    AssignmentStatus.EN_ROUTE: _("unit en route"),
    AssignmentStatus.ON_SCENE: _("unit on scene"),
    AssignmentStatus.CLEARED: _("unit cleared"),
    AssignmentStatus.REFUSED: _("unit refused"),
    AssignmentStatus.EXPIRED: _("unit did not accept in time"),
    AssignmentStatus.STOOD_DOWN: _("unit stood down"),
    AssignmentStatus.PRE_EMPTED: _("unit taken for a more urgent incident"),
}

IS_ACTIVE = models.Q(status__in=sorted(ACTIVE))


class Assignment(UUIDModel):
    """A unit sent to an incident. A stamp may be missing; it is never invented."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name=_("unit"))
    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="assignments", verbose_name=_("incident")
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=[(status.value, ASSIGNMENT_STATUS_NAMES[status]) for status in AssignmentStatus],
        default=AssignmentStatus.ASSIGNED.value,
    )
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    en_route_at = models.DateTimeField(_("en route at"), null=True, blank=True)
    on_scene_at = models.DateTimeField(_("on scene at"), null=True, blank=True)
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned by user"),
    )
    by_client = models.ForeignKey(
        "accounts.ApiClient",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned by API client"),
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("assigned_at", "id")
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "incident"],
                condition=IS_ACTIVE,
                name="assignment_one_active_per_unit_and_incident",
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=IS_ACTIVE, name="assignment_one_active_per_unit"
            ),
            models.CheckConstraint(
                condition=~IS_ACTIVE | models.Q(ended_at__isnull=True), name="assignment_active_has_no_end"
            ),
        ]
        indexes = [
            models.Index(fields=["incident", "assigned_at"], name="assignment_by_incident"),
            models.Index(
                fields=["assigned_at"], condition=models.Q(status="assigned"), name="assignment_unanswered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.status}"

    @property
    def by_name(self) -> str:
        """Who sent the unit; empty for the portal itself."""
        by = self.by_user or self.by_client
        return by.actor_name if by else ""

    @property
    def is_active(self) -> bool:
        """Has it not ended?"""
        return self.status in ACTIVE
