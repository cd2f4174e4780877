"""The admin: types and targets to edit and import, operational records to look at."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.roles import Role
from apps.incidents.actions import acknowledge_incident, attach_call
from apps.incidents.models import IncidentType, Target
from apps.live.models import Event
from tests.accounts.factories import UserFactory
from tests.incidents.factories import (
    NOON,
    CallFactory,
    IncidentFactory,
    IncidentTypeFactory,
    TargetFactory,
    reported,
)
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]


@pytest.fixture
def admin(browser_of: Browser) -> Client:
    return browser_of(UserFactory(role=Role.ADMIN, is_national=True))


@pytest.mark.parametrize("model", ["incidenttype", "target", "incident", "call", "historyentry"])
def test_every_list_opens(admin: Client, model: str) -> None:
    TargetFactory()
    incident = reported()
    CallFactory(incident=incident, outcome="attached")
    answer = admin.get(f"/admin/incidents/{model}/")
    assert answer.status_code == 200
    assert admin.get(f"/admin/incidents/{model}/?q=a").status_code in {200, 302}


def test_the_place_of_an_incident_is_shown_on_a_map_and_in_words(admin: Client) -> None:
    incident = IncidentFactory(location=Point(69.24, 41.31, srid=4326))
    page = admin.get(f"/admin/incidents/incident/{incident.pk}/change/").content.decode()
    assert "41.310000, 69.240000" in page
    assert '<textarea hidden readonly data-geometry-field="POINT">' in page
    assert "SRID=4326" not in page
    assert page.count('src="/jsi18n/"') == 1


def test_a_target_is_edited(admin: Client) -> None:
    target = TargetFactory(limit_s=300)
    sent = {"type": "", "priority": 1, "interval": "total_response", "limit_s": 240, "share": "0.95"}
    answer = admin.post(f"/admin/incidents/target/{target.pk}/change/", sent)
    assert answer.status_code == 302
    target.refresh_from_db()
    assert (target.limit_s, float(target.share)) == (240, 0.95)


def revised() -> list[dict[str, Any]]:
    """What screens were sent of incidents that have not changed themselves."""
    events = Event.objects.filter(kind="incident.revised").order_by("seq")
    return [json.loads(event.payload)["data"] for event in events]


def test_a_target_that_is_made_changed_or_taken_away_is_on_the_screens_at_once(admin: Client) -> None:
    incident = reported(priority=1)
    sent = {"type": "", "priority": 1, "interval": "total_response", "limit_s": 300, "share": "0.9"}
    admin.post("/admin/incidents/target/add/", sent)
    target = Target.objects.get()
    admin.post(f"/admin/incidents/target/{target.pk}/change/", sent | {"limit_s": 240})
    admin.post(f"/admin/incidents/target/{target.pk}/delete/", {"post": "yes"})
    assert [item["target_s"] for item in revised()] == [300, 240, None]
    assert {(item["id"], item["version"]) for item in revised()} == {(str(incident.pk), 1)}


def test_a_handlers_new_name_is_on_the_screens_at_once(admin: Client) -> None:
    handler = UserFactory(full_name="A. Karimov")
    acknowledge_incident(incident_id=reported().pk, by=handler, at=NOON)
    sent = {"username": handler.username, "full_name": "A. Karimova", "language": "uz"}
    rights = {"role": "operator", "regions": ["UZ-TK"], "is_active": "on"}
    answer = admin.post(f"/admin/accounts/user/{handler.pk}/change/", sent | rights)
    assert answer.status_code == 302
    assert [item["handler"]["name"] for item in revised()] == ["A. Karimova"]


def test_a_sign_in_sends_no_incident_anew(browser_of: Browser) -> None:
    handler = UserFactory()
    acknowledge_incident(incident_id=reported().pk, by=handler, at=NOON)
    browser_of(handler).get("/console/")
    assert revised() == []


def test_the_code_of_a_type_is_chosen_once(admin: Client) -> None:
    IncidentTypeFactory(code="theft")
    sent = {
        "code": "stealing",
        "name_uz": "a",
        "name_ru": "b",
        "name_en": "c",
        "category": "crime",
        "default_priority": 2,
    }
    assert admin.post("/admin/incidents/incidenttype/theft/change/", sent).status_code == 302
    assert list(IncidentType.objects.values_list("code", "name_en")) == [("theft", "c")]


def test_an_import_shows_a_preview_and_stores_nothing_before_it_is_confirmed(admin: Client) -> None:
    table = (
        b"code,name_uz,name_ru,name_en,category,default_priority,is_active\nnoise,a,b,c,public_order,4,1\n"
    )
    file = SimpleUploadedFile("types.csv", table, content_type="text/csv")
    page = admin.post("/admin/incidents/incidenttype/import/", {"import_file": file, "format": "1"})
    assert page.status_code == 200
    assert b"noise" in page.content
    assert not IncidentType.objects.exists()
    sent = page.context["confirm_form"].initial
    done = admin.post("/admin/incidents/incidenttype/process_import/", sent)
    assert done.status_code == 302
    assert IncidentType.objects.get().code == "noise"


def test_an_incident_is_looked_at_and_not_changed(admin: Client) -> None:
    incident = reported(description="What the caller said")
    url = f"/admin/incidents/incident/{incident.pk}/"
    page = admin.get(f"{url}change/")
    assert page.status_code == 200
    assert b"What the caller said" in page.content
    assert admin.post(f"{url}change/", {"title": "x"}).status_code == 403
    assert admin.post(f"{url}delete/", {"post": "yes"}).status_code == 403
    assert admin.get("/admin/incidents/incident/add/").status_code == 403


def test_a_callers_number_is_masked_in_the_admin(admin: Client) -> None:
    call = CallFactory(number="+998901234567")
    for url in ("/admin/incidents/call/", f"/admin/incidents/call/{call.pk}/change/"):
        page = admin.get(url).content.decode()
        assert "+998901234567" not in page
        assert "67" in page


def test_an_admin_of_a_region_sees_its_incidents_and_does_not_edit_targets(browser_of: Browser) -> None:
    mine, foreign = IncidentFactory(), IncidentFactory(region__code="UZ-TO")
    target = TargetFactory()
    admin = browser_of(UserFactory(role=Role.ADMIN))
    page = admin.get("/admin/incidents/incident/").content.decode()
    assert mine.number in page
    assert foreign.number not in page
    assert admin.get(f"/admin/incidents/incident/{foreign.pk}/change/").status_code in {302, 404}
    sent = {"type": "", "priority": 1, "interval": "total_response", "limit_s": 1, "share": "0.1"}
    assert admin.post(f"/admin/incidents/target/{target.pk}/change/", sent).status_code == 403
    assert Target.objects.get().limit_s == 300


def test_an_admin_of_a_region_sees_the_calls_that_went_there_with_their_incident(browser_of: Browser) -> None:
    for code in ("UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    call = CallFactory(region__code="UZ-TK")
    incident = reported(region="UZ-TO")
    attach_call(call_id=call.pk, incident_id=incident.pk, by=None, at=NOON)
    url = f"/admin/incidents/call/{call.pk}/change/"
    found = {
        code: browser_of(UserFactory(role=Role.ADMIN, regions=[code])).get(url).status_code
        for code in ("UZ-TK", "UZ-TO")
    }
    assert found == {"UZ-TK": 302, "UZ-TO": 200}
