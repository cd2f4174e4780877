"""An incident's history as people and programs read it."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.clock import iso
from apps.incidents.models import HistoryEntry
from apps.incidents.words import STATUS_NAMES
from apps.incidents.workflow import Status

_KINDS: Final[dict[str, str | Promise]] = {
    "reported": _("reported"),
    "moved": _("status changed"),
    "taken": _("taken over"),
    "stamped": _("time of a step"),
    "returned": _("no unit left, back to acknowledged"),
    "rang_again": _("rings again: the handler's screen is gone"),
    "noted": _("note"),
    "edited": _("edited"),
    "prioritised": _("priority changed"),
    "stamp_corrected": _("time corrected"),
    "transferred": _("transferred"),
    "shared": _("shared with a region"),
    "handed_over": _("handed over"),
    "linked": _("linked"),
    "absorbed": _("another incident merged into this one"),
    "file_attached": _("file attached"),
    "call_attached": _("call attached"),
    "call_corrected": _("time of a call corrected"),
    "imported": _("imported"),
    "closed_by_import": _("closed by the import: no time of closing was given, this is the last known time"),
}


def register_kind(kind: str, name: str | Promise) -> None:
    """Give a kind of line that an upper room writes its name; called from `AppConfig.ready`."""
    _KINDS[kind] = name


def name_of(entry: HistoryEntry) -> str:
    """What a line is about, in the active language: the status it led to, else its kind."""
    if entry.to_status and entry.kind in {"moved", "imported"}:
        return str(STATUS_NAMES[Status(entry.to_status)])
    return str(_KINDS.get(entry.kind, entry.kind))


def lines_of(entries: Iterable[HistoryEntry]) -> list[dict[str, Any]]:
    """Each line as JSON."""
    return [line_of(entry) for entry in entries]


def line_of(entry: HistoryEntry) -> dict[str, Any]:
    """One line as JSON; `name` is for people, everything else for programs."""
    return {
        "id": entry.pk,
        "at": iso(entry.at),
        "recorded_at": iso(entry.recorded_at),
        "kind": entry.kind,
        "name": name_of(entry),
        "from_status": entry.from_status or None,
        "to_status": entry.to_status or None,
        "field": entry.field or None,
        "old": entry.old,
        "new": entry.new,
        "note": entry.note,
        "reason": entry.reason,
        "is_offline": entry.is_offline,
        "by": {"kind": _kind_of(entry), "name": entry.by_name},
    }


def _kind_of(entry: HistoryEntry) -> str:
    if entry.user_id:
        return "user"
    return "client" if entry.client_id else "portal"
