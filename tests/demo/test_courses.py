"""Courses of incidents: plausible, in order but for the few that are not, and flawed as records are."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

import pytest

from apps.demo.courses import Course, Ending, Flaw, draw_course

NOON = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
ORDER = (
    "reported_at",
    "acknowledged_at",
    "dispatched_at",
    "en_route_at",
    "on_scene_at",
    "resolved_at",
    "closed_at",
)


def courses(count: int, priority: int = 3, region: str = "UZ-TK") -> list[Course]:
    rng = random.Random(11)
    return [draw_course(rng, reported_at=NOON, priority=priority, region=region) for _ in range(count)]


def response_s(course: Course) -> float | None:
    arrived = course.stamps.get("on_scene_at")
    return None if arrived is None else (arrived - NOON).total_seconds()


def test_stamps_are_in_order_unless_the_record_is_disordered() -> None:
    for course in courses(2000):
        stamps = [course.stamps[name] for name in ORDER if name in course.stamps]
        assert (stamps == sorted(stamps)) is (course.flaw is not Flaw.DISORDERED)


def test_most_critical_incidents_are_reached_within_five_minutes_and_not_all() -> None:
    found = [seconds for course in courses(2000, priority=1) if (seconds := response_s(course))]
    share = sum(1 for seconds in found if seconds <= 300) / len(found)
    assert 0.6 < share < 0.93
    assert 120 < median(found) < 290


def test_the_more_urgent_the_quicker() -> None:
    medians = [median(filter(None, map(response_s, courses(400, priority)))) for priority in range(1, 6)]
    assert medians == sorted(medians)


def test_nine_of_ten_critical_incidents_are_dispatched_within_some_60_s() -> None:
    waits = [
        (c.stamps["dispatched_at"] - c.stamps["acknowledged_at"]).total_seconds()
        for c in courses(1500, priority=1)
        if "dispatched_at" in c.stamps
    ]
    assert 40 < quantiles(waits, n=10)[8] < 75


def test_endings_and_flaws_are_as_frequent_as_meant() -> None:
    found = courses(6000)
    endings, flaws = Counter(c.ending for c in found), Counter(c.flaw for c in found)
    assert 0.83 < endings[Ending.CLOSED] / 6000 < 0.89
    assert set(endings) == set(Ending) - {Ending.MERGED}
    assert all(0 < flaws[flaw] < 240 for flaw in Flaw)


@pytest.mark.parametrize("ending", [Ending.CANCELLED, Ending.UNFOUNDED])
def test_who_gives_up_resolves_nothing(ending: Ending) -> None:
    for course in courses(1000):
        if course.ending is ending:
            assert course.gave_up_at is not None
            assert "resolved_at" not in course.stamps
            assert "closed_at" not in course.stamps


def test_a_correction_comes_after_the_incident_was_resolved() -> None:
    for course in courses(4000):
        if course.corrected_at is not None:
            assert course.corrected_at >= course.stamps["resolved_at"]
            assert course.recorded_on_scene_at not in {None, course.stamps["on_scene_at"]}


def test_remote_regions_travel_longer() -> None:
    near = [s for c in courses(800, region="UZ-TK") if (s := response_s(c))]
    far = [s for c in courses(800, region="UZ-QR") if (s := response_s(c))]
    assert median(far) > median(near) * 1.15


def test_a_course_ends_within_days() -> None:
    assert all(course.last_at - NOON < timedelta(days=2) for course in courses(2000, priority=1))
