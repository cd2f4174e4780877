"""The example in docs/import.md is read out of the page and imported."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from apps.incidents.models import Incident
from tests.incidents.factories import IncidentTypeFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


def _block(language: str) -> str:
    page = (Path(settings.BASE_DIR) / "docs" / "import.md").read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_example_of_the_page_is_imported_whole(tmp_path: Path):
    RegionFactory(code="UZ")
    for code in ("building_fire", "fight"):
        IncidentTypeFactory(code=code)
    table, mapping = tmp_path / "calls.csv", tmp_path / "mapping.toml"
    table.write_text(_block("csv"), encoding="utf-8")
    mapping.write_text(_block("toml"), encoding="utf-8")
    out = StringIO()
    call_command("import_incidents", str(table), "--mapping", str(mapping), stdout=out, stderr=out)
    assert "3 new, 0 new assignments, 0 rows refused" in out.getvalue()
    assert set(Incident.objects.values_list("source_ref", "type_id")) == {
        ("1", "building_fire"),
        ("2", "fight"),
        ("3", "building_fire"),
    }
