"""Correct a stamp after the fact."""

from datetime import datetime
from uuid import UUID

from apps.core.clock import iso
from apps.incidents.ledger import line, store
from apps.incidents.models import Incident
from apps.incidents.people import Principal, need_supervisor
from apps.incidents.refusals import NeedsReason, StampIsAhead, StampIsNeeded, TimeInFuture
from apps.incidents.steps import guard, held_from, refuse_merged
from apps.incidents.workflow import KEPT_STAMPS, STAMP_NEEDED, Stamp, is_ahead, is_in_future
from apps.live.feed import change


def correct_stamp(
    *,
    incident_id: UUID | str,
    stamp: Stamp | str,
    value: datetime | None,
    reason: str,
    by: Principal | None,
    at: datetime,
    version: int | None = None,
) -> Incident:
    """A supervisor sets a stamp, or takes a wrong one away (None); old value, reason, who and when stay.

    A correction may leave the stamps in disorder: such pairs are left out of the figures, counted and listed.
    Raises `NeedsSupervisor`, `NeedsReason`, `TimeInFuture`, `StampIsNeeded`, `StampIsAhead`, `VersionIsOld`,
    `IsMerged`.
    """
    name = Stamp(stamp)
    need_supervisor(by)
    if not reason.strip():
        raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})
    if value and is_in_future(value, at):
        raise TimeInFuture(fields={"at": [str(TimeInFuture.message)]})
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        guard(incident, version, at=at)
        refuse_merged(incident)
        _check(incident, name, value)
        old = getattr(incident, name.value)
        setattr(incident, name.value, value)
        entry = line(
            incident,
            "stamp_corrected",
            by=by,
            at=at,
            field=name.value,
            old=iso(old),
            new=iso(value),
            reason=reason,
        )
        store(feed, incident, [name.value], entry, event="incident.stamp_corrected")
        return incident


def _check(incident: Incident, stamp: Stamp, value: datetime | None) -> None:
    """What the present status cannot be without stays; what only a later status has is not set.

    A time of a unit's step that is there already may be corrected: the first stamps stay when the units are gone.
    """
    if value is None:
        if stamp in {Stamp.REPORTED_AT, STAMP_NEEDED.get(incident.state)}:
            raise StampIsNeeded(fields={"stamp": [str(StampIsNeeded.message)]})
        return
    is_kept = stamp in KEPT_STAMPS and incident.stamps[stamp] is not None
    if not is_kept and is_ahead(stamp, incident.state, held_from(incident)):
        raise StampIsAhead(fields={"stamp": [str(StampIsAhead.message)]})
