"""Help from across a border is asked for."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Conflict
from apps.incidents.actions import record_fact, share_incident
from apps.incidents.models import Incident
from apps.inspectors.candidates import Question
from apps.inspectors.ledger import Principal
from apps.inspectors.models import AidRequest
from apps.inspectors.nearest import units_across
from apps.inspectors.sending import check_takes_units
from apps.inspectors.workflow import AidStatus
from apps.live.feed import change
from apps.regions.scope import Scope


class NobodyNear(Conflict):
    """No free unit of another region is within reach, or the incident has no point."""

    code = "nobody_near"
    message = _("No free unit of another region is near.")


def ask_for_aid(
    *, incident_id: UUID | str, scope: Scope, service: str, by: Principal | None, at: datetime
) -> AidRequest:
    """Ask the region of the nearest free unit beyond `scope`: it sees the incident, and the request rings there.

    Asking again while nobody has answered changes nothing. Raises `NotFound`, `IncidentTakesNoUnits`, `NobodyNear`.
    """
    with change(at=at):
        incident = Incident.objects.locked(incident_id)
        check_takes_units(incident)
        question = Question(incident, scope, at, limit=1, service=service)
        found = units_across(question, incident.location) if incident.location else []
        if not found:
            raise NobodyNear
        return _ask(incident, found[0].region_id, service, by, at)


def _ask(incident: Incident, region: str, service: str, by: Principal | None, at: datetime) -> AidRequest:
    share_incident(incident_id=incident.pk, region=region, by=by, at=at, reason=service)
    user = by if isinstance(by, User) else None
    request, is_new = AidRequest.objects.get_or_create(
        incident=incident,
        region_id=region,
        service=service,
        status=AidStatus.ASKED.value,
        defaults={"asked_at": at, "asked_by_user": user},
    )
    if is_new:
        told = {"aid": str(request.pk), "region": region, "service": service}
        record_fact(incident_id=incident.pk, kind="aid_asked", by=by, at=at, new=told)
    return request
