"""Tracks: the way between gaps, stops, whose it was, and who may look."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry, AuditKind
from apps.accounts.roles import Role
from apps.inspectors.actions import Reading, end_shift, record_positions, start_shift
from apps.inspectors.models import Device, Inspector, Shift, Unit
from apps.inspectors.tracks import Fixes, track_of
from apps.inspectors.tracks.shape import GAP_S, METRES_PER_DEGREE
from apps.regions.scope import EVERYTHING
from tests.accounts.factories import UserFactory
from tests.inspectors.factories import DeviceFactory, InspectorFactory, UnitFactory

T0 = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
SignIn = Callable[[Any], APIClient]
LAT = 41.3


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def fixes(rows: list[tuple[float, float, float]]) -> Fixes:
    """`(seconds, metres east, metres north)`."""
    zero = int(T0.timestamp()) * 1_000_000
    east = METRES_PER_DEGREE * np.cos(np.radians(LAT))
    return Fixes(
        np.array([zero + round(s * 1e6) for s, _, _ in rows], dtype=np.int64),
        np.array([69.2 + x / east for _, x, _ in rows]),
        np.array([LAT + y / METRES_PER_DEGREE for _, _, y in rows]),
    )


def drive(
    seconds: int, *, since: int = 0, speed: float = 10, every: int = 5
) -> list[tuple[float, float, float]]:
    return [(since + s, s * speed, 0.0) for s in range(0, seconds + 1, every)]


def test_a_straight_way_is_its_two_ends() -> None:
    track = track_of(fixes(drive(600)))
    assert (track.points, track.shown, len(track.legs), track.stops) == (121, 2, 1, [])


def test_nothing_is_no_track() -> None:
    track = track_of(fixes([]))
    assert (track.points, track.legs, track.stops) == (0, [], [])


def test_a_gap_breaks_the_line_and_one_position_is_a_leg() -> None:
    rows = [*drive(60), (60 + GAP_S + 5, 5000.0, 0.0), (60 + 3 * GAP_S, 9000.0, 0.0)]
    track = track_of(fixes(rows))
    assert [len(leg) for leg in track.legs] == [2, 1, 1]


def test_a_stop_is_found_in_spite_of_the_noise_and_the_line_stands_there() -> None:
    noise = np.random.default_rng(7).normal(0, 8, (200, 2))
    stand = [(605 + 5 * n, 6000 + x, y) for n, (x, y) in enumerate(noise.tolist())]
    away = [(605 + 1000 + 5 * n, 6000.0, 50.0 * n) for n in range(1, 60)]
    track = track_of(fixes([*drive(600), *stand, *away]), tolerance_m=20)
    (stop,) = track.stops
    began, ended = (stop.since / 1e6 - T0.timestamp(), stop.until / 1e6 - T0.timestamp())
    assert 590 <= began <= 610
    assert 1595 <= ended <= 1625
    moments = {int(m) for leg in track.legs for m in leg.at}
    assert {stop.since, stop.until} <= moments


@given(
    st.lists(
        st.tuples(st.integers(1, 900), st.integers(-300, 300), st.integers(-300, 300)),
        min_size=1,
        max_size=120,
    ),
    st.sampled_from([1.0, 10.0, 50.0]),
)
def test_no_position_strays_farther_from_the_line_than_is_told(
    moves: list[tuple[int, int, int]], tolerance: float
) -> None:
    given_rows = list(accumulate(moves, lambda a, b: (a[0] + b[0], a[1] + b[1], a[2] + b[2])))
    track = track_of(fixes([(float(s), float(x), float(y)) for s, x, y in given_rows]), tolerance_m=tolerance)
    lines = [[flat(leg, n) for n in range(len(leg))] for leg in track.legs]
    whole = fixes([(float(s), float(x), float(y)) for s, x, y in given_rows])
    for n in range(len(whole)):
        assert min(distance(flat(whole, n), line) for line in lines) <= tolerance + 0.5
    assert track.legs[0].at[0] == whole.at[0]
    assert track.legs[-1].at[-1] == whole.at[-1]
    gaps = sum(1 for a, b in pairwise(given_rows) if b[0] - a[0] > GAP_S)
    assert len(track.legs) == gaps + 1


def flat(rows: Fixes, n: int) -> tuple[float, float]:
    east = METRES_PER_DEGREE * float(np.cos(np.radians(LAT)))
    return float(rows.lon[n] - 69.2) * east, float(rows.lat[n] - LAT) * METRES_PER_DEGREE


def distance(spot: tuple[float, float], line: list[tuple[float, float]]) -> float:
    """Plain school geometry: from a point to a line of segments."""
    pairs = list(pairwise(line)) or [(line[0], line[0])]
    return min(to_segment(spot, a, b) for a, b in pairs)


def to_segment(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return float(np.hypot(p[0] - a[0] - share * dx, p[1] - a[1] - share * dy))


def test_a_long_way_is_drawn_with_a_bounded_number_of_points() -> None:
    turns = np.random.default_rng(3).normal(0, 40, (30_000, 2)).cumsum(axis=0)
    rows = [(5.0 * n, float(x), float(y)) for n, (x, y) in enumerate(turns)]
    track = track_of(fixes(rows), points_at_most=2_000)
    assert track.shown <= 2_000
    assert track.tolerance_m > 4


# --- the edge ------------------------------------------------------------------------------------------------


@pytest.fixture
def person() -> Inspector:
    made: Inspector = InspectorFactory(full_name="Karimov A.")
    return made


@pytest.fixture
def unit(person: Inspector) -> Unit:
    made: Unit = UnitFactory(call_sign="SOKOL <1>", crew=[person], status="off_duty")
    return made


@pytest.fixture
def device(unit: Unit) -> Device:
    made: Device = DeviceFactory(unit=unit)
    born(made, T0 - timedelta(days=1))
    return made


def born(device: Device, moment: datetime) -> None:
    """The device came to its unit then; history is append-only but for a test's own clock."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inspectors_deviceevent DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE inspectors_deviceevent SET pgh_created_at = %s WHERE pgh_obj_id = %s AND pgh_id = "
            "(SELECT max(pgh_id) FROM inspectors_deviceevent WHERE pgh_obj_id = %s)",
            [moment, device.pk, device.pk],
        )
        cursor.execute("ALTER TABLE inspectors_deviceevent ENABLE TRIGGER USER")


def move(device: Device, since: float, seconds: int) -> None:
    said = [Reading(device.identifier, at(since + s), 69.2 + s / 10_000, LAT) for s in range(0, seconds, 5)]
    record_positions(readings=said, scope=EVERYTHING, at=at(since + seconds))


def serve(person: Inspector, unit: Unit, since: float, until: float, device: Device) -> None:
    shift = start_shift(inspector_id=person.pk, unit_id=unit.pk, by=None, at=at(since))
    move(device, since, int(until - since))
    end_shift(shift_id=shift.pk, by=None, at=at(until), reason="over")


def ask(client: APIClient, address: str, since: float = -3600, until: float = 86_400, **more: Any) -> Any:
    period = {"from": at(since).isoformat(), "to": at(until).isoformat()}
    return client.get(f"/api/v1/{address}", period | more)


@pytest.mark.django_db
def test_a_units_track_comes_in_columns_and_its_reading_is_in_the_trail(
    signed_in: SignIn, person: Inspector, unit: Unit, device: Device
) -> None:
    serve(person, unit, 0, 600, device)
    supervisor = UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"])
    answer = ask(signed_in(supervisor), f"units/{unit.pk}/track/").json()
    assert (answer["points"], len(answer["legs"])) == (120, 1)
    leg = answer["legs"][0]
    assert leg["since"] == "2026-11-20T06:00:00Z"
    assert list(accumulate(leg["at"]))[-1] == 595
    assert [next(iter(accumulate(leg[name]))) / 1e5 for name in ("lon", "lat")] == [69.2, LAT]
    entry = AuditEntry.objects.get(kind=AuditKind.PERSONAL_DATA)
    assert (entry.user, entry.object_type, entry.object_id) == (supervisor, "inspectors.unit", str(unit.pk))
    assert entry.detail["fields"] == ["track"]
    assert entry.detail["from"] == "2026-11-20T05:00:00.000Z"


@pytest.mark.django_db
def test_an_inspectors_track_is_that_of_own_duties_alone(
    signed_in: SignIn, person: Inspector, unit: Unit, device: Device
) -> None:
    other = InspectorFactory()
    unit.crew.add(other)
    serve(person, unit, 0, 300, device)
    serve(other, unit, 3600, 3900, device)
    client = signed_in(UserFactory(role=Role.CHIEF, regions=["UZ-TK"]))
    assert ask(client, f"inspectors/{person.pk}/track/").json()["points"] == 60
    assert ask(client, f"inspectors/{other.pk}/track/", since=3700).json()["points"] == 40
    assert ask(client, f"units/{unit.pk}/track/").json()["points"] == 120


@pytest.mark.django_db
def test_a_device_that_went_to_another_unit_tells_of_each_in_its_time(
    signed_in: SignIn, person: Inspector, unit: Unit, device: Device
) -> None:
    serve(person, unit, 0, 300, device)
    other = UnitFactory(crew=[second := InspectorFactory()], status="off_duty")
    Device.objects.filter(pk=device.pk).update(unit=other)
    born(device, at(1000))
    serve(second, other, 1200, 1500, device)
    client = signed_in(UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"]))
    assert ask(client, f"units/{unit.pk}/track/").json()["points"] == 60
    assert ask(client, f"units/{other.pk}/track/").json()["points"] == 60


@pytest.mark.django_db
def test_an_inspector_reads_the_own_track_and_nobody_elses(
    signed_in: SignIn, person: Inspector, unit: Unit, device: Device
) -> None:
    user = UserFactory(role=Role.INSPECTOR, regions=["UZ-TK"])
    Inspector.objects.filter(pk=person.pk).update(user=user)
    serve(person, unit, 0, 60, device)
    client = signed_in(user)
    assert ask(client, f"inspectors/{person.pk}/track/").json()["points"] == 12
    assert ask(client, f"inspectors/{InspectorFactory().pk}/track/").status_code == 404
    assert ask(client, f"units/{unit.pk}/track/").status_code == 404


@pytest.mark.django_db
def test_a_track_of_another_region_is_missing_and_leaves_no_row(signed_in: SignIn, unit: Unit) -> None:
    client = signed_in(UserFactory(role=Role.SUPERVISOR, regions=["UZ-TO"]))
    for address in (f"units/{unit.pk}/track/", f"units/{unit.pk}/track.gpx"):
        assert ask(client, address).status_code == 404
    assert not AuditEntry.objects.filter(kind=AuditKind.PERSONAL_DATA).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMIN, Role.AUDITOR, Role.DISPLAY])
def test_who_follows_nobody_reads_no_track(signed_in: SignIn, unit: Unit, role: Role) -> None:
    assert (
        ask(signed_in(UserFactory(role=role, regions=["UZ-TK"])), f"units/{unit.pk}/track/").status_code
        == 403
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("since", "until", "field"), [(10, 10, "to"), (0, 32 * 86_400, "to"), (5, 1, "to")])
def test_a_period_is_a_time_of_a_month_at_most(
    signed_in: SignIn, unit: Unit, since: float, until: float, field: str
) -> None:
    client = signed_in(UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"]))
    answer = ask(client, f"units/{unit.pk}/track/", since, until)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


@pytest.mark.django_db
def test_files_hold_every_position_and_tell_the_trail(
    signed_in: SignIn, person: Inspector, unit: Unit, device: Device
) -> None:
    serve(person, unit, 0, 300, device)
    client = signed_in(UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"]))
    gpx = ask(client, f"units/{unit.pk}/track.gpx")
    root = ElementTree.fromstring(body(gpx))
    name = "{http://www.topografix.com/GPX/1/1}"
    points = root.findall(f".//{name}trkpt")
    assert (gpx["Content-Type"], len(points)) == ("application/gpx+xml", 60)
    assert root.findtext(f".//{name}name") == "SOKOL <1>"
    assert points[1].findtext(f"{name}time") == "2026-11-20T06:00:05Z"
    lines = json.loads(body(ask(client, f"inspectors/{person.pk}/track.geojson")))
    (feature,) = lines["features"]
    assert feature["geometry"]["type"] == "LineString"
    assert len(feature["properties"]["coordTimes"]) == 60
    exports = AuditEntry.objects.filter(kind=AuditKind.EXPORT).order_by("at")
    assert [entry.detail for entry in exports] == [
        {"rows": 60, "format": "gpx"},
        {"rows": 60, "format": "geojson"},
    ]


def body(answer: Any) -> bytes:
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return gzip.decompress(whole) if answer.headers.get("Content-Encoding") == "gzip" else whole


@pytest.mark.django_db
def test_off_duty_nothing_is_stored_and_no_track_is_there(
    signed_in: SignIn, person: Inspector, unit: Unit, device: Device
) -> None:
    move(device, 0, 60)
    client = signed_in(UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"]))
    assert ask(client, f"units/{unit.pk}/track/").json()["points"] == 0
    assert not Shift.objects.exists()
