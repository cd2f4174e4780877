"""An alarm becomes an incident, once: the incident names the alarm, and both show the other."""

from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from apps.alarms.ledger import Book
from apps.alarms.models import Alarm
from apps.alarms.refusals import NoIncidentType
from apps.core.errors import DomainError
from apps.incidents.actions import Report, Reported, record_fact, report_incident
from apps.incidents.models import Incident
from apps.incidents.people import Principal
from apps.live.feed import change

log = structlog.get_logger(__name__)

SOURCE: Final = "alarm"
REFUSED: Final = "incident_refused"


def open_incident(*, alarm_id: UUID, by: Principal | None, at: datetime, incident_type: str = "") -> Reported:
    """Open an incident for the alarm; one that exists is answered as it is.

    `incident_type` is needed where the rule names none. Raises `NoIncidentType`, and what `report_incident` raises.
    """
    with change(at=at) as feed:
        alarm = Alarm.objects.locked(alarm_id)
        if alarm.incident is not None:
            return Reported(alarm.incident, is_new=False)
        wanted = incident_type or (alarm.rule.opens_incident_id if alarm.rule else None)
        if not wanted:
            raise NoIncidentType(fields={"type": [str(NoIncidentType.message)]})
        reported = report_incident(report=_report(alarm, wanted), by=by, at=at)
        alarm.incident = reported.incident
        book = Book(feed, by, at)
        book.line(alarm, "incident_opened", detail={"incident": reported.incident.number})
        book.tell(alarm, "linked")
        book.close()
        record_fact(
            incident_id=reported.incident.pk,
            kind="opened_by_alarm",
            by=by,
            at=at,
            new={"alarm": str(alarm.pk), "type": alarm.type_id, "source": alarm.source_code or alarm.source},
        )
    return reported


def open_by_rule(*, alarm_id: UUID, at: datetime) -> Incident | None:
    """Open the incident that the alarm's rule asks for.

    One that cannot be opened holds up no alarm: why not is a line of the alarm's history, once.
    """
    try:
        return open_incident(alarm_id=alarm_id, by=None, at=at).incident
    except DomainError as error:
        log.warning("incident_not_opened", alarm=str(alarm_id), code=error.code)
        with change(at=at) as feed:
            _note_refusal(Alarm.objects.locked(alarm_id), error, Book(feed, None, at))
        return None


def _note_refusal(alarm: Alarm, error: DomainError, book: Book) -> None:
    if not alarm.history.filter(kind=REFUSED).exists():
        book.line(alarm, REFUSED, detail={"code": error.code})
        book.close()


def _report(alarm: Alarm, incident_type: str) -> Report:
    what = alarm.rule_version.name if alarm.rule_version else alarm.type.name_uz
    return Report(
        type=incident_type,
        title=f"{what}: {alarm.source_name or alarm.source_code}"[:200],
        source=SOURCE,
        source_ref=str(alarm.pk),
        priority=alarm.priority,
        location=alarm.location,
        location_source="device" if alarm.location else "",
        region=alarm.region_id,
        district=alarm.district_id,
    )
