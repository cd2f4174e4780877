"""What the portal ships."""

from io import StringIO

import pytest
from django.core.management import call_command

from apps.core.geo import point
from apps.regions.locate import locate
from apps.regions.models import District, Place, Region
from apps.regions.reference import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped() -> None:
    load()


@pytest.mark.usefixtures("shipped")
def test_there_are_fourteen_regions_the_national_queue_206_districts_and_221_places() -> None:
    assert Region.objects.bounded().count() == 14
    assert Region.objects.get(boundary=None).code == "UZ"
    assert District.objects.count() == 206
    assert Place.objects.count() == 221


@pytest.mark.usefixtures("shipped")
def test_every_name_is_there_in_four_writings() -> None:
    for model in (Region, District, Place):
        for row in model.objects.all():
            assert all((row.name_uz, row.name_uz_cyrl, row.name_ru, row.name_en)), row


@pytest.mark.usefixtures("shipped")
def test_nearly_every_place_lies_in_its_own_region_and_the_rest_within_five_kilometres_of_it() -> None:
    assert Place.objects.inside_own_region().count() == 216
    found = [(place, locate(place.location)) for place in Place.objects.all()]
    assert all(located.how != "none" for _, located in found)


@pytest.mark.usefixtures("shipped")
def test_a_place_is_found_by_any_writing_and_by_its_old_name() -> None:
    for text in ("Farg'ona", "Фарғона", "Фергана", "fergana", "FARGʻONA"):
        assert Place.objects.matching(text)[0].name_en == "Fergana", text
    assert Place.objects.matching("Ташкент")[0].region_id == "UZ-TK"
    assert not Place.objects.matching("  '")


@pytest.mark.usefixtures("shipped")
def test_the_middle_of_tashkent_is_tashkent_and_kabul_is_nowhere() -> None:
    assert locate(point(69.2797, 41.3111)).region_code == "UZ-TK"
    assert locate(point(69.17, 34.53)).how == "none"


@pytest.mark.usefixtures("shipped")
def test_loading_again_changes_nothing_and_keeps_what_an_admin_changed() -> None:
    Region.objects.filter(code="UZ-TK").update(name_en="Our city")
    assert dict(load()) == {"regions": 0, "districts": 0, "places": 0}
    assert Region.objects.get(code="UZ-TK").name_en == "Our city"


@pytest.mark.usefixtures("shipped")
def test_overwriting_brings_back_what_the_portal_ships() -> None:
    Region.objects.filter(code="UZ-TK").update(name_en="Our city")
    load(overwrite=True)
    assert Region.objects.get(code="UZ-TK").name_en == "Tashkent City"
    assert Region.objects.count() == 15


def test_the_command_loads_every_room() -> None:
    out = StringIO()
    call_command("load_reference_data", stdout=out)
    assert "regions: regions 15, districts 206, places 221" in out.getvalue()
