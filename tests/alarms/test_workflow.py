"""The states of ISA-18.2, exhaustively: every state with every move."""

from datetime import timedelta
from itertools import product

import pytest

from apps.alarms.workflow import (
    ASIDE,
    BACK,
    IN_VIEW,
    SET_ASIDE,
    Move,
    Standing,
    State,
    after,
    chatters,
    escalation_due,
    is_over,
    may_shelve_until,
    moves_from,
    recent,
)
from tests.alarms.factories import NOON
from tests.alarms.factories import after as later

UNSEEN, SEEN, RETURNED, CLEARED = State.UNACKNOWLEDGED, State.ACKNOWLEDGED, State.RETURNED, State.CLEARED
# The standard's diagram, written down once more and apart: what an alarm in view becomes by each move.
DIAGRAM = {
    UNSEEN: {"occur": UNSEEN, "return": RETURNED, "acknowledge": SEEN, "clear": CLEARED},
    SEEN: {"occur": SEEN, "return": CLEARED, "clear": CLEARED},
    RETURNED: {"occur": UNSEEN, "acknowledge": CLEARED},
}
AWAY = {"shelve": State.SHELVED, "suppress": State.SUPPRESSED, "take_out": State.OUT_OF_SERVICE}
HOME = {"unshelve": State.SHELVED, "unsuppress": State.SUPPRESSED, "put_back": State.OUT_OF_SERVICE}


@pytest.mark.parametrize(("state", "move"), [*product(sorted(IN_VIEW), Move)])
def test_an_alarm_in_view_moves_as_the_diagram_says(state: State, move: Move) -> None:
    expected = DIAGRAM[state].get(move.value)
    if move.value in AWAY:
        assert after(Standing(state), move) == Standing(AWAY[move.value], state)
    else:
        assert after(Standing(state), move) == (None if expected is None else Standing(expected))


@pytest.mark.parametrize(("aside", "beneath", "move"), [*product(sorted(SET_ASIDE), sorted(IN_VIEW), Move)])
def test_what_is_set_aside_goes_on_beneath_and_people_act_on_nothing_they_do_not_see(
    aside: State, beneath: State, move: Move
) -> None:
    then = after(Standing(aside, beneath), move)
    if HOME.get(move.value) == aside:
        assert then == Standing(beneath)
    elif move in (Move.OCCUR, Move.RETURN) and move.value in DIAGRAM[beneath]:
        following = DIAGRAM[beneath][move.value]
        assert then == (Standing(CLEARED) if following == CLEARED else Standing(aside, following))
    else:
        assert then is None


@pytest.mark.parametrize("move", Move)
def test_a_cleared_alarm_stays_cleared(move: Move) -> None:
    assert after(Standing(CLEARED), move) is None


def test_the_tables_agree_with_each_other() -> None:
    assert set(ASIDE.values()) == SET_ASIDE == set(BACK.values())
    assert moves_from(Standing(CLEARED)) == frozenset()
    assert Move.ACKNOWLEDGE not in moves_from(Standing(State.SHELVED, UNSEEN))


def test_what_is_set_aside_must_know_what_it_is_beneath() -> None:
    with pytest.raises(ValueError, match="beneath"):
        after(Standing(State.SHELVED), Move.UNSHELVE)


def test_a_condition_is_over_in_view_and_beneath() -> None:
    assert is_over(Standing(RETURNED))
    assert is_over(Standing(CLEARED))
    assert is_over(Standing(State.SUPPRESSED, RETURNED))
    assert not is_over(Standing(State.SHELVED, SEEN))


def test_three_transitions_within_a_minute_are_chatter() -> None:
    times = [later(0), later(20), later(59)]
    assert chatters(times, later(59))
    assert not chatters(times, later(60))  # the first lies a whole minute back
    assert not chatters(times[:2], later(20))
    assert recent(times, later(80)) == [later(59)]


def test_an_alarm_rises_to_supervisors_and_a_critical_one_to_the_duty_officer() -> None:
    def level(priority: int, seconds: float, after_s: int | None = 60) -> int:
        return escalation_due(priority=priority, waits_since=NOON, after_s=after_s, at=later(seconds))

    assert [level(1, seconds) for seconds in (0, 59.9, 60, 119, 120, 9999)] == [0, 0, 1, 1, 2, 2]
    assert [level(2, seconds) for seconds in (59, 60, 9999)] == [0, 1, 1]
    assert level(1, 9999, None) == 0


def test_a_shelf_ends_later_than_now_and_within_the_hours_of_the_type() -> None:
    assert may_shelve_until(later(1), NOON, hours=1)
    assert may_shelve_until(NOON + timedelta(hours=1), NOON, hours=1)
    assert not may_shelve_until(NOON, NOON, hours=1)
    assert not may_shelve_until(NOON + timedelta(hours=1, seconds=1), NOON, hours=1)
