"""Reference data of regions in the admin: the whole nation's for some, one's own for the others."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, transaction
from django.test import Client
from tablib import Dataset

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.geo import point
from apps.regions.models import District, Place, Region
from tests.accounts.factories import UserFactory
from tests.regions.documents import square
from tests.regions.factories import DistrictFactory, RegionFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]


@pytest.fixture
def regional() -> User:
    RegionFactory(code="UZ-TO")
    return UserFactory(role=Role.ADMIN, regions=["UZ-TK"])


@pytest.fixture
def national() -> User:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    return UserFactory(role=Role.ADMIN, is_national=True)


def region_form(**changes: Any) -> dict[str, Any]:
    names = dict.fromkeys(("name_uz", "name_uz_cyrl", "name_ru", "name_en"), "Toshkent")
    polygon = json.dumps({"type": "MultiPolygon", "coordinates": [square(69.0, 41.0)]})
    label = json.dumps({"type": "Point", "coordinates": [69.5, 41.5]})
    return {
        **names,
        "boundary": polygon,
        "label_point": label,
        "time_zone": "Asia/Tashkent",
        "soato": "1726",
        **changes,
    }


@pytest.mark.parametrize("model", ["region", "district", "place"])
def test_every_list_and_form_opens(browser_of: BrowserOf, national: User, model: str) -> None:
    browser = browser_of(national)
    assert browser.get(f"/admin/regions/{model}/?q=tosh").status_code == 200
    if model != "region":
        assert browser.get(f"/admin/regions/{model}/add/").status_code == 200


def test_a_national_admin_changes_a_region(browser_of: BrowserOf, national: User) -> None:
    answer = browser_of(national).post("/admin/regions/region/UZ-TK/change/", region_form(name_en="Our city"))
    assert answer.status_code == 302
    assert Region.objects.get(code="UZ-TK").name_en == "Our city"


def test_the_regions_are_fixed(browser_of: BrowserOf, national: User) -> None:
    browser = browser_of(national)
    assert browser.get("/admin/regions/region/add/").status_code == 403
    assert browser.post("/admin/regions/region/UZ-TK/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "ring",
    [
        [[[69, 41], [70, 42], [70, 41], [69, 42], [69, 41]]],
        square(69.5, 41.0),
        [[[69, 41], [70, 41]]],
    ],
)
def test_a_polygon_that_crosses_itself_or_its_neighbour_is_refused(
    browser_of: BrowserOf, national: User, ring: list[Any]
) -> None:
    polygon = json.dumps({"type": "MultiPolygon", "coordinates": [ring]})
    page = browser_of(national).post("/admin/regions/region/UZ-TK/change/", region_form(boundary=polygon))
    assert page.status_code == 200
    assert page.context["adminform"].form.errors["boundary"]


def test_the_national_queue_stays_without_a_polygon(browser_of: BrowserOf, national: User) -> None:
    browser = browser_of(national)
    assert (
        browser.post("/admin/regions/region/UZ/change/", region_form(boundary="", label_point="")).status_code
        == 302
    )
    ring = json.dumps({"type": "MultiPolygon", "coordinates": [square(60.0, 40.0)]})
    assert browser.post("/admin/regions/region/UZ/change/", region_form(boundary=ring)).status_code == 200
    assert Region.objects.get(code="UZ").boundary is None
    assert browser.post("/admin/regions/region/UZ-TK/change/", region_form(boundary="")).status_code == 200
    assert Region.objects.get(code="UZ-TK").boundary is not None


def test_an_admin_of_a_region_looks_at_it_and_leaves_it_as_it_is(
    browser_of: BrowserOf, regional: User
) -> None:
    browser = browser_of(regional)
    assert browser.get("/admin/regions/region/UZ-TK/change/").status_code == 200
    assert browser.post("/admin/regions/region/UZ-TK/change/", region_form()).status_code == 403
    assert browser.get("/admin/regions/region/UZ-TO/change/").status_code == 302


def district_form(**changes: str) -> dict[str, str]:
    names = dict.fromkeys(("name_uz", "name_uz_cyrl", "name_ru", "name_en"), "Yangi tuman")
    return {"soato": "1726999", "region": "UZ-TK", **names, **changes}


def test_an_admin_of_a_region_keeps_its_districts_and_no_others(
    browser_of: BrowserOf, regional: User
) -> None:
    browser = browser_of(regional)
    DistrictFactory(soato="1727201", region=RegionFactory(code="UZ-TO"))
    assert browser.post("/admin/regions/district/add/", district_form()).status_code == 302
    refused = browser.post("/admin/regions/district/add/", district_form(soato="1727999", region="UZ-TO"))
    assert refused.status_code == 200
    assert set(District.objects.values_list("soato", flat=True)) == {"1726999", "1727201"}
    page = browser.get("/admin/regions/district/").content.decode()
    assert "1726999" in page
    assert "1727201" not in page


def test_an_import_of_districts_keeps_to_the_own_region(browser_of: BrowserOf, regional: User) -> None:
    DistrictFactory(soato="1727201", region=RegionFactory(code="UZ-TO"), name_uz="Begona")
    data = Dataset(headers=list(district_form()))
    for row in (
        district_form(soato="1727201", name_uz="Oʻzimizniki"),
        district_form(soato="1727202", region="UZ-TO"),
    ):
        data.append(list(row.values()))
    file = SimpleUploadedFile("districts.csv", data.export("csv").encode(), "text/csv")
    form = {"import_file": file, "format": "1", "resource": ""}
    preview = browser_of(regional).post("/admin/regions/district/import/", form)
    assert preview.status_code == 200
    assert "confirm_form" not in preview.context
    assert District.objects.get(soato="1727201").name_uz == "Begona"
    assert District.objects.count() == 1


def test_a_place_is_found_in_the_admin_by_any_writing(browser_of: BrowserOf, national: User) -> None:
    names = {"name_uz": "Chirchiq", "name_uz_cyrl": "Чирчиқ", "name_ru": "Чирчик", "name_en": "Chirchiq"}
    Place.objects.create(geonames_id=1, region_id="UZ-TO", location=point(69.58, 41.47), **names)
    browser = browser_of(national)
    for text in ("Чирчиқ", "chirchik", "CHIRCH"):
        assert "Chirchiq" in browser.get("/admin/regions/place/", {"q": text}).content.decode(), text
    assert "Chirchiq" not in browser.get("/admin/regions/place/", {"q": "Buxoro"}).content.decode()


def test_a_regional_admin_cannot_overwrite_a_foreign_district_by_its_code(
    browser_of: BrowserOf, regional: User
) -> None:
    mine = DistrictFactory(region=RegionFactory(code="UZ-TK"), soato="1700001")
    foreign = DistrictFactory(region=RegionFactory(code="UZ-TO"), soato="1700002", name_uz="Chirchiq")
    names = dict.fromkeys(("name_uz", "name_uz_cyrl", "name_ru", "name_en"), "Taken")
    form = {**names, "region": "UZ-TK", "soato": foreign.soato}
    assert browser_of(regional).post(f"/admin/regions/district/{mine.pk}/change/", form).status_code == 302
    foreign.refresh_from_db()
    mine.refresh_from_db()
    assert (foreign.name_uz, foreign.region_id, mine.name_uz) == ("Chirchiq", "UZ-TO", "Taken")


def test_a_table_cannot_overwrite_a_foreign_district(browser_of: BrowserOf, regional: User) -> None:
    foreign = DistrictFactory(region=RegionFactory(code="UZ-TO"), soato="1700002", name_uz="Chirchiq")
    names = ("name_uz", "name_uz_cyrl", "name_ru", "name_en")
    table = Dataset(["1700002", "UZ-TK", *["Taken"] * 4], headers=["soato", "region", *names])
    file = SimpleUploadedFile("districts.csv", table.export("csv").encode(), content_type="text/csv")
    page = browser_of(regional).post("/admin/regions/district/import/", {"import_file": file, "format": "1"})
    assert "confirm_form" not in page.context or page.context["result"].has_validation_errors()
    foreign.refresh_from_db()
    assert foreign.name_uz == "Chirchiq"


def test_a_time_zone_is_chosen_from_those_that_exist(browser_of: BrowserOf, national: User) -> None:
    browser = browser_of(national)
    page = browser.post("/admin/regions/region/UZ-TK/change/", region_form(time_zone="Asia/Tashkentt"))
    assert page.status_code == 200
    assert "time_zone" in page.context["adminform"].form.errors
    answer = browser.post("/admin/regions/region/UZ-TK/change/", region_form(time_zone="Asia/Samarkand"))
    assert answer.status_code == 302
    assert Region.objects.get(pk="UZ-TK").time_zone == "Asia/Samarkand"


@pytest.mark.parametrize("name", ["Asia/Tashkentt", "", "Asia", "../etc/passwd", "Asia/\0"])
def test_a_region_without_a_known_time_zone_is_not_valid(name: str) -> None:
    region = RegionFactory(code="UZ-TK")
    region.time_zone = name
    with pytest.raises(ValidationError, match="zone"):
        region.full_clean()


def test_the_database_keeps_unknown_time_zones_out() -> None:
    RegionFactory(code="UZ-TK")
    with pytest.raises(DataError), transaction.atomic():
        Region.objects.update(time_zone="Asia/Tashkentt")
