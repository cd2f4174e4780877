"""What could not be done to an alarm or a rule, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.alarms.models import Alarm, AlarmEntry
from apps.alarms.workflow import Move, moves_from
from apps.core.clock import iso
from apps.core.errors import Conflict, DomainError, InvalidInput

# Past tense, as the loser of a race reads it.
DEEDS: Final[dict[str, Promise]] = {
    "acknowledged": _("%(who)s acknowledged this %(ago)s ago."),
    "cleared": _("%(who)s cleared this %(ago)s ago."),
    "returned": _("It returned to normal %(ago)s ago."),
    "shelved": _("%(who)s shelved this %(ago)s ago."),
    "unshelved": _("%(who)s took this off the shelf %(ago)s ago."),
    "suppressed": _("Another alarm suppressed this %(ago)s ago."),
    "taken_out": _("%(who)s took this out of service %(ago)s ago."),
    "put_back": _("%(who)s put this back into service %(ago)s ago."),
}
CHANGED: Final = _("%(who)s changed this %(ago)s ago.")


def ago(seconds: float) -> str:
    """How long ago, in the active language."""
    if seconds < 60:
        return gettext("%(n)d s") % {"n": max(seconds, 0)}
    if seconds < 3600:
        return gettext("%(n)d min") % {"n": seconds // 60}
    return gettext("%(n)d h") % {"n": seconds // 3600}


class Overtaken(Conflict):
    """Somebody changed the alarm first; `fields` and the sentence say who, what and how long ago."""

    def __init__(self, alarm: Alarm, at: datetime, **fields: object) -> None:
        self.at = at
        self.last = AlarmEntry.objects.filter(alarm=alarm).exclude(to_state="").order_by("-id").first()
        told = {"state": alarm.state, "version": alarm.version} | fields | self._who()
        super().__init__(fields=told)

    def _who(self) -> dict[str, object]:
        if self.last is None:
            return {}
        return {"by": self.last.by_name, "deed": self.last.kind, "at": iso(self.last.recorded_at)}

    @property
    def detail(self) -> str:
        if self.last is None:
            return str(self.message)
        who = self.last.by_name or gettext("The portal")
        passed = ago((self.at - self.last.recorded_at).total_seconds())
        told = str(DEEDS.get(self.last.kind, CHANGED)) % {"who": who, "ago": passed}
        return f"{self.message} {told}"


class VersionIsOld(Overtaken):
    code = "version_is_old"
    message = _("This was changed after you opened it.")


class CannotMove(Overtaken):
    """The present state does not allow this move."""

    code = "cannot_move"
    message = _("This cannot be done to the alarm as it is now.")

    def __init__(self, alarm: Alarm, move: Move, at: datetime) -> None:
        allowed = sorted(word.value for word in moves_from(alarm.standing))
        super().__init__(alarm, at, move=move.value, allowed=allowed)


class SendsReturn(Conflict):
    """Its source tells when the condition is over: nobody says so by hand."""

    code = "sends_return"
    message = _("This alarm clears by itself when its source returns to normal.")


class NeverShelved(Conflict):
    code = "never_shelved"
    message = _("Alarms of this type must be seen at once: they are never set aside or taken in a group.")


class ShelfTooLong(InvalidInput):
    code = "shelf_too_long"
    message = _("The shelf must end later than now and within %(hours)d hours.")


class NeedsReason(InvalidInput):
    code = "reason_needed"
    message = _("A reason is needed.")


class NotAllowed(DomainError):
    code = "permission_denied"
    status = 403
    message = _("You are not allowed to do this.")


class NoIncidentType(InvalidInput):
    code = "incident_type_needed"
    message = _("Say what kind of incident this is: the rule does not.")


class RuleInvalid(InvalidInput):
    """`fields` names each part with `[{"code", "message"}]`."""

    code = "rule_invalid"
    message = _("The rule is not complete or contradicts itself.")


class RuleVersionIsOld(Conflict):
    code = "version_is_old"
    message = _("This rule was changed after you opened it.")


class RuleOutOfScope(DomainError):
    """A rule changes what happens in all of its regions."""

    code = "rule_out_of_scope"
    status = 403
    message = _("This rule also holds for regions that are not yours.")


class ZoneInUse(Conflict):
    code = "zone_in_use"
    message = _("A rule uses this zone.")


class BenchTooLong(InvalidInput):
    code = "period_too_long"
    message = _("A rule is tried over at most 31 days that follow one another.")


class BenchTooLarge(InvalidInput):
    code = "too_much_to_try"
    message = _("There is more than can be gone through at once: take a shorter time or fewer regions.")
