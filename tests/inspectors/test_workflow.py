"""The tables of units and assignments, walked at random."""

from hypothesis import given
from hypothesis import strategies as st

from apps.inspectors.workflow import (
    ACTIVE,
    BY_HAND,
    COMMITTED,
    ENDED,
    MOVES,
    STAMPS,
    UNIT_DURING,
    UNIT_MOVES,
    AssignmentStatus,
    UnitStatus,
    can_be_pre_empted,
    can_move,
    can_set,
    what_to_do_when_resolved,
)

A = AssignmentStatus
ORDER = [A.ASSIGNED, A.ACCEPTED, A.EN_ROUTE, A.ON_SCENE]
steps = st.lists(st.sampled_from(list(A)), max_size=30)


def walk(wanted: list[AssignmentStatus]) -> list[AssignmentStatus]:
    """The states that an assignment passes when these are asked for one after the other."""
    passed = [A.ASSIGNED]
    for to in wanted:
        if can_move(passed[-1], to):
            passed.append(to)
    return passed


@given(steps)
def test_no_step_is_ever_taken_back(wanted: list[AssignmentStatus]) -> None:
    passed = [state for state in walk(wanted) if state in ACTIVE]
    assert passed == sorted(set(passed), key=ORDER.index)


@given(steps)
def test_what_has_ended_stays_ended(wanted: list[AssignmentStatus]) -> None:
    passed = walk(wanted)
    assert not any(state in ENDED for state in passed[:-1])


@given(steps)
def test_only_who_has_arrived_is_cleared_and_who_has_arrived_ends_no_other_way(
    wanted: list[AssignmentStatus],
) -> None:
    passed = walk(wanted)
    if passed[-1] in ENDED:
        assert (passed[-1] == A.CLEARED) == (A.ON_SCENE in passed)


def test_from_every_active_state_an_end_can_be_reached() -> None:
    for state in ACTIVE:
        assert what_to_do_when_resolved(state) in MOVES[state] & ENDED


def test_every_state_has_a_rule_and_every_step_of_the_way_a_stamp() -> None:
    assert set(MOVES) == set(A)
    assert set(UNIT_MOVES) == set(UnitStatus)
    assert set(STAMPS) == {*ORDER, A.CLEARED}
    assert set(UNIT_DURING) == ACTIVE
    assert set(A) == ACTIVE | ENDED


def test_a_committed_unit_is_set_free_by_its_assignment_alone() -> None:
    assert set(UNIT_DURING.values()) == COMMITTED
    for here in UnitStatus:
        for there in UnitStatus:
            if here in COMMITTED or there in COMMITTED:
                assert not can_set(here, there)


def test_from_every_status_set_by_hand_a_unit_can_come_back_to_available() -> None:
    for here in BY_HAND - {UnitStatus.AVAILABLE}:
        assert can_set(here, UnitStatus.AVAILABLE)


@given(st.sampled_from(list(A)), st.integers(1, 5), st.integers(1, 5))
def test_a_unit_is_taken_only_for_something_more_urgent_and_never_from_a_scene(
    held: AssignmentStatus, has: int, wants: int
) -> None:
    if can_be_pre_empted(held, has, wants):
        assert wants < has
        assert held in ACTIVE - {A.ON_SCENE}
        assert can_move(held, A.PRE_EMPTED)
