"""Calls come in waves: over the day, over the week, by kind."""

import random
from collections import Counter
from datetime import datetime, timedelta
from statistics import mean

import pytest

from apps.core.clock import TASHKENT
from apps.demo.rates import category_factor, factor_at, moments, seconds_to_next

MONDAY = datetime(2026, 10, 5, tzinfo=TASHKENT)


def test_a_week_has_the_mean_rate() -> None:
    factors = [factor_at(MONDAY + timedelta(minutes=10 * n)) for n in range(7 * 24 * 6)]
    assert mean(factors) == pytest.approx(1.0, abs=0.02)


def test_evenings_are_busier_than_the_hours_before_dawn() -> None:
    assert factor_at(MONDAY.replace(hour=20)) > 4 * factor_at(MONDAY.replace(hour=3))


def test_moments_are_in_order_and_within_the_time() -> None:
    end = MONDAY + timedelta(days=30)
    found = moments(random.Random(1), start=MONDAY, end=end, count=5000)
    assert len(found) == 5000
    assert found == sorted(found)
    assert MONDAY <= found[0] <= found[-1] <= end
    hours = Counter(moment.hour for moment in found)
    assert hours[20] > 3 * hours[3]


def test_accidents_peak_on_the_way_to_and_from_work() -> None:
    assert category_factor("road_safety", MONDAY.replace(hour=18)) > 1.3
    assert category_factor("road_safety", MONDAY.replace(hour=12)) == 1.0


def test_the_gap_between_calls_has_the_mean_that_was_asked_for() -> None:
    rng = random.Random(2)
    noon = MONDAY.replace(hour=10)
    gaps = [seconds_to_next(rng, mean_s=15, moment=noon) for _ in range(5000)]
    assert mean(gaps) * factor_at(noon) == pytest.approx(15, rel=0.1)
