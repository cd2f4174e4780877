"""Periods of local days."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from apps.core.clock import TASHKENT
from apps.reports.builders.response_times import trend_of
from apps.reports.periods import Period, local_day, months_of, preset

D = date.fromisoformat


@pytest.mark.parametrize(
    ("first", "last", "before", "until"),
    [
        ("2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"),
        ("2026-01-01", "2026-03-31", "2025-10-01", "2025-12-31"),
        ("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("2026-10-05", "2026-10-11", "2026-09-28", "2026-10-04"),
        ("2026-10-05", "2026-10-05", "2026-10-04", "2026-10-04"),
    ],
)
def test_the_previous_period_is_as_many_months_or_days(
    first: str, last: str, before: str, until: str
) -> None:
    assert Period(D(first), D(last)).previous() == Period(D(before), D(until))


@pytest.mark.parametrize(
    ("first", "last", "before", "until"),
    [
        ("2026-10-01", "2026-10-31", "2025-10-01", "2025-10-31"),
        ("2024-02-01", "2024-02-29", "2023-02-01", "2023-02-28"),
        ("2025-02-01", "2025-02-28", "2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-02-29", "2023-02-28", "2023-02-28"),
        ("2026-10-05", "2026-10-11", "2025-10-05", "2025-10-11"),
    ],
)
def test_a_year_earlier_a_month_stays_a_month(first: str, last: str, before: str, until: str) -> None:
    assert Period(D(first), D(last)).year_before() == Period(D(before), D(until))


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before"):
        Period(D("2026-10-02"), D("2026-10-01"))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2026-11-15", "2026-11-15"),
        ("yesterday", "2026-11-14", "2026-11-14"),
        ("last_7_days", "2026-11-09", "2026-11-15"),
        ("last_30_days", "2026-10-17", "2026-11-15"),
        ("this_month", "2026-11-01", "2026-11-15"),
        ("last_month", "2026-10-01", "2026-10-31"),
        ("this_quarter", "2026-10-01", "2026-11-15"),
        ("this_year", "2026-01-01", "2026-11-15"),
    ],
)
def test_presets(name: str, first: str, last: str) -> None:
    assert preset(name, D("2026-11-15")) == Period(D(first), D(last))


def test_tashkent_has_no_daylight_saving() -> None:
    for month in (1, 4, 7, 10):
        at = datetime(2026, month, 1, 18, 59, tzinfo=UTC)
        assert local_day(at, TASHKENT) == date(2026, month, 1)
        assert local_day(at.replace(hour=19), TASHKENT) == date(2026, month, 2)
    assert local_day(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), ZoneInfo("Europe/Berlin")) == date(2026, 7, 2)


def test_small_lines_show_the_days_of_a_month_or_the_twelve_months_before() -> None:
    assert trend_of(Period(D("2026-10-01"), D("2026-10-31")))[0] == "day"
    unit, period, points = trend_of(Period(D("2026-08-01"), D("2026-10-31")))
    assert (unit, period.first, points[-1], len(points)) == ("month", D("2025-11-01"), "2026-10", 12)
    assert points == months_of(period)
    assert trend_of(Period(D("2026-10-01"), D("2026-10-01")))[0] == "month"
