"""The simulator against a real portal: a call becomes an incident that is closed, through the HTTP edge alone."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event

import pytest
from django.core.cache import cache

from apps.accounts.models import ApiKey, User
from apps.accounts.roles import Role
from apps.cameras.actions import Wanted, watch_plate
from apps.cameras.models import Camera, Detection, NetworkNode, Outage, PlateHit, PlateRead
from apps.core.clock import now
from apps.core.geo import point
from apps.demo.accounts import colleague_of, supervisor_of
from apps.demo.country import grounds
from apps.demo.loading.api_key import SCOPES
from apps.demo.simulator import lenses, technicians
from apps.demo.simulator.simulation import Script, Simulation
from apps.incidents.models import Call, HistoryEntry, Incident
from apps.inspectors.actions import assign_unit
from apps.inspectors.models import Assignment, Device, Position, Unit
from apps.live.models import Presence
from apps.regions.models import Place, Region
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.cameras.factories import CameraFactory
from tests.incidents.factories import IncidentTypeFactory, reported
from tests.inspectors.factories import UnitFactory
from tests.regions.factories import RegionFactory
from tests.server import PortalServer

HERE = (69.5, 41.5)
PASSWORD = "a long word for tests"
# Seconds of the play in one second of the test.
SPEED = 60
GIVES_UP_AFTER_S = 90


@pytest.fixture
def town(transactional_db: None) -> Iterator[None]:
    """A region with one town, four units and the people of its desk."""
    region = RegionFactory(code="UZ-TK")
    RegionFactory(code="UZ")
    Place.objects.create(
        geonames_id=1,
        region=region,
        name_uz="Shahar",
        name_uz_cyrl="Шаҳар",
        name_ru="Город",
        name_en="Town",
        population=60_000,
        location=point(*HERE),
    )
    IncidentTypeFactory(code="theft", default_priority=3)
    for n in range(4):
        unit = UnitFactory(region=region, call_sign=f"TK-PPX-0{n}", lonlat=(HERE[0] + n / 200, HERE[1]))
        Device.objects.filter(unit=unit).update(identifier=f"demo-{unit.call_sign.lower()}")
    for username, role in ((colleague_of("UZ-TK"), Role.OPERATOR), (supervisor_of("UZ-TK"), Role.SUPERVISOR)):
        user = UserFactory(username=username, role=role)
        user.set_password(PASSWORD)
        user.save()
    CameraFactory(region=region)
    yield
    cache.clear()


def script_for(port: int, *, call_every_s: float = 40.0) -> Script:
    client = ApiClientFactory(scopes=[scope.value for scope in SCOPES], is_national=True)
    names = [colleague_of("UZ-TK"), supervisor_of("UZ-TK")]
    return Script(
        host="127.0.0.1",
        port=port,
        api_key=key_of(client),
        passwords=dict.fromkeys(names, PASSWORD),
        people=frozenset(User.objects.filter(username=names[0]).values_list("pk", flat=True)),
        units=frozenset(Unit.objects.values_list("pk", flat=True)),
        call_every_s=call_every_s,
        grounds=grounds(),
        districts={},
    )


def play(script: Script, *, until: Callable[[], bool]) -> None:
    """Play fast until something has come about; fails when it does not."""
    stop, began = Event(), time.monotonic()

    def may_go_on() -> bool:
        if until() or time.monotonic() - began > GIVES_UP_AFTER_S:
            stop.set()
        return True

    rng = random.Random(4)
    Simulation(script, rng=rng, may_go_on=may_go_on, steady_s=lambda: time.monotonic() * SPEED).run(stop)
    assert until(), "it did not come about"


def test_a_call_becomes_an_incident_that_units_answer_and_people_close(
    portal_server: PortalServer, town: None
) -> None:
    def is_closed() -> bool:
        return Incident.objects.filter(status="closed").exclude(on_scene_at=None).exists()

    play(script_for(portal_server.port), until=is_closed)
    incident = Incident.objects.filter(status="closed").exclude(on_scene_at=None)[0]
    assert incident.handler is not None
    assert incident.handler.username == colleague_of("UZ-TK")
    assert Presence.objects.filter(user=incident.handler).exists(), "nobody sits at the desk"
    assert incident.outcome
    steps = HistoryEntry.objects.filter(incident=incident, kind="moved").values_list("to_status", flat=True)
    assert list(steps) == ["acknowledged", "dispatched", "en_route", "on_scene", "resolved", "closed"]
    assert Call.objects.filter(incident=incident, outcome="new_incident").count() == 1
    assert Assignment.objects.filter(incident=incident, status="cleared").exists()


def test_a_unit_that_a_person_sends_sets_out_and_arrives(portal_server: PortalServer, town: None) -> None:
    unit = Unit.objects.order_by("pk")[0]
    incident = reported(location=point(HERE[0] + 0.02, HERE[1]), source="102")
    by = User.objects.get(username=supervisor_of("UZ-TK"))
    assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=by, at=now())

    def has_arrived() -> bool:
        return Assignment.objects.filter(incident=incident, status="on_scene").exists()

    play(script_for(portal_server.port, call_every_s=1e6), until=has_arrived)
    assert Position.objects.filter(device__unit=unit).count() > 3
    incident.refresh_from_db()
    # Resolving it is left to the person.
    assert incident.status == "on_scene"


def test_cameras_see_and_lose_things_and_read_plates(
    portal_server: PortalServer, town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lenses, "_WANTED_SHARE", 0.5)
    CameraFactory(region=Region.objects.get(pk="UZ-TK"), kind="plate", status="online")
    Camera.objects.update(status="online")
    entry = watch_plate(
        wanted=Wanted(plate="01A123BC", reason="Lost"),
        by=UserFactory(role=Role.DUTY_OFFICER, is_national=True),
        at=now(),
    )

    def is_seen() -> bool:
        return Detection.objects.exclude(ended_at=None).exists() and PlateHit.objects.exists()

    play(replace(script_for(portal_server.port, call_every_s=1e6), wanted=(entry.plate,)), until=is_seen)
    assert PlateRead.objects.count() >= PlateHit.objects.count()


def test_a_switch_fails_as_a_whole_and_comes_back(
    portal_server: PortalServer, town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(technicians, "_SWITCH_EVERY_S", 20.0)
    monkeypatch.setattr(technicians, "_EVERY_S", 1e6)
    monkeypatch.setattr(technicians, "_SWITCH_AWAY_S", (5.0, 10.0))
    region = Region.objects.get(pk="UZ-TK")
    node = NetworkNode.objects.create(code="SW-1", name="SW-1", region=region)
    Camera.objects.update(status="online", node=node)
    for _ in range(7):
        CameraFactory(region=region, status="online", node=node)

    def came_back() -> bool:
        return Outage.objects.filter(node=node).exclude(ended_at=None).exists()

    play(script_for(portal_server.port, call_every_s=1e6), until=came_back)
    assert Outage.objects.filter(node=node).first().cameras_count == 8  # type: ignore[union-attr]


def test_it_stops_at_once_when_there_is_no_portal(town: None) -> None:
    stop, began = Event(), time.monotonic()
    tries: list[float] = []

    def may_go_on() -> bool:
        tries.append(time.monotonic())
        if len(tries) == 2:
            stop.set()
        return True

    Simulation(script_for(1), rng=random.Random(1), may_go_on=may_go_on).run(stop)
    assert time.monotonic() - began < 5


def test_cameras_fail_and_are_mended(portal_server: PortalServer, town: None) -> None:
    before = set(Camera.objects.values_list("status", flat=True))
    play(
        script_for(portal_server.port, call_every_s=1e6),
        until=lambda: set(Camera.objects.values_list("status", flat=True)) != before,
    )


def test_who_has_lost_the_key_gets_nowhere(portal_server: PortalServer, town: None) -> None:
    script = script_for(portal_server.port)
    ApiKey.objects.all().delete()
    stop = Event()
    tries: list[bool] = []

    def may_go_on() -> bool:
        tries.append(True)
        if len(tries) == 2:
            stop.set()
        return True

    Simulation(script, rng=random.Random(1), may_go_on=may_go_on).run(stop)
    assert not Incident.objects.exists()
