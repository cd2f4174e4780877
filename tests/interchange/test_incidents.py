"""A table becomes incidents with their units, once; what is refused comes back as a file that can be corrected."""

import csv
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.incidents.models import HistoryEntry, Incident
from apps.inspectors.models import Assignment, Unit
from apps.live.models import Event, RegionFeed
from tests.incidents.factories import IncidentTypeFactory
from tests.interchange.examples import MAPPING, ROWS, table
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country():
    for code in ("UZ-TK", "UZ-SA", "UZ"):
        RegionFactory(code=code)
    for code in ("building_fire", "other"):
        IncidentTypeFactory(code=code)


@pytest.fixture
def files(tmp_path: Path):
    def write(text: str = table(), mapping: str = MAPPING) -> list[str]:
        (tmp_path / "calls.csv").write_text(text, encoding="utf-8")
        (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
        return [str(tmp_path / "calls.csv"), "--mapping", str(tmp_path / "mapping.toml")]

    return write


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_incidents", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_incidents_come_with_their_stamps_units_and_history(files):
    told = run(*files())
    assert "2 new, 3 new assignments, 0 rows refused" in told
    fire = Incident.objects.get(source_ref="1001")
    assert (fire.region_id, fire.type_id, fire.priority, fire.status) == (
        "UZ-TK",
        "building_fire",
        1,
        "resolved",
    )
    assert fire.on_scene_at == datetime(2026, 10, 1, 5, 5, tzinfo=UTC)
    assert fire.acknowledged_at is None
    assert fire.number == "TK-26-000001"
    kinds = {entry.kind for entry in HistoryEntry.objects.filter(incident=fire)}
    assert kinds == {"imported", "unit_assigned", "unit_en_route", "unit_on_scene", "unit_cleared"}
    stamps = Assignment.objects.get(unit__call_sign="E40")
    assert stamps.en_route_at is None
    assert stamps.on_scene_at == datetime(2026, 10, 1, 5, 5, tzinfo=UTC)


def test_the_same_file_twice_adds_nothing(files):
    run(*files())
    before = (Incident.objects.count(), Assignment.objects.count(), HistoryEntry.objects.count())
    epoch = RegionFeed.objects.get(region="UZ-TK").epoch
    assert "0 new, 0 new assignments" in run(*files())
    assert (Incident.objects.count(), Assignment.objects.count(), HistoryEntry.objects.count()) == before
    assert RegionFeed.objects.get(region="UZ-TK").epoch == epoch


def test_a_dry_run_tells_what_would_come_and_writes_nothing(files):
    told = run(*files(), "--dry-run")
    assert "3 rows, 2 incidents, 3 units, 0 rows refused; nothing written" in told
    assert not Incident.objects.exists()
    assert not Unit.objects.exists()


def test_refused_rows_come_back_as_a_file_that_can_be_corrected_and_imported(files, tmp_path):
    told = run(*files(table(ROWS[0], ROWS[1].replace("10:00:30", "99:00:30"), ROWS[2])))
    assert "line 3:" in told
    assert "99:00:30" in told
    rejected = tmp_path / "calls.rejected.csv"
    rows = list(csv.DictReader(rejected.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["Unit"] for row in rows] == ["E40"]
    assert "99:00:30" in rows[0]["error"]
    mended = rejected.read_text(encoding="utf-8-sig").replace("99:00:30", "10:00:30")
    rejected.write_text(mended, encoding="utf-8")
    assert "0 new, 1 new assignments, 0 rows refused" in run(str(rejected), *files()[1:])


def test_history_writes_no_events_and_gives_its_regions_a_new_epoch(files):
    before = {feed.region_id: feed.epoch for feed in RegionFeed.objects.all()}
    run(*files())
    after = {feed.region_id: feed.epoch for feed in RegionFeed.objects.all()}
    assert not Event.objects.exists()
    assert {code for code in after if after[code] != before[code]} == {"UZ-TK", "UZ-SA"}


def test_types_and_regions_that_do_not_exist_here_are_refused_with_their_lines(files):
    mapping = MAPPING.replace('"UZ-SA"', '"UZ-XX"').replace('"building_fire"', '"volcano"')
    told = run(*files(mapping=mapping))
    assert "volcano" in told
    assert "UZ-XX" in told
    assert not Incident.objects.exists()


def test_without_a_region_column_the_point_decides_else_the_national_queue(files):
    start, end = MAPPING.index("[region]"), MAPPING.index("[type]")
    run(*files(mapping=MAPPING[:start] + MAPPING[end:]))
    assert dict(Incident.objects.values_list("source_ref", "region_id")) == {"1001": "UZ-TK", "1002": "UZ"}


@pytest.mark.parametrize("broken", ["[time]\nzone = 'Asia/Nowhere'", "nonsense ="])
def test_a_mapping_with_problems_stops_the_command_before_it_writes(files, broken):
    with pytest.raises(CommandError, match=r"mapping\.toml"):
        run(*files(mapping=broken))


def test_a_replay_makes_live_exercises_and_takes_every_step_in_order(files):
    out = StringIO()
    call_command("replay_incidents", *files(), "--speed", "1000000", stdout=out)
    assert "2 incidents, 7 steps played, 0 overtaken by people, 0 left" in out.getvalue()
    fire = Incident.objects.get(source_ref__endswith=":1001")
    assert fire.is_exercise
    assert fire.status == "resolved"
    assert [entry.to_status for entry in fire.history.order_by("id")][-1] == "resolved"
    assert Event.objects.filter(object_id=str(fire.pk)).count() == fire.history.count()
