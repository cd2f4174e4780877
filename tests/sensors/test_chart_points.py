"""A chart of any period never loads more points than it has pixels, and loses neither a spike nor a gap."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.core.clock import now
from apps.sensors.models import (
    DayRollup,
    HourRollup,
    MinuteRollup,
    Reading,
    RollupProgress,
    Sensor,
    SensorState,
)
from tests.accounts.factories import UserFactory
from tests.sensors.factories import SensorFactory, ThresholdFactory

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WIDTHS = (300, 768, 1366, 1920, 2560, 3840)
PERIODS = (10 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 1095 * DAY)
SPIKE, CALM = 25.0, 1.0
# Nothing was said from ten to four hours ago.
SILENT = (10 * HOUR, 4 * HOUR)


def rollup(model: Any, sensor: Sensor, at: datetime, highest: float = CALM) -> Any:
    total = CALM * 59 + highest
    return model(
        sensor=sensor, at=at, readings=60, outside=0, lowest=CALM, highest=highest, total=total, last=CALM
    )


@pytest.fixture
def until() -> datetime:
    return now().replace(second=0, microsecond=0)


@pytest.fixture
def sensor(until: datetime, settings: Any) -> Sensor:
    """Three years: days, a half year of hours, ten days of minutes, and readings of every 10 s of the last 12 hours."""
    settings.SAFECITY_READINGS_KEPT_D = 1
    settings.SAFECITY_READING_MINUTES_KEPT_D = 9
    settings.SAFECITY_READING_HOURS_KEPT_D = 179
    made: Sensor = SensorFactory()
    ThresholdFactory(sensor=made, limit=20, level=1)
    hour = until.replace(minute=0)
    midnight = (until + 5 * HOUR).replace(hour=0, minute=0) - 5 * HOUR
    spike = until - 5 * MINUTE - timedelta(seconds=10)
    said = [until - timedelta(seconds=10 * n) for n in range(1, 12 * 360)]
    is_silent = [until - SILENT[0] <= at < until - SILENT[1] for at in said]
    Reading.objects.bulk_create(
        Reading(sensor=made, at=at, value=SPIKE if at == spike else CALM)
        for at, gone in zip(said, is_silent, strict=True)
        if not gone
    )
    past = [until - n * MINUTE for n in range(1, 10 * 1440)]
    MinuteRollup.objects.bulk_create(
        rollup(MinuteRollup, made, at, SPIKE if at <= spike < at + MINUTE else CALM)
        for at in past
        if not until - SILENT[0] <= at < until - SILENT[1]
    )
    hours = [hour - n * HOUR for n in range(1, 180 * 24)]
    gone = [at for at in hours if until - SILENT[0] <= at and at + HOUR <= until - SILENT[1]]
    HourRollup.objects.bulk_create(
        rollup(HourRollup, made, at, SPIKE if at <= spike < at + HOUR else CALM)
        for at in hours
        if at not in gone
    )
    days = [midnight - n * DAY for n in range(1, 1095)]
    DayRollup.objects.bulk_create(
        rollup(DayRollup, made, at, SPIKE if n == 700 or at <= spike < at + DAY else CALM)
        for n, at in enumerate(days)
    )
    RollupProgress.objects.create(step="minute", upto=until - 2 * MINUTE)
    SensorState.objects.filter(sensor=made).update(at=said[0], value=CALM)
    return made


@pytest.fixture
def series(
    sensor: Sensor, until: datetime, signed_in: Callable[[Any], APIClient]
) -> Callable[[timedelta, int], dict[str, Any]]:
    client = signed_in(UserFactory(role="operator", regions=["UZ-TK"]))

    def ask(period: timedelta, width: int) -> dict[str, Any]:
        asked = {"from": (until - period).isoformat(), "to": until.isoformat(), "points": width}
        told: dict[str, Any] = client.get(f"/api/v1/sensors/{sensor.pk}/series/", asked).json()
        return told

    return ask


Series = Callable[[timedelta, int], dict[str, Any]]


def test_no_more_points_than_pixels_and_the_spike_stands_out(series: Series) -> None:
    for period, width in product(PERIODS, WIDTHS):
        told = series(period, width)
        assert 0 < len(told["at"]) <= width
        assert told["at"] == sorted(told["at"])
        assert max(high for high in told["high"] if high is not None) == SPIKE
        assert min(low for low in told["low"] if low is not None) == CALM
        assert all(
            low <= mean <= high
            for low, mean, high in zip(told["low"], told["mean"], told["high"], strict=True)
            if mean is not None
        )


def test_a_spike_of_two_years_ago_stands_out_among_days(series: Series, until: datetime) -> None:
    for width in WIDTHS:
        told = series(1095 * DAY, width)
        spikes = [at for at, high in zip(told["at"], told["high"], strict=True) if high == SPIKE]
        then = until.timestamp() * 1000 - 701 * 86_400_000
        assert min(abs(at - then) for at in spikes) <= told["step_s"] * 1000 + 2 * 86_400_000


def test_a_silence_is_a_gap_wherever_a_pixel_is_narrower_than_it(series: Series, until: datetime) -> None:
    for period, width in product((12 * HOUR, DAY, 7 * DAY), WIDTHS):
        told = series(period, width)
        if told["step_s"] * 3 > 6 * 3600:
            continue
        begin, end = (1000 * (until - ago).timestamp() for ago in SILENT)
        inside = [
            mean for at, mean in zip(told["at"], told["mean"], strict=True)
            if begin + 1000 * told["step_s"] <= at < end - 1000 * told["step_s"]
        ]  # fmt: skip
        assert inside
        assert set(inside) == {None}


def test_limits_come_with_every_period(series: Series) -> None:
    for period in PERIODS:
        assert [one["limit"] for one in series(period, 768)["thresholds"]] == [20]
