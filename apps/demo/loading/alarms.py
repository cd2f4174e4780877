"""The demo's alarms of the past week: what its rules say of what its cameras and sensors have seen."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from apps.alarms.actions import new_alarm
from apps.alarms.bench import WouldBe, run_over
from apps.alarms.evaluation.reacting import occurrence_of
from apps.alarms.evaluation.rulebook import Ready, switched_on
from apps.alarms.evaluation.sources import known_of
from apps.alarms.models import Alarm, AlarmEntry, Rule
from apps.alarms.surroundings import Where, sites_of
from apps.alarms.words import Trigger
from apps.alarms.workflow import Clearing, State
from apps.core.copying import copy_rows
from apps.demo.intervals import Step, draw_s
from apps.demo.loading.desk import Desk, desk_of
from apps.demo.seeds import chance, choose, id_at
from apps.incidents.people import signature
from apps.live.epochs import rewriting
from apps.regions.scope import EVERYTHING

PAST: Final = timedelta(days=7)
_CLEARINGS: Final = {Clearing.TRUE: 0.78, Clearing.FALSE: 0.2, Clearing.TEST: 0.02}


def load_alarms(*, at: datetime) -> int:
    """Raise, acknowledge and clear what the rules that are on ask for; does nothing where there are alarms already.

    What still lasts is an open alarm; live screens get a new epoch of its region.
    """
    if Alarm.objects.exists():
        return 0
    with rewriting() as regions:
        pages = [page for rule in switched_on(Trigger) for page in _pages(rule, at)]
        copy_rows([alarm for alarm, _ in pages])
        copy_rows([line for _, lines in pages for line in lines])
        regions |= {alarm.region_id for alarm, _ in pages if alarm.is_open}
    return len(pages)


def _pages(rule: Ready, at: datetime) -> Iterator[tuple[Alarm, list[AlarmEntry]]]:
    """Each alarm of a rule with the lines of its history."""
    past = run_over(Rule.objects.get(pk=rule.id), at - PAST, at, EVERYTHING)
    known = known_of(one.first for one in past)
    given = [occurrence_of(one.first, rule, known) for one in past]
    places = sites_of([Where(one.location, one.camera, one.sensor) for one in given])
    desks = {region: desk_of(region) for region in {one.region for one in past}}
    rng = chance("alarms", rule.name)
    for one, occurrence, sites in zip(past, given, places, strict=True):
        alarm = new_alarm(occurrence, sites, one.raised_at)
        alarm.id = id_at(rng, one.raised_at)
        alarm.occurrences = one.occurrences
        yield alarm, list(_lines(rng, alarm, one, desks[one.region], at))


def _lines(rng: random.Random, alarm: Alarm, past: WouldBe, desk: Desk, at: datetime) -> Iterator[AlarmEntry]:
    """What happened to the alarm up to `at`, in order; its row is brought to where the last line leads."""
    person = desk.operator(rng)
    seen_s = draw_s(rng, Step.TAKE, priority=alarm.priority, moment=alarm.raised_at, region=alarm.region_id)
    seen_at = alarm.raised_at + timedelta(seconds=seen_s)
    ended_at = past.ended_at
    if alarm.needs_clearing:
        ended_at = seen_at + timedelta(seconds=rng.uniform(120, 1500))
    yield _line(alarm, "raised", past.first.began_at, to_state=alarm.state, detail={"facts": alarm.facts})
    if ended_at is not None and ended_at < min(seen_at, at):
        alarm.returned_at, alarm.active_refs = ended_at, []
        yield _moved(alarm, "returned", State.RETURNED, ended_at)
    if seen_at >= at:
        return
    alarm.acknowledged_at, alarm.acknowledged_by = seen_at, person
    alarm.acknowledged_by_name = person.actor_name
    has_ended = alarm.state == State.RETURNED
    seen = State.CLEARED if has_ended else State.ACKNOWLEDGED
    yield _moved(alarm, "acknowledged", seen, seen_at, **signature(person))
    if has_ended or ended_at is None or ended_at >= at:
        return
    alarm.active_refs = []
    if alarm.needs_clearing:
        clearing = choose(rng, _CLEARINGS)
        how = {"detail": {"clearing": clearing.value}, **signature(person)}
        yield _moved(alarm, "cleared", State.CLEARED, ended_at, clearing=clearing, **how)
    else:
        yield _moved(alarm, "returned", State.CLEARED, ended_at)


def _moved(
    alarm: Alarm,
    kind: str,
    becomes: State,
    at: datetime,
    *,
    clearing: Clearing = Clearing.UNKNOWN,
    **rest: Any,
) -> AlarmEntry:
    line = _line(alarm, kind, at, from_state=alarm.state, to_state=becomes.value, **rest)
    alarm.state, alarm.version = becomes.value, alarm.version + 1
    if becomes == State.CLEARED:
        alarm.cleared_at, alarm.clearing = at, clearing.value
    return line


def _line(alarm: Alarm, kind: str, at: datetime, **rest: Any) -> AlarmEntry:
    written_at = max(at, alarm.raised_at)
    return AlarmEntry(alarm=alarm, kind=kind, at=at, recorded_at=written_at, **rest)
