"""Another register's cameras come in by file and by API, once, each row taken or refused by a stated rule."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.cameras.credentials import credentials_of
from apps.cameras.models import Camera, NetworkNode
from apps.live.models import Event, RegionFeed
from tests.accounts.factories import ApiClientFactory
from tests.described import DescribedClient
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
SQUARE = "MULTIPOLYGON(((69 41, 69.6 41, 69.6 41.6, 69 41.6, 69 41)))"
SAMARKAND = "MULTIPOLYGON(((66.6 39.4, 67.2 39.4, 67.2 39.9, 66.6 39.9, 66.6 39.4)))"
MAPPING = """
[missing]
texts = ["-"]

[camera]
code = "Id"
name = "Title"
make = "Vendor"
node = "Switch"
stream_url = "Stream"

[location]
column = "Where"
order = "lat lon"

[kind]
column = "Type"
values = { LPR = "plate", Dome = "ptz" }
default = "overview"

[direction]
column = "Facing"
values = { "toward the bridge" = "N" }
"""
HEADER = "Id,Title,Vendor,Switch,Stream,Where,Type,Facing\n"
ROWS = (
    "7,Crossing A,Axis,SW-1,rtsp://root:hunter2@10.1.1.7/live,41.31 69.24,LPR,Northbound\n"
    '8,"<b>Market & ""co""</b>",-,SW-1,,41.31 69.24,Dome,Both Directions\n'
    "9,Bridge,Axis,-,,41.32 69.25,,toward the bridge\n"
)
URL = "/api/v1/cameras/bulk/"


@pytest.fixture(autouse=True)
def _country() -> None:
    RegionFactory(code="UZ-TK", boundary=SQUARE)
    RegionFactory(code="UZ-SA", boundary=SAMARKAND)


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[str]]:
    def write(rows: str = ROWS, mapping: str = MAPPING) -> list[str]:
        (tmp_path / "cameras.csv").write_text(HEADER + rows, encoding="utf-8")
        (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
        return [str(tmp_path / "cameras.csv"), "--mapping", str(tmp_path / "mapping.toml")]

    return write


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_cameras", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def sender(**about: Any) -> DescribedClient:
    client = DescribedClient()
    client.force_authenticate(
        ApiClientFactory(**({"scopes": ["cameras:write"], "regions": ["UZ-TK"]} | about))
    )
    return client


def a_row(**fields: Any) -> dict[str, Any]:
    return {"code": "A-1", "name": "Gate", "lon": 69.24, "lat": 41.31} | fields


def send(client: DescribedClient, *rows: dict[str, Any], **rest: Any) -> dict[str, Any]:
    answer = client.post(URL, {"cameras": list(rows), **rest}, format="json")
    assert answer.status_code == 200, answer.json()
    told: dict[str, Any] = answer.json()
    return told


def test_a_file_becomes_cameras_with_their_kind_view_switch_and_markup_as_text(
    files: Callable[..., list[str]],
) -> None:
    assert "3 rows: 3 new, 0 changed, 0 same, 0 refused" in run(*files())
    first, second, third = Camera.objects.order_by("code")
    assert (first.region_id, first.kind, first.make, first.azimuth) == ("UZ-TK", "plate", "Axis", 0)
    assert (first.direction, first.node) == ("Northbound", NetworkNode.objects.get(code="SW-1"))
    assert (second.name, second.make, second.azimuth) == ('<b>Market & "co"</b>', "", None)
    assert first.location == second.location
    assert (third.kind, third.azimuth, third.node) == ("overview", 0, None)


def test_a_login_inside_an_address_is_sealed_apart(files: Callable[..., list[str]]) -> None:
    told = run(*files())
    camera = Camera.objects.get(code="7")
    login = credentials_of(camera.pk)
    assert camera.stream_url == "rtsp://10.1.1.7/live"
    assert login is not None
    assert (login.username, login.password) == ("root", "hunter2")
    assert "hunter2" not in told


def test_the_same_file_again_changes_nothing_and_tells_no_screen(files: Callable[..., list[str]]) -> None:
    arguments = files()
    run(*arguments)
    events, past = Event.objects.count(), Camera.pgh_event_model.objects.count()  # type: ignore[attr-defined]
    assert "0 new, 0 changed, 3 same" in run(*arguments)
    assert (Event.objects.count(), Camera.pgh_event_model.objects.count()) == (events, past)  # type: ignore[attr-defined]


def test_a_corrected_row_changes_its_camera_alone_and_what_it_does_not_name_stays(
    files: Callable[..., list[str]],
) -> None:
    run(*files())
    Camera.objects.filter(code="9").update(owner="Road service")
    told = run(*files(ROWS.replace("9,Bridge", "9,Old bridge")))
    assert "0 new, 1 changed, 2 same" in told
    camera = Camera.objects.get(code="9")
    assert (camera.name, camera.owner) == ("Old bridge", "Road service")
    assert Camera.objects.matching("old bridge").get() == camera
    event = Event.objects.latest("seq")
    assert (event.topic, event.kind, event.object_id) == ("cameras", "camera.changed", str(camera.pk))


def test_a_dry_run_tells_the_same_and_writes_nothing(files: Callable[..., list[str]]) -> None:
    told = run(*files(), "--dry-run")
    assert "dry run: 3 rows: 3 new" in told
    assert not Camera.objects.exists()
    assert not NetworkNode.objects.exists()
    assert not Event.objects.exists()


def test_refused_rows_come_back_with_their_reason_and_can_be_corrected(
    files: Callable[..., list[str]], tmp_path: Path
) -> None:
    wrong = (
        "7,Crossing A,,,,41.31 69.24,LPR,N\n"
        "7,Crossing B,,,,41.32 69.24,LPR,N\n"
        "8,Sideways,,,,41.31 69.24,LPR,uphill\n"
        "9,Swapped,,,,69.24 41.31,LPR,N\n"
        "10,Abroad,,,,51.5 -0.1,LPR,N\n"
        "11,Desert,,,,43.5 60.0,LPR,N\n"
        ",No code,,,,41.31 69.24,LPR,N\n"
        "13,,,,,41.31 69.24,LPR,N\n"
        "14,Odd,,,ftp://10.0.0.1/x,41.31 69.24,LPR,N\n"
        "15,Nowhere,,,,-,LPR,N\n"
    )
    told = run(*files(wrong))
    assert "2 new, 0 changed, 0 same, 8 refused" in told
    lines = (tmp_path / "cameras.rejected.csv").read_text(encoding="utf-8-sig").splitlines()
    reasons = {row[0]: row[-1] for row in csv.reader(lines[1:])}
    assert reasons["7"] == "code: Another row has the same region and code."
    assert reasons["8"] == "direction: This is no direction."
    assert "change places" in reasons["9"]
    assert reasons["10"] == reasons["11"] == "lon: The point lies outside the country."
    assert reasons[""] == "code: This is needed."
    assert reasons["14"].startswith("stream_url: Write an address of rtsp")
    assert reasons["15"] == "lon: This is needed."
    (tmp_path / "cameras.csv").write_text("\n".join(lines).replace("uphill", "S"), encoding="utf-8")
    assert "1 new, 1 changed, 0 same, 6 refused" in run(
        str(tmp_path / "cameras.csv"),
        "--mapping",
        str(tmp_path / "mapping.toml"),
        "--rejected",
        str(tmp_path / "again.csv"),
    )


def test_a_mapping_tells_all_its_problems_at_once(files: Callable[..., list[str]]) -> None:
    with pytest.raises(CommandError, match=r"(?s)camera\.code.*\[location\]"):
        run(*files(mapping="[camera]\nname = 'Title'\n"))


def test_many_cameras_make_screens_reload_once_instead_of_telling_each(
    files: Callable[..., list[str]],
) -> None:
    before = RegionFeed.objects.get(region="UZ-TK").epoch
    run(*files("".join(f"{n},Camera {n},,,,41.31 69.24,,N\n" for n in range(150))))
    assert RegionFeed.objects.get(region="UZ-TK").epoch != before
    assert not Event.objects.filter(topic="cameras").exists()


def test_the_api_takes_the_portals_own_words() -> None:
    told = send(
        sender(),
        a_row(kind="ptz", direction="SW", range_m=120, fov_deg="90", owner="City"),
        a_row(code="A-2", azimuth=360),
    )
    assert told == {"new": 2, "changed": 0, "same": 0, "dry_run": False, "rejected": []}
    camera = Camera.objects.get(code="A-1")
    assert (camera.kind, camera.azimuth, camera.range_m, camera.fov_deg) == ("ptz", 225, 120, 90)
    assert Camera.objects.get(code="A-2").azimuth == 0


def test_the_api_answers_each_refused_row_by_index_and_code_and_takes_the_others() -> None:
    told = send(
        sender(),
        a_row(),
        a_row(code="B", kind="fisheye"),
        a_row(code="C", lon=66.9, lat=39.6),
        a_row(code="D", region="UZ-SA"),
        a_row(code="E", district="1726"),
        a_row(code="F", azimuth=400),
        a_row(code="G", name={"a": 1}),
        a_row(code="H" * 41),
    )
    assert told["new"] == 1
    assert [(row["index"], row["code"]) for row in told["rejected"]] == [
        (1, "unknown_kind"),
        (2, "unknown_region"),
        (3, "unknown_region"),
        (4, "unknown_district"),
        (5, "invalid"),
        (6, "invalid"),
        (7, "invalid"),
    ]


def test_the_api_reads_rows_of_another_register_by_a_mapping() -> None:
    mapping = {
        "camera": {"code": "id", "name": "title"},
        "location": {"lon": "x", "lat": "y"},
        "kind": {"column": "type", "values": {"7": "plate"}, "default": "overview"},
    }
    row = {"id": 4711, "title": "Gate", "x": "69.24", "y": 41.31, "type": 7}
    assert send(sender(), row, mapping=mapping)["new"] == 1
    assert Camera.objects.get(code="4711").kind == "plate"
    answer = sender().post(URL, {"cameras": [row], "mapping": {"cam": {}}}, format="json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["mapping"])


def test_a_dry_run_over_the_api_writes_nothing() -> None:
    told = send(sender(), a_row(), dry_run=True)
    assert (told["new"], told["dry_run"], Camera.objects.count()) == (1, True, 0)


def test_a_camera_out_of_use_stays_out_of_use() -> None:
    client = sender()
    send(client, a_row())
    Camera.objects.update(retired_at="2026-01-01T00:00Z")
    assert send(client, a_row())["rejected"][0]["code"] == "retired"


def test_a_key_without_the_scope_and_a_body_without_rows_are_refused() -> None:
    assert sender(scopes=["cameras:read"]).post(URL, {"cameras": [a_row()]}, format="json").status_code == 403
    assert sender().post(URL, {"cameras": []}, format="json").status_code == 400
    assert sender().get(URL).status_code == 405


def test_the_last_line_counts_refused_rows_and_those_outside_the_country(
    files: Callable[..., list[str]],
) -> None:
    told = run(*files("7,A,,,,41.31 69.24,LPR,N\n8,B,,,,51.5 -0.1,LPR,N\n9,C,,,,41.31 69.24,LPR,uphill\n"))
    assert "3 rows: 1 new, 0 changed, 0 same, 2 refused, 1 of them outside the country" in told


@pytest.mark.parametrize("option", [[], ["--dry-run"]])
def test_a_file_of_which_no_row_can_be_taken_fails(
    files: Callable[..., list[str]], option: list[str]
) -> None:
    with pytest.raises(CommandError, match="every row was refused") as caught:
        run(*files("8,B,,,,51.5 -0.1,LPR,N\n9,C,,,,41.31 69.24,LPR,uphill\n"), *option)
    assert caught.value.returncode == 1


def test_a_switch_of_refused_rows_is_not_made(files: Callable[..., list[str]]) -> None:
    run(*files("7,A,,SW-1,,41.31 69.24,LPR,N\n7,A,,SW-2,,41.31 69.24,LPR,N\n"))
    assert set(NetworkNode.objects.values_list("code", flat=True)) == {"SW-1"}


def test_a_second_run_with_logins_changes_nothing_and_a_new_login_is_a_change(
    files: Callable[..., list[str]],
) -> None:
    row = "7,A,,SW-1,rtsp://root:{}@10.1.1.7/live,41.31 69.24,LPR,N\n"
    run(*files(row.format("one")))
    assert "0 new, 0 changed, 1 same" in run(*files(row.format("one")))
    assert "0 new, 1 changed, 0 same" in run(*files(row.format("two")))
    login = credentials_of(Camera.objects.get().pk)
    assert login is not None
    assert login.password == "two"
