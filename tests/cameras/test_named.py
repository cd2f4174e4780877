"""Which camera a system of video analytics means by a name."""

import pytest

from apps.cameras.named import Unnamed, cameras_named
from tests.cameras.factories import NOON, CameraFactory

pytestmark = pytest.mark.django_db


def test_the_name_in_video_analytics_comes_before_a_code() -> None:
    named = CameraFactory(code="A-1", analytics_name="front")
    coded = CameraFactory(region__code="UZ-BU", code="front")
    assert cameras_named({"front", "A-1"}) == {"front": named.pk, "A-1": named.pk}
    assert cameras_named({"UZ-BU/front"}) == {"UZ-BU/front": coded.pk}


def test_a_code_of_two_regions_is_ambiguous_unless_the_region_is_named() -> None:
    CameraFactory(region__code="UZ-TK", code="GATE")
    bukhara = CameraFactory(region__code="UZ-BU", code="GATE")
    assert cameras_named({"GATE", "UZ-BU/GATE"}) == {"GATE": Unnamed.AMBIGUOUS, "UZ-BU/GATE": bukhara.pk}


def test_a_camera_out_of_use_is_unknown_as_is_what_nobody_is_called() -> None:
    CameraFactory(code="OLD", retired_at=NOON)
    assert cameras_named({"OLD", "NOBODY"}) == {"OLD": Unnamed.UNKNOWN, "NOBODY": Unnamed.UNKNOWN}


def test_two_cameras_with_one_name_in_video_analytics_are_told_apart_by_their_regions() -> None:
    CameraFactory(region__code="UZ-TK", analytics_name="front")
    bukhara = CameraFactory(region__code="UZ-BU", analytics_name="front")
    assert cameras_named({"front", "UZ-BU/front"}) == {"front": Unnamed.AMBIGUOUS, "UZ-BU/front": bukhara.pk}
