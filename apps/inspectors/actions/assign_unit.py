"""A unit is sent to an incident."""

from datetime import datetime
from uuid import UUID

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


def assign_unit(
    *,
    incident_id: UUID | str,
    unit_id: int,
    by: Principal | None,
    at: datetime,
    pre_empt: bool = False,
) -> Assignment:
    """Send a unit that can be sent; the first one dispatches the incident (and acknowledges it, if nobody has).

    With `pre_empt`, a unit that has not arrived at a less urgent incident is taken from it. The region of a unit
    from across a border sees the incident from now on. Raises `NotFound`, `IncidentTakesNoUnits`, `UnitIsTaken`
    (somebody was quicker: it says who), `UnitIsNotFree`.
    """
    with change(at=at) as feed:
        locked = locked_incidents([incident_id, *held_incidents([Order(unit_id, pre_empt)])])
        incident = locked[str(incident_id)]
        unit = locked_unit(unit_id)
        check_takes_units(incident)
        return send(Sending(feed, incident, locked, by, at), unit, pre_empt=pre_empt)
