"""Who signs out leaves his or her incidents to the queue."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.core.clock import now
from apps.incidents.actions import acknowledge_incident
from apps.incidents.models import HistoryEntry, Incident
from tests.accounts.factories import UserFactory
from tests.incidents.factories import reported

pytestmark = pytest.mark.django_db


def test_what_a_handler_did_not_hand_over_rings_in_the_queue(browser_of: Callable[[Any], Client]) -> None:
    leaving, staying = UserFactory(), UserFactory()
    left = acknowledge_incident(incident_id=reported(at=now()).pk, by=leaving, at=now())
    kept = acknowledge_incident(incident_id=reported(at=now()).pk, by=staying, at=now())
    browser_of(leaving).post("/accounts/logout/")
    left.refresh_from_db()
    assert (left.handler, left.is_ringing, left.status) == (None, True, "acknowledged")
    assert HistoryEntry.objects.get(kind="handed_over").user == leaving
    assert Incident.objects.get(pk=kept.pk).handler == staying
