"""Help has come, or was not needed: somebody at the centre ends an SOS."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import ApiClient, User
from apps.core.errors import NotFound
from apps.incidents.actions import record_fact
from apps.incidents.models import Incident
from apps.inspectors.ledger import TOPIC, Principal
from apps.inspectors.models import Sos, Unit
from apps.inspectors.refusals import NeedsReason
from apps.inspectors.safety import SOS_TOPIC
from apps.live.feed import change


def end_sos(*, sos_id: UUID | str, by: Principal | None, at: datetime, reason: str) -> Sos:
    """End it, with who and why; off duty the position is no longer shared from now on. Again changes nothing.

    The incident goes on: it is resolved as any other. Raises `NotFound`, `NeedsReason`.
    """
    with change(at=at) as feed:
        sos = _locked(sos_id)
        if sos.ended_at is not None:
            return sos
        if not reason.strip():
            raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})
        sos.ended_at, sos.end_reason = at, reason.strip()
        sos.ended_by_user = by if isinstance(by, User) else None
        sos.ended_by_client = by if isinstance(by, ApiClient) else None
        sos.save(update_fields=["ended_at", "end_reason", "ended_by_user", "ended_by_client"])
        if sos.unit_id is not None:
            Unit.objects.filter(pk=sos.unit_id).update(has_sos=False)
            feed.touch(
                topic=TOPIC, kind="unit.sos_ended", object_id=str(sos.unit_id), regions={sos.region_id}
            )
        record_fact(incident_id=sos.incident_id, kind="sos_ended", by=by, at=at, reason=sos.end_reason)
        feed.touch(topic=SOS_TOPIC, kind="sos.ended", object_id=str(sos.pk), regions={sos.region_id})
        return sos


def _locked(sos_id: UUID | str) -> Sos:
    """The SOS, after its incident and unit, in the order that a further press takes."""
    found = Sos.objects.filter(pk=sos_id).values_list("incident_id", "unit_id").first()
    if found is None:
        raise NotFound
    Incident.objects.locked(found[0])
    if found[1] is not None:
        Unit.objects.locked(found[1])
    return Sos.objects.select_for_update(of=("self",)).get(pk=sos_id)
