"""Patrol areas: from a file or drawn, inside their region, seen by whoever sees its units."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.inspectors.models import PatrolArea
from tests.accounts.factories import UserFactory
from tests.inspectors.factories import InspectorFactory, UnitFactory
from tests.regions.documents import square
from tests.regions.factories import DistrictFactory, RegionFactory

pytestmark = pytest.mark.django_db
Importing = Callable[..., str]
BOW_TIE = [[[69.1, 41.1], [69.2, 41.2], [69.2, 41.1], [69.1, 41.2], [69.1, 41.1]]]


def feature(code: str = "M-1", at: tuple[float, float] = (69.1, 41.1), **told: Any) -> dict[str, Any]:
    properties = {"code": code, "kind": "mahalla", "region": "UZ-TK", "name_uz": f"{code} mahallasi"}
    return {
        "type": "Feature",
        "properties": properties | told,
        "geometry": {"type": "Polygon", "coordinates": square(*at, 0.05)},
    }


def area(code: str = "M-1", region: str = "UZ-TK", west: float = 69.1, **fields: Any) -> PatrolArea:
    shape = MultiPolygon(Polygon.from_bbox((west, 41.1, west + 0.05, 41.15)), srid=4326)
    given = {"code": code, "kind": "mahalla", "name_uz": code, "area": shape} | fields
    return PatrolArea(region=RegionFactory(code=region), **given)


@pytest.fixture
def importing(tmp_path: Path) -> Callable[..., str]:
    RegionFactory()

    def of(*features: Any, options: tuple[str, ...] = ()) -> str:
        file = tmp_path / "areas.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        out = StringIO()
        call_command("import_patrol_areas", str(file), *options, stdout=out)
        return out.getvalue()

    return of


def test_a_file_is_taken_by_code_and_taken_again_changes_nothing(importing: Importing) -> None:
    unit, inspector = UnitFactory(), InspectorFactory()
    told = {"unit": unit.call_sign, "inspector": inspector.badge, "district": DistrictFactory().pk}
    assert "2 new, 0 changed, 0 same" in importing(feature(**told), feature("M-2", kind="beat"))
    first = PatrolArea.objects.get(code="M-1")
    assert (first.unit, first.inspector, first.district_id) == (unit, inspector, told["district"])
    assert "0 new, 0 changed, 2 same" in importing(feature(**told), feature("M-2", kind="beat"))
    assert first.events.count() == 1
    assert "0 new, 1 changed, 0 same" in importing(feature(active=False))
    assert not PatrolArea.objects.active().filter(code="M-1").exists()
    assert first.events.order_by("pgh_id").last().pgh_context.metadata["command"] == "import_patrol_areas"


def test_a_dry_run_tells_the_same_and_stores_nothing(importing: Importing) -> None:
    assert "1 new" in importing(feature(), options=("--dry-run",))
    assert not PatrolArea.objects.exists()


def test_all_that_is_wrong_is_told_by_feature_and_nothing_is_stored(importing: Importing) -> None:
    with pytest.raises(CommandError) as refused:
        importing(
            feature(),
            feature(),
            feature("", kind=""),
            feature("M-4", at=(75.0, 41.1)),
            feature("M-5", unit="nobody"),
            feature("M-6") | {"geometry": {"type": "Polygon", "coordinates": BOW_TIE}},
            feature("M-7") | {"geometry": None},
            feature("M-8", active="yes"),
            feature("M\0", kind="mahalla"),
            feature("M-10", kind="park"),
            "no feature",
        )
    lines = str(refused.value).splitlines()
    assert refused.value.returncode == 1
    assert {f"Feature {number}" for number in range(2, 12)} == {line.split(":")[0] for line in lines[1:]}
    assert "Feature 4: area: The area lies outside of its region." in lines
    assert "Feature 6: area: The boundary crosses or touches itself." in lines
    assert "Feature 5: unit “nobody” is not known" in lines
    assert not PatrolArea.objects.exists()


def test_an_import_that_is_interrupted_leaves_nothing(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*args: Any, **fields: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(PatrolArea, "full_clean", interrupt)
    with pytest.raises(CommandError) as refused:
        importing(feature())
    assert refused.value.returncode == 130
    assert not PatrolArea.objects.exists()


@pytest.mark.parametrize("content", ["{", '{"type": "Feature"}'])
def test_what_is_no_collection_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "areas.geojson"
    file.write_text(content)
    with pytest.raises(CommandError, match="This is no"):
        call_command("import_patrol_areas", str(file))
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_patrol_areas", str(tmp_path / "missing.geojson"))


@pytest.mark.parametrize(
    ("fields", "where", "code"),
    [
        ({"west": 69.98}, "area", "area_outside_region"),
        ({"area": MultiPolygon(Polygon(*BOW_TIE), srid=4326)}, "area", "invalid_area"),
        ({"region": "UZ"}, "area", "area_outside_region"),
    ],
)
def test_a_shape_that_is_not_in_its_region_is_refused(fields: Any, where: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        area(**fields).clean()
    assert [error.code for error in refused.value.error_dict[where]] == [code]


def test_who_answers_for_an_area_is_of_its_region() -> None:
    with pytest.raises(ValidationError) as refused:
        area(unit=UnitFactory(region__code="UZ-TO")).clean()
    assert [error.code for error in refused.value.error_dict["unit"]] == ["other_region"]


def test_a_sliver_beyond_the_border_is_no_problem() -> None:
    area(west=69.9504).clean()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"code": ""}, "patrol_area_has_a_code"),
        ({"kind": "park"}, "patrol_area_kind_is_known"),
        ({"area": MultiPolygon(Polygon(*BOW_TIE), srid=4326)}, "patrol_area_has_a_valid_shape"),
    ],
)
def test_the_database_keeps_wrong_areas_out(fields: Any, rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        area(**fields).save()


@pytest.fixture
def operator(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory())


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["results"]]


def test_a_list_holds_the_active_areas_of_the_callers_regions(operator: APIClient) -> None:
    mine, gone, theirs = area(), area("M-2", is_active=False), area("M-3", "UZ-TO", 70.1)
    for one in (mine, gone, theirs):
        one.save()
    address = "/api/v1/patrol-areas/"
    assert ids(operator.get(address)) == [mine.pk]
    assert ids(operator.get(f"{address}?active=false")) == [gone.pk]
    assert ids(operator.get(f"{address}?search=m-1&kind=mahalla&bbox=69,41,69.11,41.11")) == [mine.pk]
    assert ids(operator.get(f"{address}?bbox=69.5,41.5,70,42")) == []
    foreign, missing = operator.get(f"{address}{theirs.pk}/"), operator.get(f"{address}{theirs.pk + 99}/")
    assert (foreign.status_code, foreign.content) == (404, missing.content)


def test_one_area_comes_with_its_shape(operator: APIClient) -> None:
    one = area(name_ru="Махалля")
    one.save()
    found = operator.get(f"/api/v1/patrol-areas/{one.pk}/", headers={"accept-language": "ru"}).json()
    assert found["bbox"] == [69.1, 41.1, 69.15, 41.15]
    assert found["location"]["type"] == "MultiPolygon"
    assert len(found["location"]["coordinates"][0][0]) == 5
    assert found["name"] in {"Махалля", one.name_uz}


def test_the_name_is_the_uzbek_one_where_there_is_no_other() -> None:
    one = area(name_ru="Махалля")
    with override("ru"):
        assert one.name == "Махалля"
    with override("en"):
        assert str(one) == "M-1 (M-1)"


def test_an_admin_draws_an_area_on_the_map(browser_of: Callable[[Any], Client]) -> None:
    admin = browser_of(UserFactory(role=Role.ADMIN))
    shape = area().area.geojson
    given = {"code": "M-1", "kind": "beat", "region": "UZ-TK", "name_uz": "Bir", "area": shape}
    page = admin.post("/admin/inspectors/patrolarea/add/", given | {"is_active": "on"})
    assert page.status_code == 302, page.context["adminform"].form.errors
    one = PatrolArea.objects.get()
    assert admin.get(f"/admin/inspectors/patrolarea/{one.pk}/change/").status_code == 200
    assert admin.get("/admin/inspectors/patrolarea/?q=Bir").status_code == 200
    far = area("M-2", west=69.98).area.geojson
    refused = admin.post("/admin/inspectors/patrolarea/add/", given | {"code": "M-2", "area": far})
    assert "area" in refused.context["adminform"].form.errors
