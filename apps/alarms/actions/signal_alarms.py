"""What sources tell: conditions that occur and return, many at once; one open alarm of a source and type.

Rows that are missing are copied in at once, and where somebody was quicker inserted with `ON CONFLICT DO NOTHING` on the
index of open alarms. The others are locked in one order, and each signal is applied in its turn; what has changed is written
in one UPDATE. A signal that finds its
alarm cleared by the one before it waits for the next round, where it raises a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from psycopg.errors import UniqueViolation

from apps.alarms.ledger import Book, suppressed_by
from apps.alarms.models import Alarm
from apps.alarms.surroundings import Where, sites_of
from apps.alarms.workflow import QUIET, Move, State, chatters, is_over, recent
from apps.core.copying import copy_rows
from apps.incidents.people import Principal
from apps.live.feed import change

# How many facts an alarm that is cleared by hand remembers, so that the same one does not count twice.
REMEMBERED: Final = 50
ONE_OPEN: Final = "one_open_alarm_per_source_and_type"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A condition that is there. `ref` names the fact that says so: the same one again only brings news of it."""

    region: str
    type: str
    source: str
    source_kind: str
    source_id: str
    priority: int
    ref: str
    at: datetime
    district: str | None = None
    rule: int | None = None
    rule_version: int | None = None
    source_code: str = ""
    source_name: str = ""
    location: Point | None = None
    camera: int | None = None
    sensor: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    private: dict[str, Any] = field(default_factory=dict)
    needs_clearing: bool = False
    escalate_after_s: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What only one open alarm may have."""
        return self.source, self.type


@dataclass(frozen=True, slots=True)
class Return:
    """A fact that has ended, for every alarm of the source that it holds up."""

    source: str
    ref: str
    at: datetime
    facts: dict[str, Any] = field(default_factory=dict)


Signal = Occurrence | Return
Open = dict[tuple[str, str], Alarm]


def signal_alarms(*, signals: Sequence[Signal], by: Principal | None, at: datetime) -> list[Alarm]:
    """Raise, count and return what the signals say, in their order; the alarms that are new or changed."""
    touched: dict[UUID, Alarm] = {}
    with change(at=at) as feed:
        waiting = list(signals)
        while waiting:
            waiting = _round(waiting, Book(feed, by, at), touched)
    return list(touched.values())


def raise_alarms(*, occurrences: Sequence[Occurrence], by: Principal | None, at: datetime) -> list[Alarm]:
    """Raise these conditions; where the alarm is open already, count it."""
    return signal_alarms(signals=occurrences, by=by, at=at)


def return_alarms(*, returns: Sequence[Return], by: Principal | None, at: datetime) -> list[Alarm]:
    """These facts have ended."""
    return signal_alarms(signals=returns, by=by, at=at)


def _round(signals: list[Signal], book: Book, touched: dict[UUID, Alarm]) -> list[Signal]:
    """Apply what can be applied now; answers what must wait for a new alarm."""
    new = _insert([signal for signal in signals if isinstance(signal, Occurrence)], book.at)
    fresh = {alarm.pk for alarm in new}
    alarms = _held(signals, new)
    waiting: list[Signal] = []
    behind: set[str] = set()
    for signal in signals:
        if signal.source in behind or not _apply(signal, alarms, fresh, book):
            behind.add(signal.source)
            waiting.append(signal)
    _release(book)
    book.close()
    touched.update((key, alarm) for key, alarm in book.changed.items())
    touched.update((alarm.pk, alarm) for alarm in alarms.values() if alarm.pk in book.announced)
    return waiting


def _held(signals: list[Signal], new: list[Alarm]) -> Open:
    """The open alarms that the signals concern: the new ones are this transaction's own, all others are locked."""
    mine: Open = {(alarm.source, alarm.type_id): alarm for alarm in new}
    sources = {one.source for one in signals if isinstance(one, Return) or one.key not in mine}
    if not sources:
        return mine
    locked = Alarm.objects.open().of_sources(sources).all_locked()
    return {(alarm.source, alarm.type_id): alarm for alarm in locked} | mine


def _insert(occurrences: list[Occurrence], at: datetime) -> list[Alarm]:
    """Insert the alarms of conditions that have none; answers those that are new."""
    first = {occurrence.key: occurrence for occurrence in reversed(occurrences)}
    sources = {source for source, _kind in first}
    there = set(Alarm.objects.open().of_sources(sources).values_list("source", "type_id")) if first else set()
    given = [first[key] for key in sorted(first) if key not in there]
    if not given:
        return []
    sites = sites_of([Where(one.location, one.camera, one.sensor) for one in given])
    rows = [new_alarm(one, here, at) for one, here in zip(given, sites, strict=True)]
    try:
        with transaction.atomic():
            copy_rows(rows)
    except UniqueViolation as error:
        # Somebody raised one of them a moment ago: that one is counted, the others are new.
        if error.diag.constraint_name != ONE_OPEN:
            raise
        Alarm.objects.bulk_create(rows, ignore_conflicts=True)
        mine = set(Alarm.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        return [row for row in rows if row.pk in mine]
    return rows


def new_alarm(one: Occurrence, sites: list[dict[str, Any]], at: datetime) -> Alarm:
    """The row of an alarm that is raised at this moment; it is not stored."""
    return Alarm(
        region_id=one.region,
        district_id=one.district,
        type_id=one.type,
        rule_id=one.rule,
        rule_version_id=one.rule_version,
        priority=one.priority,
        state=State.UNACKNOWLEDGED.value,
        source=one.source,
        source_kind=one.source_kind,
        source_id=one.source_id,
        source_code=one.source_code,
        source_name=one.source_name,
        location=one.location,
        camera_id=one.camera,
        sensor=one.sensor,
        sites=sites,
        facts=one.facts,
        private=one.private,
        active_refs=[one.ref],
        transitions=[min(one.at, at)],
        raised_at=at,
        last_at=at,
        waits_since=at,
        escalate_after_s=one.escalate_after_s,
        needs_clearing=one.needs_clearing,
    )


def _apply(signal: Signal, alarms: Open, fresh: set[UUID], book: Book) -> bool:
    """Apply a signal; False where the alarm that it would raise has no row yet."""
    if isinstance(signal, Return):
        for alarm in [one for one in alarms.values() if one.source == signal.source and one.pk not in fresh]:
            _returned(alarm, signal, book)
            if not alarm.is_open:
                del alarms[alarm.source, alarm.type_id]
        return True
    found = alarms.get(signal.key)
    if found is None:
        return False
    if found.pk in fresh:
        fresh.discard(found.pk)
        _raised(found, signal, book)
    else:
        _occurred(found, signal, book)
    return True


def _raised(alarm: Alarm, signal: Occurrence, book: Book) -> None:
    book.line(alarm, "raised", to_state=alarm.state, at=signal.at, detail={"facts": signal.facts})
    book.announce(alarm, "raised")


def _occurred(alarm: Alarm, signal: Occurrence, book: Book) -> None:
    """Again, or more of the same: counted once for each fact."""
    is_news = alarm.facts | signal.facts != alarm.facts or alarm.private | signal.private != alarm.private
    alarm.facts = alarm.facts | signal.facts
    alarm.private = alarm.private | signal.private
    if signal.ref in alarm.active_refs:
        if is_news:
            book.tell(alarm, "changed")
        return
    if not alarm.active_refs:
        alarm.transitions = [*recent(alarm.transitions, signal.at), min(signal.at, book.at)]
        alarm.return_due_at = None
    kept = alarm.active_refs[1 - REMEMBERED :] if alarm.needs_clearing else alarm.active_refs
    alarm.active_refs = [*kept, signal.ref]
    alarm.occurrences += 1
    alarm.last_at = book.at
    alarm.priority = min(alarm.priority, signal.priority)
    _note_chatter(alarm, book)
    _come_again(alarm, signal, book)


def _come_again(alarm: Alarm, signal: Occurrence, book: Book) -> None:
    before = alarm.standing
    if State.RETURNED in (before.state, before.beneath):
        alarm.waits_since, alarm.returned_at, alarm.escalation = book.at, None, 0
        book.move(alarm, Move.OCCUR, "recurred", at=signal.at, detail={"occurrences": alarm.occurrences})
    else:
        book.tell(alarm, "recurred")


def _returned(alarm: Alarm, signal: Return, book: Book) -> None:
    if signal.ref not in {_fact_of(ref) for ref in alarm.active_refs} or alarm.needs_clearing:
        return
    alarm.active_refs = [ref for ref in alarm.active_refs if _fact_of(ref) != signal.ref]
    alarm.facts = alarm.facts | signal.facts
    if alarm.active_refs:
        book.tell(alarm, "changed")
        return
    alarm.transitions = [*recent(alarm.transitions, signal.at), min(signal.at, book.at)]
    _note_chatter(alarm, book)
    if chatters(alarm.transitions, signal.at):
        alarm.return_due_at = book.at + QUIET
        book.tell(alarm, "changed")
    else:
        book.move(alarm, Move.RETURN, "returned", at=signal.at)


def _fact_of(ref: str) -> str:
    """The fact of a reference: what stands before the rule that made it one."""
    return ref.partition("|")[0]


def _note_chatter(alarm: Alarm, book: Book) -> None:
    if not alarm.is_chattering and chatters(alarm.transitions, alarm.transitions[-1]):
        alarm.is_chattering = True
        book.line(alarm, "chattered", detail={"transitions": len(alarm.transitions)})


def _release(book: Book) -> None:
    """An alarm whose condition is over no longer explains others."""
    over = [alarm for alarm in book.changed.values() if is_over(alarm.standing)]
    for alarm in suppressed_by(over):
        book.move(book.changed.get(alarm.pk, alarm), Move.UNSUPPRESS, "unsuppressed")
