"""A call ends as no incident."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.incidents.models import Call, CallOutcome
from apps.incidents.models.calls import WITH_INCIDENT
from apps.incidents.people import Principal, user_id_of
from apps.incidents.refusals import CannotAttachCall


def end_call(*, call_id: UUID | str, outcome: CallOutcome | str, by: Principal | None, at: datetime) -> Call:
    """A call that became no incident: information, silent, prank or test. Raises `CannotAttachCall`, `NotFound`."""
    if outcome in WITH_INCIDENT:
        raise ValueError("attach_call says which incident a call became")
    with transaction.atomic():
        call = Call.objects.locked(call_id)
        if call.outcome:
            raise CannotAttachCall
        call.outcome = CallOutcome(outcome).value
        call.ended_at = call.ended_at or at
        call.taken_by_id = call.taken_by_id or user_id_of(by)
        call.save(update_fields=["outcome", "ended_at", "taken_by"])
        return call
