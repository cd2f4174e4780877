"""An alarm becomes an incident, once: the incident names the alarm, and both show the other."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from apps.alarms.ledger import Book
from apps.alarms.models import Alarm
from apps.alarms.refusals import NoIncidentType
from apps.alarms.workflow import SET_ASIDE, WAITS_FOR_A_PERSON
from apps.core.errors import DomainError
from apps.incidents.actions import Report, Reported, record_fact, report_incident
from apps.incidents.models import Incident
from apps.incidents.people import Principal
from apps.live.feed import change

log = structlog.get_logger(__name__)

SOURCE: Final = "alarm"
REFUSED: Final = "incident_refused"
# A burst of the ticker's: the next comes half a second later.
TOGETHER: Final = 50
AGAIN_AFTER: Final = timedelta(minutes=1)


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


def ask_for_incidents(*, alarm_ids: Collection[UUID], at: datetime) -> None:
    """Their rules ask for incidents, in the caller's transaction: `open_asked` opens them after it.

    So no storm of alarms waits for the incidents of those before. What is shelved or explained asks for none.
    """
    waiting = Alarm.objects.filter(pk__in=alarm_ids, incident=None, state__in=WAITS_FOR_A_PERSON)
    waiting.filter(incident_due_at=None).update(incident_due_at=at)


def open_asked(*, at: datetime, limit: int = TOGETHER) -> int:
    """Open what rules have asked for, the most urgent first, each by itself; how many alarms were seen to."""
    ids = list(Alarm.objects.incident_due(at=at).values_list("pk", flat=True)[:limit])
    for alarm_id in ids:
        Alarm.objects.filter(pk=alarm_id).update(incident_due_at=_seen_to(alarm_id, at))
    return len(ids)


def _seen_to(alarm_id: UUID, at: datetime) -> datetime | None:
    """When to try again: whatever is wrong with one holds up no other."""
    try:
        open_by_rule(alarm_id=alarm_id, at=at)
    except Exception:
        log.exception("incident_not_opened", alarm=str(alarm_id))
        return at + AGAIN_AFTER
    return None


def open_by_rule(*, alarm_id: UUID, at: datetime) -> Incident | None:
    """Open the incident that the alarm's rule asks for, unless it has been set aside since.

    One that cannot be opened holds up no alarm: why not is a line of the alarm's history, once.
    """
    if Alarm.objects.filter(pk=alarm_id, state__in=SET_ASIDE).exists():
        return None
    try:
        return open_incident(alarm_id=alarm_id, by=None, at=at).incident
    except DomainError as error:
        log.warning("incident_refused", alarm=str(alarm_id), code=error.code)
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
