"""A table becomes incidents with their units, once; what is refused comes back as a file that can be corrected."""

import csv
import signal
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.clock import now
from apps.incidents.models import HistoryEntry, Incident, IncidentType
from apps.inspectors.models import Assignment, Unit
from apps.interchange.files import incidents as importing
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


def refused(*arguments: str) -> str:
    """What the command tells of a file of which it can take no row."""
    out = StringIO()
    with pytest.raises(CommandError, match="every row was refused"):
        call_command("import_incidents", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def replayed(*arguments: str) -> str:
    out = StringIO()
    call_command("replay_incidents", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_incidents_come_with_their_stamps_units_and_history(files):
    told = run(*files())
    assert "2 new, 3 new assignments, 0 rows refused" in told
    fire = Incident.objects.get(source_ref="1001")
    assert (fire.region_id, fire.type_id, fire.priority, fire.status) == (
        "UZ-TK",
        "building_fire",
        1,
        "closed",
    )
    assert fire.on_scene_at == datetime(2026, 10, 1, 5, 5, tzinfo=UTC)
    assert fire.acknowledged_at is None
    assert fire.number == "TK-26-000001"
    kinds = {entry.kind for entry in HistoryEntry.objects.filter(incident=fire)}
    assert kinds == {
        "imported",
        "closed_by_import",
        "unit_assigned",
        "unit_en_route",
        "unit_on_scene",
        "unit_cleared",
    }
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
    assert "3 rows, 2 incidents, 3 units, 0 rows refused, " in told
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


def test_incidents_of_the_past_are_closed_at_their_last_known_time_and_their_history_says_by_whom(files):
    run(*files(table(ROWS[2].replace("02.10.2026 00:20:00", "-"))))
    noise = Incident.objects.get()
    assert (noise.status, noise.resolved_at, noise.on_scene_at) == ("closed", None, None)
    assert noise.closed_at == noise.dispatched_at == datetime(2026, 10, 1, 19, 1, tzinfo=UTC)
    assert not Incident.objects.open().exists()
    ends = noise.history.filter(to_status="closed")
    assert list(ends.values_list("kind", "at")) == [("closed_by_import", noise.closed_at)]


def test_a_time_of_closing_in_the_file_is_kept(files):
    mapping = MAPPING.replace("resolved_at = {", "closed_at = {")
    run(*files(mapping=mapping))
    fire = Incident.objects.get(source_ref="1001")
    assert (fire.resolved_at, fire.closed_at) == (None, datetime(2026, 10, 1, 6, 10, tzinfo=UTC))
    assert not HistoryEntry.objects.filter(kind="closed_by_import").exists()


def test_what_was_reported_after_a_moment_stays_as_far_as_its_stamps_reach(files):
    mapping = MAPPING.replace('source = "', 'open_after = 2026-10-01T20:00:00\nsource = "')
    told = run(*files(mapping=mapping), "--dry-run")
    assert "1 of the incidents would not be closed by the import" in told
    run(*files(mapping=mapping))
    statuses = dict(Incident.objects.values_list("source_ref", "status"))
    assert statuses == {"1001": "closed", "1002": "resolved"}


def test_the_files_own_status_says_how_an_incident_ended(files):
    status = '[status]\ncolumn = "Kind"\nvalues = { E = "cancelled" }\ndefault = "open"\n[unit]'
    run(*files(mapping=MAPPING.replace("resolved_at = {", "closed_at = {").replace("[unit]", status)))
    statuses = dict(Incident.objects.values_list("source_ref", "status"))
    assert statuses == {"1001": "cancelled", "1002": "closed"}
    assert Incident.objects.get(source_ref="1001").closed_at is None
    end = HistoryEntry.objects.get(to_status="cancelled")
    assert end.at == datetime(2026, 10, 1, 6, 10, tzinfo=UTC)


def test_times_before_2000_or_ahead_of_this_moment_are_refused_by_line(files):
    ahead = f"{now() + timedelta(minutes=20):%d.%m.%Y %H:%M:%S}"
    told = refused(
        *files(
            table(
                ROWS[0].replace("01.10.2026 10:00:00", "01.10.1926 10:00:00"),
                ROWS[1].replace("01.10.2026 11:10:00", "01.01.0001 00:00:00"),
                ROWS[2].replace("02.10.2026 00:20:00", ahead),
            ),
            MAPPING.replace("Asia/Tashkent", "UTC"),
        )
    )
    assert "line 2: Received: “01.10.1926 10:00:00” is before 2000" in told
    assert "line 3: Free: “01.01.0001 00:00:00” is " in told
    assert f"line 4: Free: “{ahead}” is in the future" in told
    assert not Incident.objects.exists()


def test_bytes_that_the_encoding_does_not_know_refuse_their_row_alone(files, tmp_path):
    arguments = files()
    path = tmp_path / "calls.csv"
    path.write_bytes(path.read_bytes().replace("Bogʻ 2".encode(), b"Bog\xff 2"))
    assert "line 4: Where holds a character that is no text" in run(*arguments)
    assert Incident.objects.get().source_ref == "1001"
    assert "\\udcff" in (tmp_path / "calls.rejected.csv").read_text(encoding="utf-8-sig")


def test_a_file_of_another_encoding_gets_its_refused_rows_back_in_it(files, tmp_path):
    arguments = files(mapping=MAPPING.replace("[file]", '[file]\nencoding = "latin-1"'))
    (tmp_path / "calls.csv").write_bytes(table(ROWS[0].replace("North", "Nörd")).encode("latin-1"))
    refused(*arguments)
    assert "Nörd" in (tmp_path / "calls.rejected.csv").read_text(encoding="latin-1")


def test_rows_that_are_refused_again_come_back_with_one_reason(files, tmp_path):
    arguments = files(table(ROWS[0].replace("North", "East")))
    refused(*arguments)
    again = tmp_path / "calls.rejected.csv"
    refused(str(again), *arguments[1:])
    header, row = csv.reader(
        (tmp_path / "calls.rejected.rejected.csv").read_text(encoding="utf-8-sig").splitlines()
    )
    assert header.count("error") == 1
    assert len(row) == len(header)


def test_the_file_that_is_read_is_never_the_file_of_refused_rows(files, tmp_path):
    with pytest.raises(CommandError, match="another file"):
        run(*files(), "--rejected", str(tmp_path / "calls.csv"))


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr("apps.interchange.files.incidents.BATCH", 1)


def test_screens_reload_once_however_many_batches_there_are(files, small_batches, monkeypatch):
    given: list[str] = []
    monkeypatch.setattr("apps.live.epochs.new_epoch", lambda *, region: given.append(region))
    run(*files(table(*ROWS, ROWS[0].replace("1001", "1003"), ROWS[0].replace("1001", "1004"))))
    assert given == ["UZ-SA", "UZ-TK"]


def test_an_import_that_is_stopped_leaves_whole_incidents_and_says_so(files, small_batches, monkeypatch):
    write = importing._write

    def interrupted(*arguments, **named):
        signal.raise_signal(signal.SIGINT)
        return write(*arguments, **named)

    before = RegionFeed.objects.get(region="UZ-TK").epoch
    monkeypatch.setattr(importing, "_write", interrupted)
    with pytest.raises(CommandError, match="stopped after 1 of 2 incidents, each of them whole") as caught:
        run(*files())
    assert caught.value.returncode == 130
    assert Incident.objects.get().assignments.count() == 2
    assert RegionFeed.objects.get(region="UZ-TK").epoch != before
    monkeypatch.setattr(importing, "_write", write)
    assert "1 new, 1 new assignments" in run(*files())


def test_a_batch_that_fails_leaves_neither_incidents_nor_units(files, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr(importing, "import_past_assignments", fail)
    with pytest.raises(RuntimeError):
        run(*files())
    assert not Incident.objects.exists()


WORDS = st.sampled_from(
    [
        "1001",
        "E",
        "A",
        "Fire",
        "North",
        "South",
        "-",
        "",
        "01.10.2026 10:00:00",
        "(41.5, 69.5)",
        "01.01.0001 00:00:00",
    ]
)
CELLS = WORDS | st.text(st.characters(codec="utf-8"), max_size=45)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=13, max_size=13), max_size=5))
def test_no_table_makes_the_import_fall(files, rows):
    out = StringIO()
    csv.writer(out).writerows(rows)
    with transaction.atomic():
        told = run(*files(table(*ROWS, out.getvalue())))
        assert "rows refused" in told
        transaction.set_rollback(True)


def test_history_writes_no_events_and_gives_its_regions_a_new_epoch(files):
    before = {feed.region_id: feed.epoch for feed in RegionFeed.objects.all()}
    run(*files())
    after = {feed.region_id: feed.epoch for feed in RegionFeed.objects.all()}
    assert not Event.objects.exists()
    assert {code for code in after if after[code] != before[code]} == {"UZ-TK", "UZ-SA"}


def test_types_and_regions_that_do_not_exist_here_are_refused_with_their_lines(files):
    mapping = MAPPING.replace('"UZ-SA"', '"UZ-XX"').replace('"building_fire"', '"volcano"')
    told = refused(*files(mapping=mapping))
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


@pytest.mark.parametrize("option", ["--speed=0", "--speed=-1", "--speed=nan", "--speed=1e-9", "--limit=-1"])
def test_a_replay_without_sense_is_refused_before_it_begins(files, option):
    with pytest.raises(CommandError, match="must be"):
        replayed(*files(), option)


def test_a_replay_plays_a_script_of_next_year_now(files):
    rows = [row.replace(".2026", ".2031") for row in ROWS]
    assert "2 incidents, 7 steps played" in replayed(*files(table(*rows)), "--speed", "1000000")
    assert Incident.objects.filter(reported_at__lte=now()).count() == 2


def test_a_replay_tells_what_it_cannot_play(files):
    told = replayed(*files(mapping=MAPPING.replace('"building_fire"', '"volcano"')), "--speed", "1000000")
    assert "line 2: “volcano” is no type of incident" in told
    assert "1 incidents" in told


def test_a_replay_tells_of_a_type_that_is_no_longer_in_use_and_goes_on(files):
    IncidentType.objects.filter(code="building_fire").update(is_active=False)
    out = StringIO()
    with pytest.raises(CommandError, match="4 steps were refused"):
        call_command("replay_incidents", *files(), "--speed", "1000000", stdout=out, stderr=out)
    assert "line 2: reported: " in out.getvalue()
    assert "1 incidents, 3 steps played" in out.getvalue()


def test_a_replay_of_nothing_says_so(files):
    with pytest.raises(CommandError, match="no incident to play"):
        replayed(*files(table(ROWS[0].replace("North", "East"))))


def test_a_file_of_which_no_row_can_be_taken_fails_and_single_refused_rows_do_not(files):
    run(*files(table(ROWS[0], ROWS[1].replace("10:00:30", "99:00:30"))))
    with pytest.raises(CommandError, match="every row was refused") as caught:
        run(*files(table(ROWS[1].replace("10:00:30", "99:00:30"))))
    assert caught.value.returncode == 1
