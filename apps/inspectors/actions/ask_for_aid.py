"""Help from across a border is asked for."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Conflict
from apps.incidents.actions import share_incident
from apps.incidents.models import Incident
from apps.incidents.workflow import UNRESOLVED
from apps.inspectors.ledger import Principal
from apps.inspectors.nearest import Question, units_across
from apps.inspectors.refusals import IncidentTakesNoUnits
from apps.live.feed import change
from apps.regions.scope import Scope


class NobodyNear(Conflict):
    """No free unit of another region is within reach, or the incident has no point."""

    code = "nobody_near"
    message = _("No free unit of another region is near.")


def ask_for_aid(
    *, incident_id: UUID | str, scope: Scope, service: str, by: Principal | None, at: datetime
) -> str:
    """Show the incident to the region of the nearest free unit beyond `scope`, so that it may send one.

    Answers that region's code. Raises `NotFound`, `IncidentTakesNoUnits`, `NobodyNear`.
    """
    with change(at=at):
        incident = Incident.objects.locked(incident_id)
        if incident.state not in UNRESOLVED:
            raise IncidentTakesNoUnits
        question = Question(incident, scope, at, limit=1, service=service)
        found = units_across(question, incident.location) if incident.location else []
        if not found:
            raise NobodyNear
        region = found[0].region_id
        share_incident(incident_id=incident.pk, region=region, by=by, at=at, reason=service)
        return region
