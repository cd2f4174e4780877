"""Regions and places over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.core.geo import point
from apps.regions.models import Place
from tests.accounts.factories import UserFactory
from tests.regions.factories import DistrictFactory, RegionFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Any], APIClient]


@pytest.fixture
def caller(signed_in: SignedIn) -> APIClient:
    return signed_in(UserFactory(regions=["UZ-TK"]))


def test_nobody_gets_anything_without_signing_in(api: APIClient) -> None:
    for address in ("regions/", "regions/locate/?lon=69&lat=41", "districts/", "places/"):
        assert api.get(f"/api/v1/{address}").status_code == 401


def test_a_point_is_located(caller: APIClient) -> None:
    assert caller.get("/api/v1/regions/locate/?lon=69.5&lat=41.5").json() == {
        "region": "UZ-TK",
        "how": "contains",
        "distance_m": 0.0,
    }
    assert caller.get("/api/v1/regions/locate/?lon=0&lat=0").json() == {
        "region": None,
        "how": "none",
        "distance_m": None,
    }


@pytest.mark.parametrize(
    "query",
    ["", "lon=69", "lon=a&lat=41", "lon=nan&lat=41", "lon=69&lat=91", "lon=inf&lat=1", "lon=1e999&lat=1"],
)
def test_wrong_coordinates_are_a_400_that_names_the_field(caller: APIClient, query: str) -> None:
    answer = caller.get(f"/api/v1/regions/locate/?{query}")
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert answer.json()["fields"].keys() & {"lon", "lat"}


def test_regions_say_which_of_them_are_the_callers(caller: APIClient) -> None:
    RegionFactory(code="UZ-SA")
    rows = caller.get("/api/v1/regions/").json()["results"]
    assert {row["code"]: row["in_scope"] for row in rows} == {"UZ-TK": True, "UZ-SA": False}
    assert rows[1]["bbox"] == [69.0, 41.0, 70.0, 42.0]


def test_names_are_in_the_users_language(signed_in: SignedIn) -> None:
    RegionFactory(code="UZ-TK")
    for language, name in (("uz", "UZ-TK viloyati"), ("ru", "UZ-TK область"), ("en", "UZ-TK Region")):
        rows = signed_in(UserFactory(language=language)).get("/api/v1/regions/").json()["results"]
        assert rows[0]["name"] == name


def test_districts_are_filtered_by_region_and_name(caller: APIClient) -> None:
    DistrictFactory(soato="1726266")
    DistrictFactory(soato="1718401", region=RegionFactory(code="UZ-SA"), name_uz="Samarqand shahri")
    assert [row["soato"] for row in caller.get("/api/v1/districts/?region=UZ-SA").json()["results"]] == [
        "1718401"
    ]
    assert [row["soato"] for row in caller.get("/api/v1/districts/?search=Samarq").json()["results"]] == [
        "1718401"
    ]


def test_places_are_searched_in_any_writing_and_come_as_geojson_too(caller: APIClient) -> None:
    Place.objects.create(
        geonames_id=1,
        region=RegionFactory(code="UZ-TK"),
        name_uz="Fargʻona",
        name_uz_cyrl="Фарғона",
        name_ru="Фергана",
        name_en="Fergana",
        location=point(69.5, 41.5),
    )
    found = caller.get("/api/v1/places/", {"search": "Фарғ"}).json()["results"]
    assert [place["name"] for place in found] == ["Fergana"]
    assert caller.get("/api/v1/places/", {"search": "Buxoro"}).json()["count"] == 0
    feature = caller.get("/api/v1/places/?format=geojson").json()["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [69.5, 41.5]}
