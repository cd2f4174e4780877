"""Days of positions are made ahead and dropped when they are too old."""

from datetime import timedelta

import pytest
from django.db import connection

from apps.core import partitions
from apps.core.clock import now
from apps.inspectors.actions import Reading, record_positions
from apps.inspectors.models import LatestPosition, Position
from apps.inspectors.partitions import keep_days
from apps.regions.scope import EVERYTHING
from tests.inspectors.factories import DeviceFactory, InspectorFactory

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


def test_no_place_of_a_unit_is_kept_longer_than_positions_are() -> None:
    at = now()
    silent, heard = (DeviceFactory(identifier=name, unit__crew=[InspectorFactory()]) for name in ("a", "b"))
    keep_days(at=at)
    record_positions(readings=[Reading("a", at, 69.2, 41.3)], scope=EVERYTHING, at=at)
    connection.check_constraints()  # a table with checks that wait for the commit cannot be dropped
    later = at + timedelta(days=91)
    keep_days(at=later)
    record_positions(readings=[Reading("b", later, 69.3, 41.3)], scope=EVERYTHING, at=later)
    assert not Position.objects.filter(device=silent).exists()
    assert list(LatestPosition.objects.values_list("unit", flat=True)) == [heard.unit_id]
    assert rows_of("inspectors_position_default") == 0


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_behind_a_day_that_cannot_be_made_or_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "LOCK_TIMEOUT", "SET LOCAL lock_timeout = '50ms'")
    at = now()
    reader = connection.copy()
    try:
        reader.set_autocommit(False)
        with reader.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM inspectors_position")
        assert keep_days(at=at) == ([], [])
        reader.rollback()
        made, _ = keep_days(at=at)
        assert len(made) == 4
        with reader.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM inspectors_position")
        assert keep_days(at=at + timedelta(days=91)) == ([], [])
    finally:
        reader.rollback()
        reader.close()
        with connection.cursor() as cursor:
            for name in keep_days(at=at)[0] + made:
                cursor.execute(f"DROP TABLE IF EXISTS {name}")
