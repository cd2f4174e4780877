"""What could not be done to an incident or a call, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.core.clock import iso
from apps.core.errors import Conflict, DomainError, InvalidInput
from apps.incidents.models import HistoryEntry, Incident
from apps.incidents.workflow import Status

# Past tense, as the loser of a race reads it.
DEEDS: Final = {
    "reported": _("%(who)s reported this %(ago)s ago."),
    "acknowledged": _("%(who)s acknowledged this %(ago)s ago."),
    "dispatched": _("%(who)s dispatched a unit to this %(ago)s ago."),
    "en_route": _("%(who)s set this en route %(ago)s ago."),
    "on_scene": _("%(who)s set this on scene %(ago)s ago."),
    "resolved": _("%(who)s resolved this %(ago)s ago."),
    "closed": _("%(who)s closed this %(ago)s ago."),
    "on_hold": _("%(who)s put this on hold %(ago)s ago."),
    "cancelled": _("%(who)s cancelled this %(ago)s ago."),
    "unfounded": _("%(who)s set this unfounded %(ago)s ago."),
    "reopened": _("%(who)s reopened this %(ago)s ago."),
    "merged": _("%(who)s merged this %(ago)s ago."),
    "taken": _("%(who)s took this over %(ago)s ago."),
    "transferred": _("%(who)s transferred this %(ago)s ago."),
}
CHANGED: Final = _("%(who)s changed this %(ago)s ago.")


def _ago(seconds: float) -> str:
    if seconds < 60:
        return gettext("%(n)d s") % {"n": max(seconds, 0)}
    if seconds < 3600:
        return gettext("%(n)d min") % {"n": seconds // 60}
    return gettext("%(n)d h") % {"n": seconds // 3600}


class Overtaken(Conflict):
    """Somebody changed the incident first; `fields` and the sentence say who, what and how long ago."""

    def __init__(self, incident: Incident, at: datetime, **fields: object) -> None:
        last = HistoryEntry.objects.filter(incident=incident).order_by("-id").first()
        self.last = last
        self.at = at
        super().__init__(
            fields={"status": incident.status, "version": incident.version, **fields} | self._who()
        )

    def _who(self) -> dict[str, object]:
        if self.last is None:
            return {}
        deed = self.last.to_status or self.last.kind
        return {"by": self.last.by_name, "deed": deed, "at": iso(self.last.recorded_at)}

    @property
    def detail(self) -> str:
        if self.last is None:
            return str(self.message)
        deed = DEEDS.get(self.last.to_status or self.last.kind, CHANGED)
        who = self.last.by_name or gettext("The portal")
        told = str(deed) % {"who": who, "ago": _ago((self.at - self.last.recorded_at).total_seconds())}
        return f"{self.message} {told}"


class VersionIsOld(Overtaken):
    code = "version_is_old"
    message = _("This was changed after you opened it.")


class CannotMove(Overtaken):
    """The workflow does not allow this move from the present state."""

    code = "cannot_move"
    message = _("The incident cannot go to that status from where it is.")

    def __init__(self, incident: Incident, to: Status, allowed: Iterable[Status], at: datetime) -> None:
        super().__init__(incident, at, to=to.value, allowed=sorted(status.value for status in allowed))


class CannotMerge(Conflict):
    code = "cannot_merge"
    message = _("Only an incident without units can be merged, and only into one that is open.")


class CannotTransfer(Conflict):
    code = "cannot_transfer"
    message = _("The incident is there already, or was merged into another.")


class IsMerged(Conflict):
    code = "is_merged"
    message = _("This incident was merged into another; work on that one.")


class NeedsSupervisor(DomainError):
    code = "needs_supervisor"
    status = 403
    message = _("Only a supervisor may do this.")


class NotAllowed(DomainError):
    code = "permission_denied"
    status = 403
    message = _("You are not allowed to do this.")


class OfAnotherRegion(DomainError):
    """A visible incident belongs to another region: it may be read, noted upon and aided, no more."""

    code = "of_another_region"
    status = 403
    message = _("This incident is shared with you; only the region it belongs to may change it.")


class NeedsOutcome(InvalidInput):
    code = "outcome_needed"
    message = _("Resolving needs an outcome.")


class NeedsNote(InvalidInput):
    code = "note_needed"
    message = _("This step needs a note that says why.")


class NeedsReason(InvalidInput):
    code = "reason_needed"
    message = _("A reason is needed.")


class StampTooOld(InvalidInput):
    code = "stamp_too_old"
    message = _("A time more than 2 minutes ago is a correction, made by a supervisor with a reason.")


class TimeInFuture(InvalidInput):
    code = "time_in_future"
    message = _("A time lies in the future.")


class StampsDisordered(InvalidInput):
    code = "stamps_disordered"
    message = _("This time is before an earlier step of the incident.")


class StampIsNeeded(InvalidInput):
    code = "stamp_needed"
    message = _("In its present status the incident cannot be without this time.")


class StampIsAhead(InvalidInput):
    code = "stamp_ahead"
    message = _("The incident has not come to this step; it cannot have a time for it.")


class UnknownRegion(InvalidInput):
    code = "unknown_region"
    message = _("There is no such region, or it is not yours.")


class UnknownDistrict(InvalidInput):
    code = "unknown_district"
    message = _("There is no such district in this region.")


class UnknownType(InvalidInput):
    code = "unknown_type"
    message = _("There is no such incident type.")


class BelongsElsewhere(Conflict):
    """A repeated report whose incident has left the caller's regions."""

    code = "belongs_elsewhere"
    message = _("This was reported before; the incident belongs to another region now.")


class CannotLink(InvalidInput):
    code = "cannot_link"
    message = _("An incident cannot be linked with itself.")


class FileRefused(InvalidInput):
    code = "file_refused"
    message = _("This file is too large, empty, or of a kind that is not kept.")


class CannotAttachCall(Conflict):
    code = "cannot_attach_call"
    message = _("The call became something already, or the incident is no longer open.")


class CallDisordered(InvalidInput):
    code = "stamps_disordered"
    message = _("A call rings, then is answered, then ends; these times are in another order.")


class RegionNeeded(InvalidInput):
    """Nothing tells whose call it is, and whoever takes it works for several regions."""

    code = "region_needed"
    message = _("Say which region the call belongs to.")


class HandlerNotHere(InvalidInput):
    code = "handler_not_here"
    message = _("That person cannot work on incidents of this region.")
