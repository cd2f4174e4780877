"""Somebody has seen an alarm: once, for all screens."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from apps.accounts.models import User
from apps.alarms.ledger import Book
from apps.alarms.models import Alarm
from apps.alarms.refusals import CannotMove, NeverShelved, VersionIsOld
from apps.alarms.workflow import Move, State
from apps.core.errors import DomainError, NotFound
from apps.incidents.people import Principal
from apps.live.feed import change


@dataclass(slots=True)
class Acknowledged:
    """What came of a group: those that were acknowledged, and why the others were not, by id."""

    done: list[Alarm] = field(default_factory=list)
    refused: list[tuple[UUID, DomainError]] = field(default_factory=list)


def acknowledge_alarm(
    *, alarm_id: UUID, by: Principal | None, at: datetime, note: str = "", version: int | None = None
) -> Alarm:
    """Acknowledge an alarm; one that has returned is cleared by it.

    Raises `CannotMove` with who was first and when, `VersionIsOld` and `NotFound`.
    """
    with change(at=at) as feed:
        alarm = Alarm.objects.locked(alarm_id)
        check_version(alarm, version, at)
        book = Book(feed, by, at)
        _acknowledge(alarm, book, note)
        book.close()
    return alarm


def acknowledge_group(
    *, alarm_ids: Collection[UUID], by: Principal | None, at: datetime, note: str = ""
) -> Acknowledged:
    """Acknowledge what can be acknowledged; alarms that must be seen one by one are refused."""
    told = Acknowledged()
    with change(at=at) as feed:
        book = Book(feed, by, at)
        found = {alarm.pk: alarm for alarm in Alarm.objects.filter(pk__in=alarm_ids).all_locked()}
        alone = set(Alarm.objects.filter(pk__in=found, type__never_shelved=True).values_list("pk", flat=True))
        for alarm_id in dict.fromkeys(alarm_ids):
            try:
                told.done.append(_of_group(alarm_id, found, alone, book, note))
            except DomainError as error:
                told.refused.append((alarm_id, error))
        book.close()
    return told


def _of_group(
    alarm_id: UUID, found: dict[UUID, Alarm], alone: Collection[UUID], book: Book, note: str
) -> Alarm:
    if alarm_id not in found:
        raise NotFound
    if alarm_id in alone:
        raise NeverShelved
    _acknowledge(found[alarm_id], book, note)
    return found[alarm_id]


def _acknowledge(alarm: Alarm, book: Book, note: str) -> None:
    if alarm.state not in {State.UNACKNOWLEDGED, State.RETURNED}:
        raise CannotMove(alarm, Move.ACKNOWLEDGE, book.at)
    sign(alarm, book.by, book.at)
    book.move(alarm, Move.ACKNOWLEDGE, "acknowledged", note=note)


def sign(alarm: Alarm, by: Principal | None, at: datetime) -> None:
    """Write down who has seen it."""
    alarm.acknowledged_at = at
    alarm.acknowledged_by = by if isinstance(by, User) else None
    alarm.acknowledged_by_name = by.actor_name if by else ""


def check_version(alarm: Alarm, version: int | None, at: datetime) -> None:
    """Raise `VersionIsOld` where somebody changed the alarm after it was read."""
    if version is not None and version != alarm.version:
        raise VersionIsOld(alarm, at)
