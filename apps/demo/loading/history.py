"""A month of incidents in every region, as if the portal had run: with calls, assignments and every line."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, TypeVar
from uuid import UUID

from apps.accounts.models import User
from apps.core.copying import copy_rows
from apps.demo.geography import Ground
from apps.demo.kinds import Kind
from apps.demo.loading.crews import Crew, Crews, crews_of
from apps.demo.loading.desk import Desk, desk_of
from apps.demo.loading.lines import VERSIONED, Cast, lines_of, merged_lines
from apps.demo.loading.pages import assignments_of, call_of, calls_of, closer_of, incident_of
from apps.demo.past import Case, draw_cases, draw_idle_calls
from apps.demo.population import share_out, weights_of_regions
from apps.demo.seeds import chance, id_at
from apps.incidents.models import Call, HistoryEntry, Incident, IncidentType, Link, LinkKind
from apps.incidents.numbering import local_year, take_numbers
from apps.inspectors.models import Assignment
from apps.live.epochs import rewriting
from apps.regions.models import District, Region

REFERENCE: Final = "demo-past-"
_TOGETHER: Final = 500
B = TypeVar("B", Call, Assignment)


@dataclass(slots=True)
class Pages:
    """The rows of one region, to be written together."""

    incidents: list[Incident] = field(default_factory=list)
    lines: list[HistoryEntry] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    at_work: list[tuple[Assignment, Crew]] = field(default_factory=list)

    def write(self) -> None:
        """Copy all of it in the caller's transaction.

        An incident, its calls and its assignments come close together, so that figures condense it once.
        """
        calls, assignments = _by_incident(self.calls), _by_incident(self.assignments)
        for start in range(0, len(self.incidents), _TOGETHER):
            part = self.incidents[start : start + _TOGETHER]
            # Reported in this order: what a report was merged into stands before it, or beside it.
            copy_rows([row for row in part if row.merged_into_id is None])
            copy_rows([row for row in part if row.merged_into_id is not None])
            copy_rows([call for row in part for call in calls.pop(row.pk, [])])
            copy_rows([assignment for row in part for assignment in assignments.pop(row.pk, [])])
        copy_rows(calls.pop(None, []))
        copy_rows(self.lines)
        copy_rows(self.links)


def _by_incident(rows: Iterable[B]) -> dict[UUID | None, list[B]]:
    found: dict[UUID | None, list[B]] = {}
    for row in rows:
        found.setdefault(row.incident_id, []).append(row)
    return found


def load_history(
    *,
    total: int,
    days: int,
    grounds: Mapping[str, Ground],
    at: datetime,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[int, list[tuple[Assignment, Crew]]]:
    """Write `total` incidents of the last `days`; answers how many, and who is still at work.

    Does nothing where there are any already. Live screens get no events but a new epoch of each region.
    """
    if Incident.objects.filter(source_ref__startswith=REFERENCE).exists():
        return 0, []
    shares = share_out(total, {code: weights_of_regions()[code] for code in grounds})
    kinds = [
        Kind(row.code, row.category, row.default_priority, row.name_uz)
        for row in IncidentType.objects.filter(is_active=True).order_by("code")
    ]
    count, at_work = 0, []
    with rewriting() as regions:
        for code, ground in grounds.items():
            pages = _pages(ground, kinds, shares[code], days, at)
            pages.write()
            regions.add(code)
            count += len(pages.incidents)
            at_work += pages.at_work
            tell(f"{code}: {len(pages.incidents)} incidents")
    return count, at_work


def _pages(ground: Ground, kinds: list[Kind], count: int, days: int, at: datetime) -> Pages:
    """The rows of a region, drawn and put into order."""
    rng, code, start = chance("history", ground.code), ground.code, at - timedelta(days=days)
    districts = dict(District.objects.filter(region=code).values_list("name_uz", "soato"))
    cases = draw_cases(rng, ground, kinds, districts, start=start, end=at, count=count)
    writer = _Writer(rng, code, desk_of(code), crews_of(code), at)
    writer.write_down(cases)
    for n, past in enumerate(draw_idle_calls(rng, code, start=start, end=at, incidents=count)):
        taker = writer.desk.operator(rng)
        writer.pages.calls.append(call_of(rng, code, past, taker, reference=f"{REFERENCE}call-{n}", now=at))
    return writer.pages


class _Writer:
    """Turns the cases of one region into rows."""

    def __init__(self, rng: random.Random, region: str, desk: Desk, crews: Crews, now: datetime) -> None:
        self.pages = Pages()
        self.desk = desk
        self._rng, self._region, self._crews, self._now = rng, region, crews, now
        self._rows: dict[int, Incident] = {}

    def write_down(self, cases: list[Case]) -> None:
        """The rows of every case that is known by now; numbers go by the time of the report."""
        known = [n for n, case in enumerate(cases) if self._is_known(case)]
        known.sort(key=lambda n: cases[n].reported_at)
        numbers = _numbers(self._region, [cases[n].reported_at for n in known])
        for n, number in zip(known, numbers, strict=True):
            case = cases[n]
            if case.repeats is None:
                self._rows[n] = self._write(n, case, number)
            else:
                self._merge(n, case, number, cases)

    def _is_known(self, case: Case) -> bool:
        """Was it reported, and if it is a repetition, merged?"""
        last = case.course.gave_up_at if case.repeats is not None else case.reported_at
        return last is not None and last <= self._now

    def _write(self, n: int, case: Case, number: str) -> Incident:
        operator = self.desk.operator(self._rng)
        incident = self._incident(n, case, number, operator)
        sent = assignments_of(self._rng, case, incident, self._crews, now=self._now)
        calls = list(calls_of(self._rng, case, incident, operator, now=self._now))
        incident.calls_count = len(calls)
        lines = self._lines(case, incident, operator, sent, calls)
        incident.version = 1 + sum(1 for line in lines if line.kind in VERSIONED)
        self.pages.incidents.append(incident)
        self.pages.lines += lines
        self.pages.calls += calls
        self.pages.assignments += [assignment for assignment, _ in sent]
        self.pages.at_work += [pair for pair in sent if pair[0].is_active]
        return incident

    def _incident(self, n: int, case: Case, number: str, operator: User) -> Incident:
        return incident_of(
            self._rng, self._region, case, number, operator, reference=f"{REFERENCE}{n}", now=self._now
        )

    def _lines(
        self,
        case: Case,
        incident: Incident,
        operator: User,
        sent: list[tuple[Assignment, Crew]],
        calls: list[Call],
    ) -> list[HistoryEntry]:
        closer = closer_of(case, operator, self.desk.supervisor, list(case.course.stamps))
        cast = Cast(operator, closer, tuple((assignment, crew.speaker) for assignment, crew in sent))
        lines = lines_of(incident, case.course, cast, until=self._now)
        attached = [_attached(incident, call, operator) for call in calls]
        return sorted([*lines, *attached], key=lambda line: line.at)

    def _merge(self, n: int, case: Case, number: str, cases: list[Case]) -> None:
        """The report of the same again: its own row, merged into the first, to which its call belongs."""
        survivor = self._rows[case.repeats or 0]
        merged_at = case.course.gave_up_at or case.reported_at
        operator = self.desk.operator(self._rng)
        incident = self._incident(n, case, number, operator)
        incident.merged_into = survivor
        calls = list(calls_of(self._rng, case, incident, operator, now=self._now))
        for call in calls:
            call.incident = survivor
        survivor.calls_count += len(calls)
        survivor.version += 1
        cast = Cast(operator, operator, ())
        lines = lines_of(incident, case.course, cast, until=self._now)
        told = merged_lines(incident, survivor, self.desk.supervisor, at=merged_at)
        incident.version = 2 + len(lines)
        self.pages.incidents.append(incident)
        self.pages.lines += [*lines, *told]
        self.pages.calls += calls
        self.pages.links.append(_link(self._rng, incident, survivor, self.desk.supervisor, merged_at))


def _numbers(region_code: str, moments: list[datetime]) -> list[str]:
    """A number for each of the moments, which are in order."""
    region = Region.objects.get(pk=region_code)
    numbers: list[str] = []
    for year, group in groupby(moments, key=lambda moment: local_year(region, moment)):
        numbers += take_numbers(region_code, year, len(list(group)))
    return numbers


def _attached(incident: Incident, call: Call, operator: User) -> HistoryEntry:
    """The call was attached once it was answered, not before the incident was there."""
    at = max(incident.reported_at, call.answered_at or call.rang_at)
    return HistoryEntry(
        incident=incident,
        kind="call_attached",
        at=at,
        recorded_at=at,
        new={"id": str(call.pk), "channel": call.channel},
        user_id=operator.pk,
        by_name=operator.actor_name,
    )


def _link(rng: random.Random, source: Incident, target: Incident, by: User, at: datetime) -> Link:
    return Link(id=id_at(rng, at), source=source, target=target, kind=LinkKind.DUPLICATE_OF, at=at, user=by)
