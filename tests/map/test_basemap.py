"""The base map needs no internet, and speaks the user's language."""

import pytest
from django.core.management import call_command

from apps.accounts.roles import Role
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    call_command("load_reference_data", verbosity=0)


def test_the_base_map_holds_every_region_lake_and_place(country, signed_in):
    body = signed_in(UserFactory()).get("/api/v1/basemap/").json()
    assert len(body["regions"]["features"]) == 14
    assert len(body["lakes"]["features"]) == 9
    assert {len(column) for column in body["places"].values()} == {221}


@pytest.mark.parametrize(("language", "name"), [("uz", "Toshkent"), ("ru", "Ташкент"), ("en", "Tashkent")])
def test_places_are_named_in_the_users_language(country, signed_in, language, name):
    body = signed_in(UserFactory(language=language)).get("/api/v1/basemap/").json()
    assert body["places"]["name"][0] == name


def test_an_unchanged_base_map_is_not_sent_again(country, signed_in):
    client = signed_in(UserFactory())
    first = client.get("/api/v1/basemap/")
    again = client.get("/api/v1/basemap/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_without_a_sign_in_there_is_no_base_map(api):
    assert api.get("/api/v1/basemap/").status_code == 401


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OPERATOR, 200),
        (Role.SUPERVISOR, 200),
        (Role.DUTY_OFFICER, 200),
        (Role.CHIEF, 302),
        (Role.AUDITOR, 302),
        (Role.ADMIN, 302),
        (Role.INSPECTOR, 302),
    ],
)
def test_everybody_starts_where_they_work(country, browser_of, role, status):
    assert browser_of(UserFactory(role=role)).get("/").status_code == status


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.INSPECTOR, Role.DISPLAY])
def test_who_may_not_watch_gets_no_console(country, browser_of, role):
    assert browser_of(UserFactory(role=role)).get("/console/").status_code == 403


def test_the_console_asks_a_stranger_to_sign_in(db, client):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
