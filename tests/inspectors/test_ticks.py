"""The ticker's work in the field, with the settings as they are."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from apps.incidents.models import Incident
from apps.inspectors import ticks
from apps.inspectors.actions import Reading, record_positions
from apps.live import ticking
from apps.regions.scope import EVERYTHING
from tests.inspectors.factories import DeviceFactory
from tests.inspectors.scenarios import after, assigned

pytestmark = pytest.mark.django_db


def test_the_ticker_knows_the_work() -> None:
    jobs = {job.run: job.every_s for job in ticking.Ticker("test").jobs}
    assert (jobs[ticks.publish_frames], jobs[ticks.expire], jobs[ticks.keep_partitions]) == (1, 1, 3600)


@override_settings(SAFECITY_ACCEPT_WITHIN_S=30)
def test_an_assignment_expires_after_the_time_of_the_settings_and_the_incident_rings() -> None:
    assignment = assigned()
    ticks.expire(after(34))
    assert not Incident.objects.get(pk=assignment.incident_id).is_ringing
    ticks.expire(after(35))
    assert Incident.objects.get(pk=assignment.incident_id).is_ringing


def test_frames_are_published_to_their_region(monkeypatch: Any) -> None:
    sent: list[str] = []
    monkeypatch.setattr("apps.inspectors.frames.publish_frame", lambda region, frame: sent.append(region))
    DeviceFactory(identifier="a", unit__region__code="UZ-TO")
    at = after(0) + timedelta(days=1)
    record_positions(readings=[Reading("a", at, 70.2, 41.3)], scope=EVERYTHING, at=at)
    ticks.publish_frames(at)
    assert sent == ["UZ-TO"]
