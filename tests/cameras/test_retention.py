"""Detections go when they are too old; what proves a violation stays."""

from datetime import timedelta
from typing import Any

import pytest

from apps.cameras import retention
from apps.cameras.models import Detection
from apps.cameras.retention import forget_detections
from tests.cameras.factories import NOON, DetectionFactory, ViolationFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_detections_go_after_as_many_days_as_the_setting_says(settings: Any) -> None:
    settings.SAFECITY_DETECTIONS_KEPT_D = 10
    DetectionFactory()
    assert forget_detections(at=NOON + 10 * DAY) == 0
    assert forget_detections(at=NOON + 11 * DAY) == 1
    assert not Detection.objects.exists()


def test_what_was_heard_of_lately_stays_however_long_ago_it_began() -> None:
    parked = DetectionFactory(updated_at=NOON + 200 * DAY)
    assert forget_detections(at=NOON + 210 * DAY) == 0
    assert Detection.objects.get() == parked


def test_what_a_violation_points_to_stays_with_it() -> None:
    proof, other = DetectionFactory(), DetectionFactory()
    ViolationFactory(detection=proof, camera=proof.camera)
    assert forget_detections(at=NOON + 400 * DAY) == 1
    assert Detection.objects.get() == proof
    assert other.pk != proof.pk


def test_more_than_one_portion_goes_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "TOGETHER", 2)
    DetectionFactory.create_batch(5)
    assert forget_detections(at=NOON + 400 * DAY) == 5
    assert not Detection.objects.exists()
