"""Days of positions are made ahead and dropped when they are too old."""

from datetime import timedelta

import pytest
from django.db import connection

from apps.core.clock import now
from apps.inspectors.actions import Reading, record_positions
from apps.inspectors.models import Position
from apps.inspectors.partitions import keep_days
from apps.regions.scope import EVERYTHING
from tests.inspectors.factories import DeviceFactory

pytestmark = pytest.mark.django_db


def rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_days_are_made_once_and_take_over_what_had_no_day() -> None:
    at = now()
    DeviceFactory(identifier="a")
    record_positions(readings=[Reading("a", at, 69.2, 41.3)], scope=EVERYTHING, at=at)
    assert rows_of("inspectors_position_default") == 1
    made, dropped = keep_days(at=at)
    assert (len(made), dropped) == (4, [])
    assert (rows_of("inspectors_position_default"), rows_of(made[0])) == (0, 1)
    assert keep_days(at=at) == ([], [])
    assert Position.objects.count() == 1


def test_the_same_position_is_still_stored_once_across_partitions() -> None:
    at = now()
    DeviceFactory(identifier="a")
    for _ in range(2):
        record_positions(readings=[Reading("a", at, 69.2, 41.3)], scope=EVERYTHING, at=at)
        keep_days(at=at)
    assert Position.objects.count() == 1


def test_days_that_are_older_than_positions_are_kept_are_dropped() -> None:
    at = now()
    made, _ = keep_days(at=at)
    later = at + timedelta(days=91)
    _, dropped = keep_days(at=later)
    assert dropped == made[:1]
