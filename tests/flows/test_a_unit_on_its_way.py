"""A unit is sent, drives and arrives: what operators of its region see on their sockets, and nobody else does."""

import json
import urllib.request
from contextlib import ExitStack
from typing import Any

import pytest

from apps.core.clock import iso, now
from apps.core.geo import point
from apps.inspectors.actions import assign_unit, move_assignment
from apps.inspectors.frames import Frames
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.incidents.factories import IncidentFactory
from tests.inspectors.factories import DeviceFactory
from tests.live.sockets import LiveSocket, cookie_of
from tests.server import PortalServer

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]
TOPICS = ["incidents", "units", "positions"]


def send_positions(server: PortalServer, key: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What another system's client does."""
    request = urllib.request.Request(
        f"{server.url}/intake/positions/",
        data=json.dumps(rows).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Api-Key {key}"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        told: dict[str, Any] = json.loads(answer.read())
        return told


def test_a_position_that_comes_in_moves_the_unit_on_the_screens_of_its_region_alone(
    portal_server: PortalServer,
) -> None:
    device = DeviceFactory(identifier="tablet", unit__call_sign="T-1")
    DeviceFactory(identifier="other", unit__region__code="UZ-TO")
    key = key_of(ApiClientFactory(scopes=["positions:write"]))
    frames = Frames()
    frames.take(now())
    with ExitStack() as stack:
        here, there = (
            stack.enter_context(
                LiveSocket.opened(
                    portal_server.ws_url,
                    headers={"Cookie": cookie_of(UserFactory(regions=[code]))},
                    origin=portal_server.url,
                )
            )
            for code in ("UZ-TK", "UZ-TO")
        )
        here.hello(topics=TOPICS)
        there.hello(topics=TOPICS)
        row = {"device": "tablet", "at": iso(now()), "lon": 69.21, "lat": 41.31, "heading": 90}
        assert send_positions(portal_server, key, [row])["accepted"] == 1
        frames.publish(now())
        frame = here.wait_for("positions")
        assert (frame["region"], frame["ids"]) == ("UZ-TK", [device.unit_id])
        assert (frame["lon"], frame["lat"], frame["heading"]) == ([69.21], [41.31], [90])
        assert there.is_silent()


def test_every_step_of_the_unit_reaches_the_operator(portal_server: PortalServer) -> None:
    at = now()
    incident = IncidentFactory(location=point(69.2, 41.3), reported_at=at, recorded_at=at)
    unit = DeviceFactory().unit
    operator = UserFactory()
    opened = LiveSocket.opened(
        portal_server.ws_url, headers={"Cookie": cookie_of(operator)}, origin=portal_server.url
    )
    with opened as screen:
        screen.hello(topics=TOPICS)
        assignment = assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=operator, at=now())
        for to in ("accepted", "en_route", "on_scene"):
            move_assignment(assignment_id=assignment.pk, to=to, by=None, at=now())
        statuses, seen = [], []
        while "on_scene" not in statuses or "unit.status_changed:on_scene" not in seen:
            event = screen.wait_for("event")
            if event["topic"] == "incidents":
                statuses.append(event["data"]["status"])
            else:
                seen.append(f"{event['kind']}:{event['data']['status']}")
        assert list(dict.fromkeys(statuses)) == ["dispatched", "en_route", "on_scene"]
        assert seen == [f"unit.status_changed:{status}" for status in ("assigned", "en_route", "on_scene")]
