"""An alarm's history as people and programs read it."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.alarms.models import AlarmEntry
from apps.core.clock import iso

KINDS: Final[dict[str, Promise]] = {
    "raised": pgettext_lazy("alarm", "raised"),
    "recurred": pgettext_lazy("alarm", "occurred again"),
    "returned": pgettext_lazy("alarm", "returned to normal"),
    "acknowledged": pgettext_lazy("alarm", "acknowledged"),
    "cleared": pgettext_lazy("alarm", "cleared"),
    "shelved": pgettext_lazy("alarm", "shelved"),
    "unshelved": pgettext_lazy("alarm", "taken off the shelf"),
    "suppressed": pgettext_lazy("alarm", "suppressed by another alarm"),
    "unsuppressed": pgettext_lazy("alarm", "no longer suppressed"),
    "taken_out": pgettext_lazy("alarm", "taken out of service"),
    "put_back": pgettext_lazy("alarm", "put back into service"),
    "escalated": pgettext_lazy("alarm", "escalated: nobody acknowledged it in time"),
    "chattered": pgettext_lazy("alarm", "comes and goes: its returns are delayed"),
    "incident_opened": _("incident opened"),
    "incident_refused": pgettext_lazy("alarm", "the rule's incident could not be opened"),
}


def lines_of(entries: Iterable[AlarmEntry]) -> list[dict[str, Any]]:
    """Each line as JSON; `name` is for people, everything else for programs."""
    return [_line(entry) for entry in entries]


def _line(entry: AlarmEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "at": iso(entry.at),
        "recorded_at": iso(entry.recorded_at),
        "kind": entry.kind,
        "name": str(KINDS.get(entry.kind, entry.kind)),
        "from_state": entry.from_state or None,
        "to_state": entry.to_state or None,
        "detail": entry.detail,
        "note": entry.note,
        "by": {"kind": _kind_of(entry), "name": entry.by_name},
    }


def _kind_of(entry: AlarmEntry) -> str:
    if entry.user_id:
        return "user"
    return "client" if entry.client_id else "portal"
