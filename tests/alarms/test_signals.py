"""Conditions that occur and return: one open alarm of a source and type, counted, damped, never lost."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.alarms.actions import (
    Occurrence,
    Return,
    acknowledge_alarm,
    clear_alarm,
    escalate_alarms,
    expire_shelves,
    raise_alarms,
    return_alarms,
    settle_returns,
    shelve_alarm,
    signal_alarms,
    suppress_alarms,
    unshelve_alarm,
)
from apps.alarms.models import Alarm, AlarmEntry
from apps.alarms.workflow import QUIET, Clearing
from apps.live.models import Event
from tests.alarms.factories import NOON, AlarmTypeFactory, after, occurrence, raised
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


def ends(ref: str, seconds: float = 9, source: str = "sensor:7") -> Return:
    return Return(source, ref, after(seconds))


def back(ref: str, seconds: float = 9, source: str = "sensor:7") -> list[Alarm]:
    return return_alarms(returns=[ends(ref, seconds, source)], by=None, at=after(seconds))


def see(alarm: Alarm, seconds: float = 3) -> None:
    acknowledge_alarm(alarm_id=alarm.pk, by=None, at=after(seconds))


def state(alarm: Alarm) -> str:
    return Alarm.objects.get(pk=alarm.pk).state


def test_an_alarm_tells_who_raised_it_where_and_why() -> None:
    alarm = raised(ref="crossing:1", occurred_at=after(-5))
    assert (alarm.state, alarm.occurrences, alarm.version) == ("unacknowledged", 1, 1)
    assert alarm.active_refs == ["crossing:1"]
    assert alarm.raised_at == NOON
    entry = AlarmEntry.objects.get(alarm=alarm)
    assert (entry.kind, entry.at, entry.recorded_at) == ("raised", after(-5), NOON)
    assert Event.objects.get().kind == "alarm.raised"


def test_acknowledged_first_it_is_cleared_by_its_return() -> None:
    alarm = raised(ref="crossing:1")
    see(alarm)
    back("crossing:1")
    alarm.refresh_from_db()
    assert (alarm.state, alarm.clearing, alarm.cleared_at) == ("cleared", "unknown", after(9))


def test_returned_first_it_waits_until_somebody_has_seen_it() -> None:
    alarm = raised(ref="crossing:1")
    back("crossing:1")
    assert state(alarm) == "returned"
    see(alarm, 12)
    assert state(alarm) == "cleared"


def test_an_open_alarm_counts_what_comes_again_and_a_cleared_one_is_a_new_alarm() -> None:
    first = raised(ref="crossing:1")
    assert raised(ref="crossing:2", at=after(5)).pk == first.pk
    first.refresh_from_db()
    assert (first.occurrences, first.last_at) == (2, after(5))
    see(first)
    back("crossing:1", 20)
    assert state(first) == "acknowledged"  # the second fact still holds it up
    back("crossing:2", 21)
    assert state(first) == "cleared"
    assert raised(ref="crossing:3", at=after(90)).pk != first.pk


def test_the_same_fact_again_brings_news_and_does_not_count() -> None:
    alarm = raised(ref="crossing:1")
    raised(ref="crossing:1", facts={"value": 9}, at=after(5))
    alarm.refresh_from_db()
    assert (alarm.occurrences, alarm.facts["value"], alarm.version) == (1, 9, 2)
    raised(ref="crossing:1", facts={"value": 9}, at=after(6))
    alarm.refresh_from_db()
    assert alarm.version == 2


def test_an_alarm_that_returned_and_comes_again_waits_anew() -> None:
    alarm = raised(ref="crossing:1")
    back("crossing:1")
    raised(ref="crossing:2", at=after(100))
    alarm.refresh_from_db()
    assert (alarm.state, alarm.occurrences, alarm.waits_since) == ("unacknowledged", 2, after(100))
    assert alarm.returned_at is None


def test_in_one_batch_a_condition_may_return_and_come_again_as_a_new_alarm() -> None:
    alarm = raised(ref="crossing:1")
    see(alarm)
    given: list[Any] = [ends("crossing:1"), occurrence(ref="crossing:2"), ends("crossing:2"), occurrence()]
    signal_alarms(signals=given, by=None, at=after(9))
    assert state(alarm) == "cleared"
    new = Alarm.objects.open().get()
    assert (new.state, new.occurrences) == ("unacknowledged", 2)


def test_a_more_urgent_occurrence_makes_the_alarm_more_urgent() -> None:
    raised(priority=3)
    assert raised(priority=1).priority == 1
    assert raised(priority=4).priority == 1


def test_what_is_cleared_by_hand_does_not_return_by_itself() -> None:
    alarm = raised(ref="plate:1", needs_clearing=True)
    back("plate:1")
    assert state(alarm) == "unacknowledged"
    clear_alarm(alarm_id=alarm.pk, clearing=Clearing.TRUE, by=None, at=after(20))
    assert state(alarm) == "cleared"


def test_a_condition_that_comes_and_goes_returns_only_when_it_has_been_quiet() -> None:
    for number in range(2):
        alarm = raised(ref=f"crossing:{number}", at=after(number * 10))
        back(f"crossing:{number}", number * 10 + 5)
    alarm.refresh_from_db()
    assert (alarm.is_chattering, alarm.state) == (True, "unacknowledged")
    assert alarm.return_due_at == after(15) + QUIET
    assert AlarmEntry.objects.filter(alarm=alarm, kind="chattered").count() == 1
    assert settle_returns(at=after(74)) == 0
    assert settle_returns(at=after(75)) == 1
    assert state(alarm) == "returned"


def test_a_chattering_condition_that_comes_again_takes_its_return_back() -> None:
    for number in range(2):
        alarm = raised(ref=f"crossing:{number}", at=after(number * 10))
        back(f"crossing:{number}", number * 10 + 5)
    raised(ref="crossing:9", at=after(30))
    assert settle_returns(at=after(999)) == 0
    assert state(alarm) == "unacknowledged"


def test_a_shelved_alarm_comes_back_as_what_it_has_become() -> None:
    alarm = raised(ref="crossing:1")
    shelve_alarm(alarm_id=alarm.pk, reason="works", until=after(3600), by=None, at=after(1))
    back("crossing:1")
    alarm.refresh_from_db()
    assert (alarm.state, alarm.beneath) == ("shelved", "returned")
    unshelve_alarm(alarm_id=alarm.pk, by=None, at=after(20))
    assert state(alarm) == "returned"


def test_a_shelf_ends_by_itself() -> None:
    alarm = raised()
    shelve_alarm(alarm_id=alarm.pk, reason="works", until=after(3600), by=None, at=after(1))
    assert expire_shelves(at=after(3599)) == 0
    assert expire_shelves(at=after(3600)) == 1
    alarm.refresh_from_db()
    assert (alarm.state, alarm.shelve_reason, alarm.shelved_until) == ("unacknowledged", "", None)


def test_what_comes_back_from_the_shelf_waits_for_a_person_anew() -> None:
    alarm = raised(escalate_after_s=120)
    shelve_alarm(alarm_id=alarm.pk, reason="works", until=after(3600), by=None, at=after(1))
    assert escalate_alarms(at=after(3000)) == 0
    expire_shelves(at=after(3600))
    assert escalate_alarms(at=after(3719)) == 0
    assert escalate_alarms(at=after(3720)) == 1


def test_a_suppressed_alarm_comes_back_when_the_one_that_explains_it_is_over() -> None:
    camera = raised(number=1, ref="outage:1")
    node = raised(number=2, source="node:2", source_kind="node", ref="outage:2")
    assert suppress_alarms(explained={camera.pk: node.pk}, at=after(1)) == 1
    camera.refresh_from_db()
    assert (camera.state, camera.suppressed_by_id) == ("suppressed", node.pk)
    assert suppress_alarms(explained={camera.pk: node.pk}, at=after(2)) == 0
    back("outage:2", 50, "node:2")
    assert state(camera) == "unacknowledged"


def test_what_must_be_seen_at_once_is_not_suppressed() -> None:
    AlarmTypeFactory(code="sos", never_shelved=True)
    alarm, node = raised(number=1, type="sos"), raised(number=2, source="node:2", source_kind="node")
    assert suppress_alarms(explained={alarm.pk: node.pk}, at=after(1)) == 0


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("alarm_cleared_says_when_and_as_what", {"state": "cleared"}),
        ("alarm_shelved_has_a_reason_and_an_end", {"state": "shelved", "beneath": "unacknowledged"}),
        ("alarm_set_aside_knows_the_state_beneath", {"beneath": "unacknowledged"}),
        ("alarm_suppressed_knows_by_which", {"state": "suppressed", "beneath": "unacknowledged"}),
        ("alarm_acknowledged_says_when", {"state": "acknowledged"}),
        ("alarm_returned_says_when", {"state": "returned"}),
        ("alarm_priority_is_1_to_4", {"priority": 5}),
        ("alarm_has_occurred", {"occurrences": 0}),
    ],
)
def test_the_database_refuses_what_must_never_be(name: str, wrong: dict[str, Any]) -> None:
    alarm = raised()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Alarm.objects.filter(pk=alarm.pk).update(**wrong)


def test_the_database_refuses_a_second_open_alarm_of_a_source_and_type() -> None:
    alarm = raised()
    alarm.pk = None
    with pytest.raises(IntegrityError, match="one_open_alarm_per_source_and_type"), transaction.atomic():
        Alarm(
            **{f.attname: getattr(raised(), f.attname) for f in Alarm._meta.concrete_fields if f.name != "id"}
        ).save()


def test_history_is_append_only() -> None:
    raised()
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        AlarmEntry.objects.update(note="nothing happened")


# --- against an oracle ------------------------------------------------------------------------------------


@dataclass
class Oracle:
    """One source and type as a person would keep it on paper: what is there, who has seen it, what was."""

    there: set[str] = field(default_factory=set)
    is_open: bool = False
    is_seen: bool = False
    count: int = 0
    ended: int = 0

    def occur(self, ref: str) -> None:
        if not self.is_open:
            self.is_open, self.is_seen, self.count, self.there = True, False, 0, set()
        if ref not in self.there:
            self.there.add(ref)
            self.count += 1

    def end(self, ref: str) -> None:
        if self.is_open and ref in self.there:
            self.there.discard(ref)
            self._settle()

    def see(self) -> None:
        if self.is_open and not self.is_seen:
            self.is_seen = True
            self._settle()

    def _settle(self) -> None:
        if self.is_seen and not self.there:
            self.is_open, self.ended = False, self.ended + 1

    @property
    def state(self) -> str | None:
        if not self.is_open:
            return None
        if self.is_seen:
            return "acknowledged"
        return "unacknowledged" if self.there else "returned"


STEPS = st.lists(
    st.tuples(st.sampled_from(["occur", "occur", "end", "see", "batch"]), st.integers(0, 3)), max_size=14
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_raising_returning_and_acknowledging_ends_as_on_paper(
    steps: list[tuple[str, int]],
) -> None:
    with transaction.atomic():
        _follow(steps)
        transaction.set_rollback(True)


def _follow(steps: list[tuple[str, int]]) -> None:
    for code in ("UZ", "UZ-TK"):
        RegionFactory(code=code)
    AlarmTypeFactory(code="smoke")
    oracle = Oracle()
    for number, (step, which) in enumerate(steps):
        # Far enough apart that nothing chatters.
        at, ref = NOON + timedelta(minutes=2 * number), f"crossing:{which}"
        if step == "occur":
            raise_alarms(occurrences=[occurrence(ref=ref, at=at)], by=None, at=at)
            oracle.occur(ref)
        elif step == "end":
            return_alarms(returns=[Return("sensor:7", ref, at)], by=None, at=at)
            oracle.end(ref)
        elif step == "batch":
            other = f"crossing:{(which + 1) % 4}"
            given_: list[Occurrence | Return] = [Return("sensor:7", ref, at), occurrence(ref=other, at=at)]
            signal_alarms(signals=given_, by=None, at=at)
            oracle.end(ref)
            oracle.occur(other)
        else:
            found = Alarm.objects.filter(state__in=["unacknowledged", "returned"]).first()
            if found is not None:
                acknowledge_alarm(alarm_id=found.pk, by=None, at=at)
            oracle.see()
        _compare(oracle)


def _compare(oracle: Oracle) -> None:
    standing = Alarm.objects.open().first()
    assert (standing.state if standing else None) == oracle.state
    assert Alarm.objects.filter(state="cleared").count() == oracle.ended
    if standing:
        assert (set(standing.active_refs), standing.occurrences) == (oracle.there, oracle.count)
