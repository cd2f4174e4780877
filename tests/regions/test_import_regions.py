"""`import_regions` replaces polygons after checking them; nothing is ever half done."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.core.geo import point
from apps.regions.locate import locate
from apps.regions.models import Region
from apps.regions.reference import folder, load
from tests.regions.documents import fourteen, of, square, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    load()
    path = tmp_path / "regions.geojson"
    path.write_text(text(fourteen()))
    return path


def imported(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_regions", str(file), *options, stdout=out)
    return out.getvalue()


def test_new_polygons_decide_at_once_which_region_holds_a_point(file: Path) -> None:
    told = imported(file)
    assert "UZ-AN" in told
    assert "Stored." in told
    assert locate(point(56.5, 38.5)).region_code == "UZ-AN"
    andijan = Region.objects.get(code="UZ-AN")
    assert andijan.boundary.covers(andijan.label_point)


def test_the_history_keeps_the_old_polygon_and_names_the_command(file: Path) -> None:
    old = Region.objects.get(code="UZ-AN").boundary
    imported(file)
    events = list(Region.objects.get(code="UZ-AN").events.order_by("pgh_id"))
    assert events[0].boundary.equals(old)
    assert events[-1].pgh_label == "update"
    assert events[-1].pgh_context.metadata["command"] == "import_regions"


def test_a_dry_run_tells_the_same_and_stores_nothing(file: Path) -> None:
    assert "nothing was stored" in imported(file, "--dry-run")
    assert locate(point(56.5, 38.5)).region_code != "UZ-AN"


def test_one_wrong_polygon_keeps_all_the_others_out(file: Path) -> None:
    document = fourteen()
    of(document, "UZ-AN")["geometry"]["coordinates"] = square(56.0, 38.0, 1.5)
    file.write_text(text(document))
    with pytest.raises(CommandError, match="UZ-AN and UZ-BU overlap"):
        imported(file)
    assert locate(point(57.5, 38.5)).region_code != "UZ-BU"


def test_the_shipped_file_passes_its_own_check_and_changes_nothing(file: Path) -> None:
    told = imported(folder() / "regions.geojson")
    assert "changed" not in told
    assert "216 of 221 places" in told


def test_without_reference_data_it_says_what_to_load_first(tmp_path: Path) -> None:
    path = tmp_path / "regions.geojson"
    path.write_text(text(fourteen()))
    with pytest.raises(CommandError, match="Load the reference data first"):
        imported(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        imported(tmp_path / "none.geojson")
