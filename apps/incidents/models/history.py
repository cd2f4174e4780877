"""What happened to an incident, line by line: written once, never changed."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.clock import told
from apps.incidents import words
from apps.incidents.models.incidents import Incident
from apps.incidents.models.signed import Signed


class HistoryEntry(Signed):
    """One line of an incident's history. Append-only: a trigger refuses changes and deletion.

    `kind` is a past-tense word (`moved`, `noted`, `unit_assigned`); upper rooms write their own kinds. `at`
    is when it happened, `recorded_at` when the portal learned of it; `is_offline` marks what a device kept
    while it had no network.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="history", verbose_name=_("incident"))
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    kind = models.CharField(_("kind"), max_length=32)
    from_status = models.CharField(_("from status"), max_length=12, choices=words.STATUSES, blank=True)
    to_status = models.CharField(_("to status"), max_length=12, choices=words.STATUSES, blank=True)
    field = models.CharField(_("field"), max_length=32, blank=True)
    old = models.JSONField(_("old value"), null=True, blank=True)
    new = models.JSONField(_("new value"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    is_offline = models.BooleanField(_("kept while offline"), default=False)

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        indexes = [models.Index(fields=["incident", "at", "id"], name="history_by_incident")]
        triggers = [
            pgtrigger.Protect(
                name="incident_history_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {told(self.at)}"


class PriorityChange(models.Model):
    """A priority that an incident got after its first one.

    Targets ask for the highest held before a moment.
    """

    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="priority_changes", verbose_name=_("incident")
    )
    at = models.DateTimeField(_("at"))
    before = models.PositiveSmallIntegerField(_("before"), choices=words.PRIORITIES)
    after = models.PositiveSmallIntegerField(_("after"), choices=words.PRIORITIES)

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("change of priority")
        verbose_name_plural = _("changes of priority")
        indexes = [models.Index(fields=["incident", "at"], name="priority_change_by_incident")]
        triggers = [
            pgtrigger.Protect(
                name="priority_change_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"P{self.before} -> P{self.after}"
