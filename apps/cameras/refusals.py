"""What could not be done about plates and violations, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.core.clock import iso
from apps.core.errors import Conflict, DomainError, InvalidInput

if TYPE_CHECKING:
    from apps.cameras.models import Violation


class NotAPerson(DomainError):
    """A machine asked for what only a person may do."""

    code = "not_a_person"
    status = 403
    message = _("Only a person may do this.")


class PlateTooVague(DomainError):
    """Too little of a plate is known for a search or the watch list."""

    code = "plate_too_vague"
    message = _("Give at least three letters or digits in a row; ? stands for one of them, * for any number.")

    def __init__(self) -> None:
        super().__init__(fields={"plate": [str(self.message)]})


class NothingAsked(DomainError):
    """A search without a plate, a camera or an area would read everybody's ways."""

    code = "nothing_asked"
    message = _("Give a plate or a part of it, a camera, or an area.")


class NeedsReason(InvalidInput):
    """Personal data is searched, a list changed, or something decided without saying why."""

    code = "needs_reason"
    message = _("Say why.")

    def __init__(self) -> None:
        super().__init__(fields={"reason": [str(self.message)]})


class NotYourRegion(DomainError):
    """The region is not one of the caller's, or is none at all."""

    code = "unknown_region"
    message = _("This is not one of your regions.")

    def __init__(self) -> None:
        super().__init__(fields={"region": [str(self.message)]})


class AlreadyListed(Conflict):
    """The plate is on the watch list of this region."""

    code = "already_listed"
    message = _("%(plate)s is on the watch list already.")


class TakenOffAlready(Conflict):
    """Somebody took the entry off the list before."""

    code = "taken_off_already"
    message = _("%(who)s took this off the list already.")


def reason_in(text: str) -> str:
    """The reason without spaces around it; raises `NeedsReason` where nothing is said."""
    if not (reason := text.strip()):
        raise NeedsReason
    return reason


def person(by: Any) -> Any:
    """Whoever acts, who must be a person; raises `NotAPerson`."""
    if getattr(by, "actor_kind", "") != "user":
        raise NotAPerson
    return by


class DecidedAlready(Conflict):
    """Somebody decided first: the sentence says who, what and when."""

    code = "decided_already"
    message = _("This was decided after you opened it.")

    def __init__(self, violation: Violation) -> None:
        self.last = violation.history.exclude(by_user=None).order_by("-at", "-id").first()
        told: dict[str, object] = {"state": violation.state, "version": violation.version}
        if self.last is not None:
            told |= {"by": self.last.by_name, "at": iso(self.last.at)}
        super().__init__(fields=told)

    @property
    def detail(self) -> str:
        if self.last is None:
            return str(self.message)
        who = {"who": self.last.by_name, "decision": self.last.get_state_display()}
        when = date_format(localtime(self.last.at), "DATETIME_FORMAT")
        return gettext("%(who)s decided this on %(when)s: %(decision)s.") % (who | {"when": when})


class NeedsAnotherPerson(Conflict):
    """Four eyes: the one who confirmed first cannot be the second."""

    code = "needs_another_person"
    message = _("You have decided on this already; another person must decide too.")
