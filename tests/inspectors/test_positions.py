"""Positions are stored once, move a unit forward in time alone, and never show somebody off duty."""

import random
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from apps.core.clock import now
from apps.core.grid import cell_of
from apps.inspectors.actions import Fate, Reading, record_positions
from apps.inspectors.models import LatestPosition, Position, Unit
from apps.regions.scope import EVERYTHING, NOTHING, Scope
from tests.inspectors.factories import DeviceFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = now()


def reading(device: str, seconds: float, lon: float = 69.2, lat: float = 41.3, **rest: float) -> Reading:
    return Reading(device, NOW + timedelta(seconds=seconds), lon, lat, **rest)


def record(*readings: Reading, scope: Scope = EVERYTHING) -> list[Fate]:
    return record_positions(readings=readings, scope=scope, at=NOW)


def test_the_newest_by_device_time_is_where_the_unit_is() -> None:
    device = DeviceFactory(identifier="a")
    assert (
        record(reading("a", -60, 69.1), reading("a", -5, 69.3, heading=90), reading("a", -30, 69.2))
        == [Fate.STORED] * 3
    )
    latest = LatestPosition.objects.get(unit=device.unit)
    assert (latest.location.x, latest.heading, latest.received_at) == (69.3, 90, NOW)
    assert Position.objects.count() == 3


def test_an_old_upload_is_kept_but_never_moves_the_unit_back() -> None:
    device = DeviceFactory(identifier="a")
    record(reading("a", -5, 69.3))
    assert record(reading("a", -600, 69.0)) == [Fate.STORED]
    assert LatestPosition.objects.get(unit=device.unit).location.x == 69.3
    assert Position.objects.count() == 2


@pytest.mark.parametrize("seed", range(5))
def test_in_whatever_order_and_batches_positions_come_the_unit_ends_at_the_newest(seed: int) -> None:
    chance = random.Random(seed)
    device = DeviceFactory(identifier="a")
    all_of_them = [reading("a", -n, 69 + n / 1000) for n in range(40)]
    chance.shuffle(all_of_them)
    seen = []
    while all_of_them:
        size = chance.randint(1, 9)
        record(*all_of_them[:size])
        del all_of_them[:size]
        seen.append(LatestPosition.objects.get(unit=device.unit).at)
    assert seen == sorted(seen)
    assert seen[-1] == NOW


def test_a_clock_that_runs_ahead_by_more_than_five_minutes_does_not_move_the_unit() -> None:
    device = DeviceFactory(identifier="a")
    record(reading("a", 301, 69.9))
    assert not LatestPosition.objects.filter(unit=device.unit).exists()
    record(reading("a", 299, 69.5))
    assert LatestPosition.objects.get(unit=device.unit).location.x == 69.5


def test_the_same_device_and_time_again_changes_nothing() -> None:
    DeviceFactory(identifier="a")
    assert record(reading("a", -5, 69.3), reading("a", -5, 69.4)) == [Fate.STORED, Fate.STORED]
    assert record(reading("a", -5, 69.5)) == [Fate.STORED]
    assert Position.objects.count() == 1


def test_the_newest_of_two_devices_of_a_unit_counts() -> None:
    unit = UnitFactory()
    DeviceFactory(identifier="tablet", unit=unit)
    DeviceFactory(identifier="car", unit=unit)
    record(reading("tablet", -10, 69.1), reading("car", -20, 69.2))
    assert LatestPosition.objects.get(unit=unit).location.x == 69.1


def test_positions_of_somebody_off_duty_are_dropped() -> None:
    DeviceFactory(identifier="a", unit__status="off_duty")
    assert record(reading("a", -5)) == [Fate.OFF_DUTY]
    assert not Position.objects.exists()
    assert not LatestPosition.objects.exists()


def test_where_somebody_was_is_not_told_after_duty() -> None:
    unit = UnitFactory(lonlat=(69.2, 41.3))
    assert unit.location is not None
    Unit.objects.filter(pk=unit.pk).update(status="off_duty")
    assert Unit.objects.get(pk=unit.pk).location is None


def test_what_is_older_than_positions_are_kept_is_dropped() -> None:
    DeviceFactory(identifier="a")
    assert record(reading("a", -92 * 86400)) == [Fate.TOO_OLD]
    assert not Position.objects.exists()


def test_devices_that_are_revoked_retired_foreign_or_missing_are_all_unknown() -> None:
    DeviceFactory(identifier="revoked", is_revoked=True)
    DeviceFactory(identifier="retired", unit__retired_at=NOW)
    DeviceFactory(identifier="foreign", unit__region__code="UZ-TO")
    DeviceFactory(identifier="mine")
    names = ["revoked", "retired", "foreign", "missing", "mine"]
    fates = record(*[reading(name, -5) for name in names], scope=Scope(frozenset({"UZ-TK"})))
    assert fates == [Fate.UNKNOWN_DEVICE] * 4 + [Fate.STORED]
    assert record(reading("mine", -4), scope=NOTHING) == [Fate.UNKNOWN_DEVICE]


def test_a_batch_of_many_units_is_one_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    devices = [DeviceFactory() for _ in range(20)]
    statements = []
    execute = psycopg.Cursor.execute

    def counted(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
        statements.append(query)
        return execute(cursor, query, *rest, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    record(*[reading(device.identifier, -1) for device in devices])
    assert len(statements) == 1
    assert LatestPosition.objects.count() == 20


def test_a_made_up_place_is_kept_and_moves_nobody() -> None:
    DeviceFactory(identifier="a")
    record(reading("a", -9, 69.1), Reading("a", NOW, 70.0, 41.3, is_mock=True))
    assert LatestPosition.objects.get().location.x == 69.1
    assert list(Position.objects.order_by("at").values_list("is_mock", flat=True)) == [False, True]


def test_the_newest_keeps_its_cell_of_the_grid() -> None:
    DeviceFactory(identifier="a")
    for n, lon in enumerate((69.1, 69.3)):
        record(reading("a", n - 9, lon))
        assert LatestPosition.objects.get().cell == cell_of(lon, 41.3)
