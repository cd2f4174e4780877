"""Which detection a state that turned on or off belongs to, in whatever order it is told."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from apps.interchange.facts import Saw, Turned
from apps.interchange.onvif.occasions import Occasion, placed

NOON = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)


def turned(is_on: bool, after_s: int) -> Turned:
    return Turned(("CAM-1",), "onvif", "Motion&1", "motion", is_on, NOON + timedelta(seconds=after_s))


def spans(known: list[Occasion]) -> list[tuple[float, float | None]]:
    return [
        (
            (one.began_at - NOON).total_seconds(),
            None if one.ended_at is None else (one.ended_at - NOON).total_seconds(),
        )
        for one in known
    ]


def told(
    *messages: tuple[bool, int], known: list[Occasion] | None = None
) -> tuple[list[Occasion], list[Saw]]:
    known = [] if known is None else known
    answers = [placed(turned(*message), known) for message in messages]
    return known, [one for one in answers if one]


def test_each_time_that_it_is_on_is_one_occasion() -> None:
    known, answers = told((True, 0), (True, 5), (False, 10), (True, 20))
    assert spans(known) == [(0, 10), (20, None)]
    assert len({one.source_ref for one in answers}) == 2
    assert answers[2].ended_at == NOON + timedelta(seconds=10)


def test_what_is_told_again_changes_nothing() -> None:
    story = [(True, 0), (True, 5), (False, 10), (True, 20), (False, 30)]
    once, first = told(*story)
    twice, again = told(*story, known=once)
    assert spans(twice) == [(0, 10), (20, 30)]
    assert {one.source_ref for one in again} == {one.source_ref for one in first}
    assert all(one.ended_at for one in again)


def test_an_end_of_nothing_says_nothing() -> None:
    assert told((False, 10)) == ([], [])


def test_updates_in_any_order_before_the_end_are_one_occasion() -> None:
    for order in permutations([(True, 1), (True, 2), (True, 3)]):
        known, _ = told((True, 0), *order, (False, 10))
        assert spans(known) == [(0, 10)]
