"""Several units are sent to an incident at once: all of them or none, or each with its own result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import ngettext

from apps.core.errors import Conflict, DomainError
from apps.inspectors.actions.assign_unit import assign_unit
from apps.inspectors.ledger import Principal
from apps.inspectors.models import Assignment
from apps.inspectors.sending import (
    Order,
    Sending,
    check_takes_units,
    held_incidents,
    locked_incidents,
    locked_unit,
    send,
)
from apps.live.feed import change


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one order: an assignment, or the refusal that says why not."""

    unit_id: int
    assignment: Assignment | None = None
    refusal: DomainError | None = None


class NotAllSent(Conflict):
    """Some of the units could not be sent, so none was; `fields["units"]` says which and why."""

    code = "not_all_sent"

    def __init__(self, sent: Sequence[Sent]) -> None:
        refused = [one for one in sent if one.refusal]
        self.why = [str(one.refusal) for one in refused]
        super().__init__(fields={"units": [_told(one) for one in refused]})

    @property
    def detail(self) -> str:
        """The sentence, with the reason of each."""
        head = ngettext(
            "%(n)d unit could not be sent, so none was: %(why)s",
            "%(n)d units could not be sent, so none was: %(why)s",
            len(self.why),
        )
        return head % {"n": len(self.why), "why": " ".join(self.why)}


def _told(one: Sent) -> dict[str, object]:
    refusal = one.refusal or DomainError()
    return {"unit": one.unit_id, "code": refusal.code, "detail": str(refusal), "fields": refusal.fields}


def assign_units(
    *, incident_id: UUID | str, orders: Sequence[Order], by: Principal | None, at: datetime
) -> list[Assignment]:
    """Send all of these units in one transaction, or none: raises `NotAllSent`, `IncidentTakesNoUnits`.

    The incidents are locked in the order of their ids, then the units in the order of theirs.
    """
    with change(at=at) as feed:
        locked = locked_incidents([incident_id, *held_incidents(orders)])
        sending = Sending(feed, locked[str(incident_id)], locked, by, at)
        check_takes_units(sending.incident)
        sent = [_try(sending, order) for order in sorted(orders, key=lambda order: order.unit_id)]
        if any(one.refusal for one in sent):
            raise NotAllSent(sent)
        return [one.assignment for one in sent if one.assignment]


def _try(sending: Sending, order: Order) -> Sent:
    """A refusal comes before anything is written, so that the others can still be tried."""
    try:
        assignment = send(sending, locked_unit(order.unit_id), pre_empt=order.pre_empt)
    except DomainError as refusal:
        return Sent(order.unit_id, refusal=refusal)
    return Sent(order.unit_id, assignment)


def assign_each(
    *, incident_id: UUID | str, orders: Sequence[Order], by: Principal | None, at: datetime
) -> list[Sent]:
    """Send these units, each in its own transaction and with its own result; those that were lost are told why."""
    return [_send_one(incident_id, order, by, at) for order in orders]


def _send_one(incident_id: UUID | str, order: Order, by: Principal | None, at: datetime) -> Sent:
    try:
        assignment = assign_unit(
            incident_id=incident_id, unit_id=order.unit_id, by=by, at=at, pre_empt=order.pre_empt
        )
    except DomainError as refusal:
        return Sent(order.unit_id, refusal=refusal)
    return Sent(order.unit_id, assignment)
