"""Drawn scenes: real JPEGs, the same place each time, with something that moves, by day and night."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from apps.cameras.models import CameraKind
from apps.cameras.snapshots.pictures import media_type_of
from apps.demo.pictures.lenses import Lens
from apps.demo.pictures.scenes import HEIGHT, WIDTH, frame

NOON = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


def shown(lens: Lens, at: datetime) -> Image.Image:
    return Image.open(BytesIO(frame(lens, at))).convert("L")


def changed(one: Image.Image, other: Image.Image) -> int:
    """How many points are clearly another."""
    return sum(ImageChops.difference(one, other).histogram()[40:])


@pytest.mark.parametrize("kind", CameraKind.values)
def test_each_kind_of_camera_has_a_scene_in_which_something_moves(kind: str) -> None:
    lens = Lens(17, "DEMO-TK-00017", kind, "online")
    body = frame(lens, NOON)
    assert media_type_of(body) == "image/jpeg"
    assert len(body) < 60_000
    one, later = shown(lens, NOON), shown(lens, NOON + timedelta(seconds=3))
    assert one.size == (WIDTH, HEIGHT)
    assert 0 < changed(one, later) < WIDTH * HEIGHT // 3


def test_two_cameras_see_two_places_and_night_is_darker_than_day() -> None:
    one, other = (Lens(number, f"DEMO-TK-{number}", "overview", "online") for number in (1, 2))
    assert changed(shown(one, NOON), shown(other, NOON)) > 10_000
    day, night = (ImageStat.Stat(shown(one, at)).mean[0] for at in (NOON, NOON + timedelta(hours=12)))
    assert night < day / 2
