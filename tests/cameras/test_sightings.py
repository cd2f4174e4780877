"""What several messages about one detection amount to."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from apps.cameras.sightings import Told, folded, merged

NOON = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)


def told(second: int, *, label: str = "car", ended: int | None = None, began: int = 0) -> Told:
    end = None if ended is None else NOON + timedelta(seconds=ended)
    at, start = NOON + timedelta(seconds=second), NOON + timedelta(seconds=began)
    return Told(at, start, end, label, "", None, 0.5, ())


def test_the_newer_message_holds() -> None:
    assert merged(told(1), told(2, label="truck")).label == "truck"


def test_an_older_message_changes_nothing() -> None:
    known = told(5, label="truck")
    assert merged(known, told(4)) == known


def test_of_two_messages_of_one_moment_the_later_one_holds() -> None:
    assert merged(told(5), told(5, label="bus")).label == "bus"


def test_an_end_stays_whatever_comes_after_it() -> None:
    end = told(10, ended=10)
    assert merged(end, told(5)) == end
    late = merged(end, told(12, label="van"))
    assert (late.label, late.ended_at) == ("van", end.ended_at)


def test_an_end_that_comes_late_ends_it_and_leaves_the_newer_state() -> None:
    known = merged(told(12, label="van"), told(10, ended=10))
    assert (known.label, known.ended_at) == ("van", NOON + timedelta(seconds=10))


def test_it_began_when_the_earliest_message_says() -> None:
    assert merged(told(10, began=10, ended=10), told(0)).began_at == NOON


@given(
    st.lists(
        st.tuples(
            st.integers(0, 9), st.sampled_from(["car", "bus"]), st.one_of(st.none(), st.integers(0, 9))
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda message: message[0],
    )
)
def test_messages_of_different_moments_amount_to_the_same_in_any_order(
    messages: list[tuple[int, str, int | None]],
) -> None:
    said = [told(second, label=label, ended=ended, began=second) for second, label, ended in messages]
    assert len({folded(order) for order in permutations(said)}) == 1


def test_a_score_that_moves_is_nothing_to_tell() -> None:
    assert told(1).shown == told(2)._replace(score=0.9).shown
    assert told(1).shown != told(1)._replace(zones=("gate",)).shown
