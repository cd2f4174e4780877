"""A handler gives incidents to somebody else, or back to the queue."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.incidents.ledger import line, store
from apps.incidents.models import Incident
from apps.incidents.people import Principal, named, need_supervisor
from apps.incidents.refusals import HandlerNotHere
from apps.incidents.workflow import UNRESOLVED
from apps.live.feed import change


def hand_over(
    *, incident_id: UUID | str, to: User | None, by: Principal | None, at: datetime, note: str = ""
) -> Incident:
    """The incident gets another handler; `to=None` gives it to the queue, where an unresolved one rings.

    Whose incident it is hands it over; from somebody else it takes a supervisor. Raises `NeedsSupervisor`, and
    `HandlerNotHere` when `to` may not work on it.
    """
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        if incident.handler not in (None, by):
            need_supervisor(by)
        if to and not (to.may(Can.WRITE_INCIDENTS) and to.scope.covers(incident.region_id)):
            raise HandlerNotHere(fields={"to": [str(HandlerNotHere.message)]})
        old = incident.handler
        if not incident.is_open or old == to:
            return incident
        incident.handler = to
        incident.is_ringing = to is None and incident.state in UNRESOLVED
        entry = line(
            incident,
            "handed_over",
            by=by,
            at=at,
            field="handler",
            old=named(old),
            new=named(to),
            note=note,
        )
        store(feed, incident, ["handler", "is_ringing"], entry, event="incident.handed_over")
        return incident


def hand_over_all(
    *,
    handler: User,
    to: User | None,
    by: Principal | None,
    at: datetime,
    note: str = "",
    apart: Mapping[UUID, User | None] | None = None,
) -> list[Incident]:
    """Hand over each open incident of a handler who signs out, in one transaction.

    All go to `to`, but those that `apart` gives to somebody else. Raises `HandlerNotHere`.
    """
    apart = apart or {}
    with change(at=at):
        mine = Incident.objects.open().filter(handler=handler).order_by("id").values_list("id", flat=True)
        return [hand_over(incident_id=pk, to=apart.get(pk, to), by=by, at=at, note=note) for pk in list(mine)]
