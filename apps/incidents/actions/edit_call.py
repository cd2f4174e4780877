"""Keep what is learned while a call goes on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from apps.incidents.models import Call
from apps.incidents.people import Principal, user_id_of
from apps.incidents.refusals import TimeInFuture
from apps.incidents.workflow import is_in_future

EDITABLE: Final = frozenset(
    {"answered_at", "ended_at", "location", "location_source", "location_accuracy_m", "address", "note"}
)


def edit_call(*, call_id: UUID | str, changes: Mapping[str, Any], by: Principal | None, at: datetime) -> Call:
    """The caller moves, is answered, hangs up; who answers took the call. Raises `TimeInFuture`, `NotFound`."""
    if unknown := set(changes) - EDITABLE:
        raise ValueError(f"not editable: {sorted(unknown)}")
    for name in ("answered_at", "ended_at"):
        if changes.get(name) and is_in_future(changes[name], at):
            raise TimeInFuture(fields={name: [str(TimeInFuture.message)]})
    with transaction.atomic():
        call = Call.objects.locked(call_id)
        for name, value in changes.items():
            setattr(call, name, value)
        if changes.get("answered_at") and call.taken_by_id is None:
            call.taken_by_id = user_id_of(by)
        call.save(update_fields=[*changes, "taken_by"])
        return call
