"""The region that was asked for help agrees or refuses."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.clock import iso
from apps.core.errors import Conflict, NotFound
from apps.incidents.actions import record_fact
from apps.incidents.actions.ring_again import ring_again
from apps.incidents.models import Incident
from apps.inspectors.ledger import Principal
from apps.inspectors.models import AidRequest
from apps.inspectors.refusals import NeedsReason
from apps.inspectors.workflow import AidStatus
from apps.live.feed import change


class AidIsAnswered(Conflict):
    """Somebody of the region answered first."""

    code = "aid_is_answered"
    message = _("This request is answered already: %(status)s.")

    def __init__(self, request: AidRequest) -> None:
        super().__init__(
            fields={"status": request.status, "at": iso(request.answered_at)},
            values={"status": request.get_status_display()},
        )


def answer_aid(
    *, request_id: UUID | str, agrees: bool, by: Principal | None, at: datetime, reason: str = ""
) -> AidRequest:
    """Agree, and then send a unit as to any incident, or refuse with a reason; a refusal rings where it was asked.

    Raises `NotFound`, `AidIsAnswered`, `NeedsReason`.
    """
    if not agrees and not reason.strip():
        raise NeedsReason(fields={"reason": [str(NeedsReason.message)]})
    with change(at=at):
        request = _locked(request_id)
        if request.status != AidStatus.ASKED:
            raise AidIsAnswered(request)
        request.status = (AidStatus.AGREED if agrees else AidStatus.REFUSED).value
        request.answered_at, request.reason = at, reason
        request.answered_by_user = by if isinstance(by, User) else None
        request.save(update_fields=["status", "answered_at", "reason", "answered_by_user"])
        _tell(request, by, at)
        return request


def _locked(request_id: UUID | str) -> AidRequest:
    found = AidRequest.objects.filter(pk=request_id).first()
    if found is None:
        raise NotFound
    Incident.objects.locked(found.incident_id)
    return AidRequest.objects.select_for_update().get(pk=request_id)


def _tell(request: AidRequest, by: Principal | None, at: datetime) -> None:
    kind = f"aid_{request.status}"
    told = {"aid": str(request.pk), "region": request.region_id, "service": request.service}
    record_fact(incident_id=request.incident_id, kind=kind, by=by, at=at, new=told, reason=request.reason)
    if request.status == AidStatus.REFUSED:
        ring_again(
            incident_id=request.incident_id,
            by=by,
            at=at,
            reason=request.reason,
            kind="rang_for_aid",
            whatever_priority=True,
        )
