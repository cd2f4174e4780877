"""The pages: the console, and the addresses that open it at an incident."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.roles import Role
from tests.accounts.factories import UserFactory
from tests.incidents.factories import IncidentFactory

pytestmark = pytest.mark.django_db


def test_an_incidents_address_opens_the_console_at_it(browser_of: Callable[[Any], Client]) -> None:
    incident = IncidentFactory(number="TK-26-000001")
    browser = browser_of(UserFactory())
    for key in ("TK-26-000001", "tk-26-000001", str(incident.pk)):
        assert browser.get(f"/incidents/{key}/")["Location"].endswith(f"?incident={incident.pk}")


@pytest.mark.parametrize("key", ["TO-26-000001", "TK-26-000009", "%F0%9F%9A%93"])
def test_what_is_missing_foreign_or_nonsense_is_not_found(
    key: str, browser_of: Callable[[Any], Client]
) -> None:
    IncidentFactory(number="TO-26-000001", region__code="UZ-TO")
    assert browser_of(UserFactory()).get(f"/incidents/{key}/").status_code == 404


@pytest.mark.parametrize("key", ["%00", "TK-26%00"])
def test_a_nul_in_an_address_is_refused_and_no_error(key: str, browser_of: Callable[[Any], Client]) -> None:
    assert browser_of(UserFactory()).get(f"/incidents/{key}/").status_code in {400, 404}


def test_the_page_of_playback_holds_its_time_in_its_address(browser_of: Callable[[Any], Client]) -> None:
    browser = browser_of(UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"]))
    asked = {"region": "UZ-TK", "since": "2026-11-20T06:00:00.000Z", "hours": "6"}
    page = browser.get("/playback/", asked)
    assert page.context["config"]["playback"] == {
        "region": "UZ-TK",
        "from": "2026-11-20T06:00:00.000Z",
        "to": "2026-11-20T12:00:00.000Z",
        "zone": "Asia/Tashkent",
    }
    assert 'value="2026-11-20T11:00"' in page.content.decode()


@pytest.mark.parametrize("wrong", [{"since": "soon"}, {"hours": "25"}, {"region": "UZ-XX"}])
def test_what_cannot_be_played_back_is_said_in_the_form(
    wrong: dict[str, str], browser_of: Callable[[Any], Client]
) -> None:
    page = browser_of(UserFactory(role=Role.CHIEF, regions=["UZ-TK"])).get("/playback/", wrong)
    assert (page.status_code, "playback" in page.context["config"]) == (200, False)
    assert list(page.context["form"].errors) == list(wrong)


def test_operators_see_no_past(browser_of: Callable[[Any], Client]) -> None:
    assert browser_of(UserFactory()).get("/playback/").status_code == 403


def test_the_console_asks_for_its_cameras_before_all_else(browser_of: Callable[[Any], Client]) -> None:
    scripts = re.findall("<script[^>]*>", browser_of(UserFactory()).get("/").content.decode())
    assert 'data-columns="/api/v1/cameras/columns/"' in scripts[0]
    assert re.search(r'data-worker="[^"]*points\.worker[^"]*"', scripts[0])
    assert not [script for script in scripts if not re.search("defer|async|module|json|first", script)]


@pytest.mark.parametrize("path", ["/", "/field/"])
def test_tiles_are_told_to_pages_and_a_login_in_their_address_is_not(
    path: str, settings: Any, browser_of: Callable[[Any], Client]
) -> None:
    role = Role.INSPECTOR if path == "/field/" else Role.OPERATOR
    browser = browser_of(UserFactory(role=role))
    settings.SAFECITY_TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    assert "tiles.example" in browser.get(path).content.decode()
    settings.SAFECITY_TILE_URL = "https://us:secret@tiles.example/{z}/{x}/{y}.png"
    answer = browser.get(path)
    assert "tiles.example" not in answer.content.decode() + answer["Content-Security-Policy"]
