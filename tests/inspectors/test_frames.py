"""Frames: the newest position of each unit that moved, and of nobody else."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from apps.core.clock import now
from apps.inspectors.actions import Reading, record_positions
from apps.inspectors.frames import Frames
from apps.inspectors.models import Unit
from apps.regions.scope import EVERYTHING
from tests.inspectors.factories import DeviceFactory

pytestmark = pytest.mark.django_db
NOW = now()


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def move(device: str, at: datetime, lon: float = 69.2, heading: float | None = None) -> None:
    readings = [Reading(device, at, lon, 41.3, heading=heading)]
    record_positions(readings=readings, scope=EVERYTHING, at=at)


def take(frames: Frames, at: datetime) -> dict[str, Any]:
    return {region: json.loads(frame) for region, frame in frames.take(at).items()}


def test_a_region_gets_one_frame_with_the_newest_of_each_unit_that_moved() -> None:
    one, two = DeviceFactory(identifier="a").unit, DeviceFactory(identifier="b").unit
    other = DeviceFactory(identifier="c", unit__region__code="UZ-TO").unit
    frames = Frames()
    move("a", after(0), 69.1)
    move("a", after(0.5), 69.200004, heading=45.4)
    move("b", after(0.5), 69.3)
    move("c", after(0.5), 70.3)
    sent = take(frames, after(1))
    assert set(sent) == {"UZ-TK", "UZ-TO"}
    frame = sent["UZ-TK"]
    assert (frame["type"], frame["region"]) == ("positions", "UZ-TK")
    assert (frame["ids"], frame["lon"], frame["lat"]) == ([one.pk, two.pk], [69.2, 69.3], [41.3, 41.3])
    assert (frame["heading"], frame["status"]) == ([45, None], ["available", "available"])
    assert sent["UZ-TO"]["ids"] == [other.pk]


def test_a_position_is_sent_once() -> None:
    DeviceFactory(identifier="a")
    frames = Frames()
    move("a", after(0))
    assert take(frames, after(1))
    assert not take(frames, after(2))
    move("a", after(2.5), 69.3)
    assert take(frames, after(3))["UZ-TK"]["lon"] == [69.3]
    assert not take(frames, after(4))


def test_a_position_whose_transaction_ended_late_is_not_missed() -> None:
    DeviceFactory(identifier="a")
    frames = Frames()
    take(frames, after(3))
    move("a", after(1))
    assert take(frames, after(4))


def test_an_old_upload_is_no_move() -> None:
    DeviceFactory(identifier="a")
    frames = Frames()
    move("a", after(0))
    take(frames, after(1))
    record_positions(readings=[Reading("a", after(-600), 69.0, 41.0)], scope=EVERYTHING, at=after(2))
    assert not take(frames, after(3))


def test_whoever_has_gone_off_duty_is_in_no_frame() -> None:
    unit = DeviceFactory(identifier="a").unit
    move("a", after(0))
    Unit.objects.filter(pk=unit.pk).update(status="off_duty")
    assert not take(Frames(), after(1))


def test_a_position_that_comes_late_tells_how_old_it_is() -> None:
    DeviceFactory(identifier="a")
    DeviceFactory(identifier="b")
    late = [Reading("a", after(-240), 69.2, 41.3), Reading("b", after(1.5), 69.3, 41.3)]
    record_positions(readings=late, scope=EVERYTHING, at=after(0))
    assert take(Frames(), after(1))["UZ-TK"]["age_s"] == [241, 0]
