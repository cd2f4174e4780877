"""The tables of the workflow hold together, whatever way an incident takes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.incidents.workflow import (
    CAN_BE_MERGED,
    CHAIN,
    MOVES,
    OPEN,
    STAMP_OF,
    UNRESOLVED,
    Stamp,
    Status,
    can_move,
    earlier_than,
    has_complete_stamps,
    is_behind,
    is_in_future,
    is_too_late,
    later_than,
    moves_from,
    needs_supervisor,
    settled,
)

NOON = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
moments = st.integers(0, 365 * 86400).map(lambda seconds: NOON + timedelta(seconds=seconds))
stamps = st.fixed_dictionaries({stamp: st.none() | moments for stamp in Stamp})
before_hold = st.sampled_from([status for status in Status if Status.ON_HOLD in MOVES[status]])


def test_every_status_has_its_moves() -> None:
    assert set(MOVES) == set(Status)
    assert set(STAMP_OF) == set(CHAIN)
    assert set(STAMP_OF.values()) == set(Stamp)


def test_an_ordinary_incident_goes_from_reported_to_closed() -> None:
    assert all(can_move(here, there) for here, there in pairwise(CHAIN))


def test_advice_by_phone_needs_no_unit() -> None:
    assert can_move(Status.ACKNOWLEDGED, Status.RESOLVED)


@given(st.sampled_from(sorted(set(Status) - {Status.ON_HOLD})))
def test_no_status_follows_itself(status: Status) -> None:
    assert not can_move(status, status)


@given(st.sampled_from(Status), before_hold)
def test_whatever_is_open_can_end_and_whatever_has_ended_can_only_reopen(
    status: Status, held: Status
) -> None:
    following = moves_from(status, held if status == Status.ON_HOLD else None)
    if status in OPEN:
        seen, waiting = set(), {status}
        while waiting:
            here = waiting.pop()
            seen.add(here)
            waiting |= moves_from(here, held if here == Status.ON_HOLD else None) - seen
        assert Status.CLOSED in seen
    else:
        assert following <= {Status.REOPENED}


@given(before_hold)
def test_a_hold_leads_back_and_onward_but_not_into_a_hold(held: Status) -> None:
    following = moves_from(Status.ON_HOLD, held)
    assert held in following
    assert following - {held} == MOVES[held] - {Status.ON_HOLD}


def test_a_hold_that_forgot_where_it_came_from_is_an_error() -> None:
    with pytest.raises(ValueError, match="state before"):
        moves_from(Status.ON_HOLD)


def test_nothing_is_merged_while_units_are_at_work() -> None:
    assert CAN_BE_MERGED <= UNRESOLVED
    assert not CAN_BE_MERGED & {Status.DISPATCHED, Status.EN_ROUTE, Status.ON_SCENE}


@given(st.sampled_from(Status), st.sampled_from(CHAIN), st.sampled_from(CHAIN))
def test_being_behind_is_an_order(status: Status, nearer: Status, further: Status) -> None:
    if is_behind(status, nearer) and is_behind(nearer, further):
        assert is_behind(status, further)
    assert not (is_behind(nearer, further) and is_behind(further, nearer))


@given(stamps)
def test_stamps_are_complete_when_no_step_of_the_way_is_missing(
    given_stamps: dict[Stamp, datetime | None],
) -> None:
    way = [given_stamps[stamp] for stamp in (Stamp.DISPATCHED_AT, Stamp.EN_ROUTE_AT, Stamp.ON_SCENE_AT)]
    ends = [given_stamps[stamp] for stamp in (Stamp.REPORTED_AT, Stamp.ACKNOWLEDGED_AT, Stamp.RESOLVED_AT)]
    expected = None not in ends and (None not in way or way == [None, None, None])
    assert has_complete_stamps(given_stamps) == expected


@given(st.integers(1, 5), stamps)
def test_closing_what_was_ever_urgent_needs_a_supervisor(
    highest: int, given_stamps: dict[Stamp, datetime | None]
) -> None:
    needed = needs_supervisor(Status.CLOSED, highest_priority=highest, stamps=given_stamps)
    assert needed == (highest <= 2 or not has_complete_stamps(given_stamps))


@given(st.sampled_from(Stamp), moments, stamps)
def test_a_stamp_settles_at_or_after_every_earlier_step_and_never_more_than_two_clocks_differ(
    stamp: Stamp, at: datetime, given_stamps: dict[Stamp, datetime | None]
) -> None:
    index = list(Stamp).index(stamp)
    earlier = [given_stamps[step] for step in list(Stamp)[:index] if given_stamps[step]]
    later = [given_stamps[step] for step in list(Stamp)[index + 1 :] if given_stamps[step]]
    assert (earlier_than(stamp, given_stamps), later_than(stamp, given_stamps)) == (earlier, later)
    newest = max([at, *earlier])
    expected = newest if newest - at <= timedelta(seconds=5) else None
    assert settled(at, earlier) == expected


def test_two_minutes_late_is_still_a_stamp_and_a_second_more_is_a_correction() -> None:
    assert not is_too_late(NOON, NOON + timedelta(minutes=2))
    assert is_too_late(NOON, NOON + timedelta(minutes=2, seconds=1))


def test_clocks_may_differ_by_five_seconds() -> None:
    assert not is_in_future(NOON + timedelta(seconds=5), NOON)
    assert is_in_future(NOON + timedelta(seconds=6), NOON)
