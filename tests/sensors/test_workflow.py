"""Crossings as the state machine finds them, against an oracle that looks at every second by itself."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.sensors.workflow import (
    NORMAL,
    Phase,
    Span,
    deadline,
    follow,
    quiet_range,
    rates,
    replay,
    samples_of,
)

T0 = datetime(2026, 10, 1, 19, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Limit:
    measure: str = "value"
    compare: str = "above"
    limit: float = 4.0
    deadband: float = 0.0
    delay_s: int = 0
    return_delay_s: int = 0


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def readings(*pairs: tuple[float, float]) -> list[tuple[datetime, float]]:
    return [(at(seconds), value) for seconds, value in pairs]


def spans(found: list[Span]) -> list[tuple[float, float | None]]:
    return [
        (
            (span.began_at - T0).total_seconds(),
            None if span.ended_at is None else (span.ended_at - T0).total_seconds(),
        )
        for span in found
    ]


def test_a_value_above_the_limit_crosses_at_once_and_ends_with_the_first_one_back():
    found = replay(Limit(), readings((0, 3), (10, 4.5), (20, 5), (30, 4)))
    assert found == [Span(at(10), at(30), 4.5, 5)]


def test_a_value_on_the_limit_is_not_beyond_it():
    assert replay(Limit(), readings((0, 4.0))) == []
    assert replay(Limit(compare="below"), readings((0, 4.0))) == []


def test_below_is_the_mirror_of_above():
    found = replay(Limit(compare="below", deadband=0.5), readings((0, 3.5), (10, 3), (20, 4.2), (30, 4.5)))
    assert found == [Span(at(0), at(30), 3.5, 3)]


def test_within_the_deadband_a_crossing_lasts():
    limit = Limit(deadband=0.5)
    assert spans(replay(limit, readings((0, 5), (10, 3.8), (20, 4.2), (30, 3.5)))) == [(0, 30)]


def test_what_is_shorter_than_the_delay_is_no_crossing():
    limit = Limit(delay_s=60)
    assert replay(limit, readings((0, 5), (59, 3))) == []
    assert spans(replay(limit, readings((0, 5), (60, 3)))) == [(0, 60)]


def test_a_delay_runs_out_without_another_reading():
    assert spans(replay(Limit(delay_s=60), readings((0, 5)), until=at(59))) == []
    assert spans(replay(Limit(delay_s=60), readings((0, 5)), until=at(60))) == [(0, None)]


def test_a_short_return_does_not_end_a_crossing():
    limit = Limit(return_delay_s=60)
    assert spans(replay(limit, readings((0, 5), (10, 3), (40, 5), (50, 3)), until=at(200))) == [(0, 50)]


def test_a_silent_sensor_crosses_when_it_has_been_silent_for_its_limit():
    limit = Limit(measure="absence", limit=300)
    assert spans(replay(limit, readings((0, 1), (100, 1), (500, 1), (550, 1)), until=at(800))) == [(400, 500)]
    assert spans(replay(limit, readings((0, 1)), until=at(300))) == [(300, None)]


def test_silence_is_measured_at_its_end():
    limit = Limit(measure="absence", limit=300, return_delay_s=60)
    (span,) = replay(limit, readings((0, 1), (1000, 1), (1030, 1)), until=at(1100))
    assert span == Span(at(300), at(1000), 300, 1000)


def test_silent_again_before_the_return_is_certain_is_one_crossing():
    limit = Limit(measure="absence", limit=30, return_delay_s=60)
    assert spans(replay(limit, readings((0, 1), (100, 1)), until=at(400))) == [(30, None)]


def test_a_rate_is_the_change_per_hour_since_a_reading_a_minute_older():
    found, base = rates(None, readings((0, 1), (30, 9), (60, 1.1), (3660, 2.1)))
    assert found == [(at(60), pytest.approx(6.0)), (at(3660), pytest.approx(1.0))]
    assert base == (at(3660), 2.1)


def test_a_rate_crosses_like_a_value():
    limit = Limit(measure="rate", limit=1.0)
    assert spans(replay(limit, readings((0, 1), (600, 2), (1200, 2)))) == [(600, 1200)]


def test_the_quiet_range_is_the_narrowest_of_the_limits():
    limits = [
        Limit(limit=5),
        Limit(limit=4),
        Limit(compare="below", limit=1),
        Limit(compare="below", limit=0),
    ]
    quiet = quiet_range(limits)
    assert (quiet.low, quiet.high, quiet.takes_all) == (1, 4, False)
    assert quiet_range([Limit(measure="rate")]).takes_all


# --- against an oracle --------------------------------------------------------------------------------------

LIMITS = st.builds(
    Limit,
    compare=st.sampled_from(["above", "below"]),
    limit=st.integers(3, 6).map(float),
    deadband=st.sampled_from([0.0, 1.0, 2.0]),
    delay_s=st.sampled_from([0, 1, 3, 7]),
    return_delay_s=st.sampled_from([0, 1, 3, 7]),
)
SERIES = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 9)), min_size=1, max_size=25)
END = 8


def timed(series: list[tuple[int, int]]) -> list[tuple[int, float]]:
    now, found = 0, []
    for gap, value in series:
        now += gap
        found.append((now, float(value)))
    return found


def by_the_second(
    limit: Limit, pairs: list[tuple[int, float]], until: int
) -> list[tuple[float, float | None]]:
    """Write down what holds in every second, then look for runs that are long enough."""
    sign = 1 if limit.compare == "above" else -1
    first = pairs[0][0]
    values = {}
    for now, value in pairs:
        values.update(dict.fromkeys(range(now, until + 1), value))
    beyond = [sign * (values[n] - limit.limit) > 0 for n in range(first, until + 1)]
    back = [sign * (values[n] - limit.limit) <= -limit.deadband for n in range(first, until + 1)]
    found, n = [], 0
    while n < len(beyond):
        began = run_of(beyond, n, limit.delay_s)
        if began is None:
            return found
        ended = run_of(back, began + limit.delay_s + (limit.delay_s == 0), limit.return_delay_s)
        found.append((first + began, None if ended is None else first + ended))
        if ended is None:
            return found
        n = ended + limit.return_delay_s
    return found


def run_of(holds: list[bool], start: int, length: int) -> int | None:
    """The first second of a run that goes on for `length` more instants; it holds up to the last instant of it,
    at which another reading may say something else."""
    n = start
    while n < len(holds):
        if holds[n]:
            end = n
            while end < len(holds) and holds[end]:
                end += 1
            # A value stays until the next reading: a run that was left at `end` lasted up to that instant.
            lasted = (end if end < len(holds) else end - 1) - n
            if lasted >= length:
                return n
            n = end
        else:
            n += 1
    return None


@given(LIMITS, SERIES)
def test_every_crossing_is_the_oracles(limit: Limit, series: list[tuple[int, int]]) -> None:
    pairs = timed(series)
    until = pairs[-1][0] + END
    found = replay(limit, readings(*pairs), until=at(until))
    assert spans(found) == by_the_second(limit, pairs, until)


@given(LIMITS, SERIES, st.integers(0, 25))
def test_readings_in_two_parts_give_what_they_give_at_once(
    limit: Limit, series: list[tuple[int, int]], cut: int
) -> None:
    every = readings(*timed(series))
    cut = min(cut, len(every))
    whole = follow(limit, NORMAL, every)
    first = follow(limit, NORMAL, every[:cut])
    standing = first[-1].after if first else NORMAL
    assert whole == first + follow(limit, standing, every[cut:])


@given(LIMITS, SERIES)
def test_a_look_in_between_changes_nothing(limit: Limit, series: list[tuple[int, int]]) -> None:
    """The ticker looks when something is due, or not at all: the crossings are the same."""
    every = readings(*timed(series))
    turns, standing = [], NORMAL
    for sample in every:
        while (due := deadline(limit, standing, None)) is not None and due <= sample[0]:
            turns += follow(limit, standing, [], until=due)
            standing = turns[-1].after
        turns += follow(limit, standing, [sample])
        standing = turns[-1].after if turns else standing
    assert turns == follow(limit, NORMAL, every)


@given(LIMITS, SERIES)
def test_values_within_the_quiet_range_leave_a_normal_standing(
    limit: Limit, series: list[tuple[int, int]]
) -> None:
    quiet = quiet_range([limit])
    for moment, value in readings(*timed(series)):
        if quiet.low <= value <= quiet.high:
            assert follow(limit, NORMAL, [(moment, value)]) == []


@given(st.lists(st.tuples(st.integers(1, 200), st.integers(0, 9)), max_size=20))
def test_the_samples_of_a_rate_are_the_same_however_the_readings_come(series: list[tuple[int, int]]) -> None:
    every = readings(*timed(series))
    found, base = [], None
    for reading in every:
        more, base = rates(base, [reading])
        found += more
    assert found == samples_of(Limit(measure="rate"), every)


def test_a_standing_that_is_not_normal_is_open_once_it_is_certain():
    turns = follow(Limit(delay_s=60), NORMAL, readings((0, 5), (60, 5)))
    assert [(turn.before.phase, turn.after.phase) for turn in turns[:2]] == [
        (Phase.NORMAL, Phase.PENDING),
        (Phase.PENDING, Phase.CROSSED),
    ]
