"""Hysteresis of cameras and nodes: pure rules."""

from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cameras.workflow import (
    Health,
    Limits,
    Seen,
    State,
    limits_of,
    node_fails,
    node_is_back,
    observed,
    settled,
)

START = datetime(2026, 10, 1, tzinfo=UTC)
EACH = timedelta(minutes=3)
WORDS = {"u": Seen.UP, "d": Seen.DOWN, "p": Seen.DEGRADED}
FAR_APART = Limits(flaps=100)


def after(word: str, health: Health | None = None, limits: Limits = FAR_APART) -> Health:
    """The health after a look for each letter, three minutes apart: (u)p, (d)own, (p)oor."""
    looks = [(WORDS[letter], START + n * EACH) for n, letter in enumerate(word)]
    return reduce(
        lambda health, look: observed(health, look[0], at=look[1], limits=limits), looks, health or Health()
    )


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("", "unknown"),
        ("u", "online"),
        ("p", "degraded"),
        ("d", "unknown"),
        ("dd", "unknown"),
        ("ddd", "offline"),
        ("udd", "online"),
        ("uddu", "online"),
        ("uddudd", "online"),
        ("uddd", "offline"),
        ("udddu", "offline"),
        ("udddudu", "offline"),
        ("uddduu", "online"),
        ("udddpp", "degraded"),
        ("up", "online"),
        ("upp", "degraded"),
        ("uppu", "degraded"),
        ("uppuu", "online"),
        ("uppd", "degraded"),
        ("uppddd", "offline"),
    ],
)
def test_a_state_changes_after_so_many_looks_in_a_row(word: str, state: str) -> None:
    assert after(word).state == state


def test_a_run_remembers_when_it_began() -> None:
    health = after("uuddd")
    assert health.since == START + 2 * EACH
    assert after("uuddduu").since == START + 5 * EACH


def test_a_camera_that_works_stays_the_same_row() -> None:
    health = after("uu")
    assert observed(health, Seen.UP, at=START + timedelta(days=3), limits=FAR_APART) == health


def test_what_was_seen_before_the_present_run_is_late_and_changes_nothing() -> None:
    health = after("ddd")
    assert observed(health, Seen.UP, at=START - EACH, limits=FAR_APART) == health


def test_answers_and_failures_in_turns_make_a_camera_degraded_until_it_is_calm() -> None:
    limits = Limits(flaps=6)
    assert after("uududu", limits=limits).state == "online"
    health = after("uududud", limits=limits)
    assert after("ududududu", limits=limits).state == "degraded"
    assert health.state == "online"
    flapping = after("ududududu", limits=limits)
    last = START + 8 * EACH
    soon = observed(flapping, Seen.UP, at=last + EACH, limits=limits)
    assert soon.state == "degraded"
    calm = observed(soon, Seen.UP, at=last + timedelta(minutes=59), limits=limits)
    assert calm.state == "online"


def test_a_flapping_camera_that_is_down_for_good_is_offline() -> None:
    assert after("udududududdd", limits=Limits(flaps=6)).state == "offline"


def test_kinds_have_limits_of_their_own() -> None:
    assert after("udd", limits=limits_of("plate")).state == "offline"
    assert after("uddd", limits=limits_of("ptz")).state == "online"
    assert after("uddd", limits=limits_of("overview")).state == "offline"


@pytest.mark.parametrize("state", ["online", "degraded", "offline"])
def test_what_is_stated_is_left_only_as_any_other_state(state: str) -> None:
    health = settled(State(state), at=START)
    assert health.state == state
    assert observed(health, WORDS["d" if state != "offline" else "u"], at=START + EACH).state == state


@given(st.text("udp", max_size=60))
def test_offline_is_exactly_three_failures_in_a_row_without_two_answers_after(word: str) -> None:
    """An independent reading of the rule: look back for whichever came last."""
    is_down = False
    for end in range(1, len(word) + 1):
        if word[:end].endswith("ddd"):
            is_down = True
        elif end >= 2 and "d" not in word[end - 2 : end]:
            is_down = False
    assert (after(word).state == "offline") == is_down


@given(st.text("udp", max_size=60))
def test_no_single_look_takes_a_known_camera_offline(word: str) -> None:
    before = after(word)
    if before.last is not Seen.DOWN:
        at = START + (len(word) + 1) * EACH
        assert (observed(before, Seen.DOWN, at=at).state == "offline") == (before.state == "offline")


@pytest.mark.parametrize(
    ("lately", "working", "fails"),
    [
        (2, 2, False),
        (3, 3, True),
        (3, 5, True),
        (3, 6, False),
        (4, 6, True),
        (240, 400, True),
        (239, 400, False),
    ],
)
def test_a_node_fails_with_three_cameras_and_three_in_five_of_those_that_worked(
    lately: int, working: int, fails: bool
) -> None:
    assert node_fails(lately=lately, working=working) is fails


@pytest.mark.parametrize(
    ("failing", "lost", "back"), [(0, 3, True), (1, 3, False), (3, 10, True), (4, 10, False)]
)
def test_a_node_is_back_when_three_in_ten_or_fewer_still_fail(failing: int, lost: int, back: bool) -> None:
    assert node_is_back(failing=failing, lost=lost) is back
