"""One search over what is on the map: in any script, within the caller's regions, by what the caller may read."""

import pytest
from django.core.management import call_command

from apps.accounts.roles import Role
from apps.alarms.actions import Return, acknowledge_alarm, return_alarms
from tests.accounts.factories import UserFactory
from tests.alarms.factories import AlarmTypeFactory, after, raised
from tests.alarms.site_factories import SiteFactory
from tests.cameras.factories import CameraFactory
from tests.incidents.factories import IncidentFactory
from tests.inspectors.factories import UnitFactory
from tests.regions.factories import PlaceFactory
from tests.sensors.factories import SensorFactory

pytestmark = pytest.mark.django_db


def found(client, text: str) -> list[tuple[str, str]]:
    answer = client.get("/api/v1/search/", {"q": text})
    assert answer.status_code == 200
    return [(hit["kind"], hit["title"]) for hit in answer.json()["results"]]


@pytest.mark.parametrize("spelling", ["Fargʻona", "Farg'ona", "farg‘ona", "Фарғона", "Фергана"])
def test_a_place_is_found_in_any_script_and_with_any_apostrophe(signed_in, spelling):
    call_command("load_reference_data", verbosity=0)
    assert ("place", "Fergana") in found(signed_in(UserFactory()), spelling)


def test_units_and_cameras_of_other_regions_are_not_found(signed_in):
    UnitFactory(call_sign="SOKOL 14")
    UnitFactory(call_sign="SOKOL 15", region__code="UZ-SA")
    CameraFactory(code="SOKOL-CAM", region__code="UZ-SA", lonlat=(66.5, 39.5))
    assert found(signed_in(UserFactory()), "sokol") == [("unit", "SOKOL 14")]


def test_an_incident_is_found_by_its_number_and_not_by_a_stranger(signed_in):
    incident = IncidentFactory(title="Armed robbery")
    assert found(signed_in(UserFactory()), incident.number) == [("incident", "Armed robbery")]
    assert found(signed_in(UserFactory(regions=["UZ-SA"])), incident.number) == []


@pytest.mark.parametrize("text", ["", "a", "\x01", "%", "'; DROP TABLE"])
def test_strange_words_find_nothing_and_break_nothing(signed_in, text):
    assert found(signed_in(UserFactory()), text) == []


def test_who_may_not_read_incidents_may_not_search(signed_in):
    assert signed_in(UserFactory(role=Role.INSPECTOR)).get("/api/v1/search/?q=sokol").status_code == 403


def test_the_place_that_is_named_so_comes_before_those_that_only_hold_the_word(signed_in):
    for number in range(8):
        PlaceFactory(name_uz=f"Quyi Navoiy {number}", population=10**6)
    PlaceFactory(name_uz="Navoiy", population=10)
    assert found(signed_in(UserFactory()), "navoiy")[0] == ("place", "Navoiy")


def test_it_tells_how_many_there_are_and_gives_more_when_asked(signed_in):
    for number in range(9):
        UnitFactory(call_sign=f"SOKOL {number}")
    client = signed_in(UserFactory())
    some = client.get("/api/v1/search/", {"q": "sokol"}).json()
    assert (len(some["results"]), some["counts"]["unit"], some["counts"]["camera"]) == (6, 9, 0)
    more = client.get("/api/v1/search/", {"q": "sokol", "limit": 50}).json()
    assert (len(more["results"]), more["counts"]["unit"]) == (9, 9)


@pytest.mark.parametrize("limit", ["0", "51", "x"])
def test_a_strange_limit_is_refused(signed_in, limit):
    assert signed_in(UserFactory()).get("/api/v1/search/", {"q": "sokol", "limit": limit}).status_code == 400


@pytest.mark.parametrize("text", ["smoke", "S-7 chorsu", "Чорсу", "Дым"])
def test_an_open_alarm_is_found_by_its_type_and_its_source_in_any_script(signed_in, text):
    AlarmTypeFactory(code="smoke", name_en="Smoke", name_ru="Дым", name_uz="Tutun")
    sensor = SensorFactory(code="S-7", name="Chorsu bozori")
    raised(number=sensor.pk, source_code="S-7", ref="crossing:1")
    assert ("alarm", "Smoke") in found(signed_in(UserFactory(language="en")), text)
    assert found(signed_in(UserFactory(regions=["UZ-SA"])), text) == []


def test_a_cleared_alarm_is_not_found(signed_in):
    alarm = raised(ref="crossing:1")
    acknowledge_alarm(alarm_id=alarm.pk, by=None, at=after(1))
    return_alarms(returns=[Return(alarm.source, "crossing:1", after(2))], by=None, at=after(2))
    assert found(signed_in(UserFactory()), "chorsu") == []


def test_sites_and_sensors_are_found_within_the_callers_regions(signed_in):
    site = SiteFactory(name="Sokol ombori")
    SensorFactory(code="SOKOL-W1")
    client = signed_in(UserFactory())
    assert found(client, "sokol") == [("site", site.name), ("sensor", "SOKOL-W1")]
    assert found(client, "Сокол")[0] == ("site", site.name)
    hits = client.get("/api/v1/search/", {"q": "sokol"}).json()["results"]
    assert site.perimeter.extent[0] <= hits[0]["lon"] <= site.perimeter.extent[2]
    assert found(signed_in(UserFactory(regions=["UZ-SA"])), "sokol") == []
