"""Take a new incident into the books; the same report again finds the one that exists."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from apps.accounts.models import ApiClient, User
from apps.core.errors import KeyReused
from apps.incidents.ledger import TOPIC, line, seen_by
from apps.incidents.models import HistoryEntry, IdempotencyKey, Incident, IncidentShare, IncidentType
from apps.incidents.numbering import local_year, take_numbers
from apps.incidents.people import Principal, home_of, user_id_of
from apps.incidents.placing import Placed, known_district, place
from apps.incidents.refusals import (
    BelongsElsewhere,
    NotAllowed,
    TimeInFuture,
    UnknownRegion,
    UnknownType,
)
from apps.incidents.searching import search_text
from apps.incidents.workflow import Status, is_in_future
from apps.live.feed import change
from apps.regions.models import Region

ONCE = frozenset({"incident_source_ref_is_unique_per_intake", "idempotency_key_is_unique_per_intake"})


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports.

    `region` empty: by the point, else the reporter's only region, else the nation's.
    """

    type: str
    title: str
    source: str
    priority: int | None = None
    description: str = ""
    location: Point | None = None
    location_source: str = ""
    location_accuracy_m: float | None = None
    address: str = ""
    region: str | None = None
    district: str | None = None
    source_ref: str = ""
    reported_at: datetime | None = None
    is_exercise: bool = False
    is_officer_initiated: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """An `Idempotency-Key` and the SHA-256 of the body that came with it."""

    key: str
    body_hash: str


@dataclass(frozen=True, slots=True)
class Reported:
    """The incident, and whether this report made it.

    `is_seen`: may whoever reports read it? A client whose incident was transferred meanwhile may not.
    """

    incident: Incident
    is_new: bool
    is_seen: bool = True


def report_incident(
    *, report: Report, by: Principal | None, at: datetime, key: Key | None = None
) -> Reported:
    """Report an incident.

    One with the same `source` and `source_ref`, or the same key, is answered as it exists. Where it has left the
    reporter's regions, a client learns that it need not repeat itself, and a person that it is elsewhere.

    Raises `UnknownType`, `UnknownRegion`, `UnknownDistrict`, `TimeInFuture`, `KeyReused`, `BelongsElsewhere`,
    and `NotAllowed` for somebody without a region.
    """
    with change(at=at) as feed:
        placed = _place(report, by)
        found = _found(report, placed, by, key)
        if found:
            return found
        try:
            with transaction.atomic():
                incident = _written(report, placed, by, at, key)
        except IntegrityError as error:
            # Somebody wrote the same report a moment ago, and has committed by now.
            found = _found(report, placed, by, key) if _is_repetition(error) else None
            if found is None:
                raise
            return found
        feed.touch(
            topic=TOPIC, kind="incident.reported", object_id=str(incident.pk), regions=seen_by(incident)
        )
        return Reported(incident, is_new=True)


def _is_repetition(error: IntegrityError) -> bool:
    diagnostic = getattr(error.__cause__, "diag", None)
    return getattr(diagnostic, "constraint_name", None) in ONCE


def _place(report: Report, by: Principal | None) -> Placed:
    if by and not (by.scope.is_national or by.scope.codes):
        raise NotAllowed
    if report.region and by and not by.scope.covers(report.region):
        raise UnknownRegion(fields={"region": [str(UnknownRegion.message)]})
    return place(report.location, region=report.region, home=home_of(by))


def intake_of(by: Principal | None, region: str) -> str:
    """Whose references these are: a client's own, or the region's."""
    return f"client:{by.pk}" if isinstance(by, ApiClient) else f"region:{region}"


def _found(report: Report, placed: Placed, by: Principal | None, key: Key | None) -> Reported | None:
    incident = _of_key(key, by) if key else None
    if incident is None and report.source_ref:
        incident = Incident.objects.filter(
            intake=intake_of(by, placed.region), source=report.source, source_ref=report.source_ref
        ).first()
    if incident is None:
        return None
    is_seen = by is None or Incident.objects.in_scope(by.scope).filter(pk=incident.pk).exists()
    if isinstance(by, User) and not is_seen:
        raise BelongsElsewhere
    return Reported(incident, is_new=False, is_seen=is_seen)


def _of_key(key: Key, by: Principal | None) -> Incident | None:
    used = (
        IdempotencyKey.objects.select_related("incident")
        .filter(intake=intake_of(by, home_of(by)), key=key.key)
        .first()
    )
    if used and used.body_hash != key.body_hash:
        raise KeyReused
    return used.incident if used else None


def _written(report: Report, placed: Placed, by: Principal | None, at: datetime, key: Key | None) -> Incident:
    incident = _incident(report, placed, by, at)
    incident.save(force_insert=True)
    _entry(incident, by, at).save(force_insert=True)
    if key:
        IdempotencyKey.objects.create(
            intake=intake_of(by, home_of(by)),
            key=key.key,
            body_hash=key.body_hash,
            incident=incident,
            at=at,
        )
    _share_with_reporter(incident, by, at)
    return incident


def _incident(report: Report, placed: Placed, by: Principal | None, at: datetime) -> Incident:
    kind = IncidentType.objects.filter(pk=report.type, is_active=True).first()
    if kind is None:
        raise UnknownType(fields={"type": [str(UnknownType.message)]})
    reported_at = _reported_at(report, at)
    district = known_district(report.district, placed.region)
    year = local_year(Region.objects.get(pk=placed.region), reported_at)
    [number] = take_numbers(placed.region, year)
    priority = report.priority or kind.default_priority
    return Incident(
        number=number,
        region_id=placed.region,
        district_id=district,
        type=kind,
        priority=priority,
        initial_priority=priority,
        highest_priority=priority,
        status=Status.REPORTED.value,
        title=report.title,
        description=report.description,
        location=report.location,
        location_source=report.location_source,
        location_accuracy_m=report.location_accuracy_m,
        address=report.address,
        is_outside=placed.is_outside,
        source=report.source,
        source_ref=report.source_ref,
        intake=intake_of(by, placed.region),
        reported_by_id=user_id_of(by),
        client=by if isinstance(by, ApiClient) else None,
        is_exercise=report.is_exercise,
        is_officer_initiated=report.is_officer_initiated,
        reported_at=reported_at,
        recorded_at=at,
        search=search_text(number, report.title, report.address),
    )


def _reported_at(report: Report, at: datetime) -> datetime:
    if report.reported_at is None:
        return at
    if is_in_future(report.reported_at, at):
        raise TimeInFuture(fields={"reported_at": [str(TimeInFuture.message)]})
    return min(report.reported_at, at)


def _entry(incident: Incident, by: Principal | None, at: datetime) -> HistoryEntry:
    return line(
        incident,
        "reported",
        by=by,
        at=at,
        happened_at=incident.reported_at,
        to_status=Status.REPORTED.value,
        new={"source": incident.source, "source_ref": incident.source_ref},
    )


def _share_with_reporter(incident: Incident, by: Principal | None, at: datetime) -> None:
    """Whoever reports across a border keeps seeing it.

    The point decides the region, not who took the call.
    """
    if by is None or by.scope.covers(incident.region_id):
        return
    home = home_of(by)
    codes = by.scope.codes if home not in by.scope.codes else {home}
    IncidentShare.objects.bulk_create(
        IncidentShare(incident=incident, region_id=code, at=at, user_id=user_id_of(by))
        for code in sorted(codes)
    )
