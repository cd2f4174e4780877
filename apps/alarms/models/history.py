"""What happened to an alarm, line by line: written once, never changed."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.alarms import words
from apps.alarms.models.alarms import Alarm
from apps.incidents.models.signed import Signed


class AlarmEntry(Signed):
    """One line of an alarm's history. Append-only: a trigger refuses changes and deletion.

    `at` is when it happened at the source, `recorded_at` when the portal wrote it.
    """

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="history", verbose_name=_("alarm"))
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    kind = models.CharField(_("kind"), max_length=24)
    from_state = models.CharField(_("from state"), max_length=16, choices=words.STATES, blank=True)
    to_state = models.CharField(_("to state"), max_length=16, choices=words.STATES, blank=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ("recorded_at", "id")
        verbose_name = _("line of an alarm's history")
        verbose_name_plural = _("lines of alarms' history")
        indexes = [models.Index(fields=["alarm", "id"], name="alarm_entry_by_alarm")]
        triggers = [
            pgtrigger.Protect(
                name="alarm_history_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recorded_at:%Y-%m-%d %H:%M:%S}"
