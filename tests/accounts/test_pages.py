"""A user's own page, and the language of all pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.roles import Role
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]


def test_the_own_page_tells_role_and_regions(browser_of: BrowserOf) -> None:
    page = (
        browser_of(UserFactory(username="karim", role=Role.CHIEF, regions=["UZ-TK", "UZ-SA"]))
        .get("/me/")
        .content.decode()
    )
    assert "karim" in page
    assert "UZ-TK Region" in page
    assert "UZ-SA Region" in page


def test_somebody_without_a_region_is_told_so_and_sees_nothing(browser_of: BrowserOf) -> None:
    page = browser_of(UserFactory(regions=[])).get("/me/").content.decode()
    assert "No region is given to you yet" in page


def test_a_stranger_is_sent_to_the_sign_in_page(client: Client) -> None:
    for address in ("/me/", "/start/", "/audit/", "/accounts/password/change/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]


def test_a_chosen_language_is_kept_with_the_account_and_every_page_speaks_it(browser_of: BrowserOf) -> None:
    user = UserFactory(language="en")
    browser = browser_of(user)
    assert browser.post("/i18n/setlang/", {"language": "ru", "next": "/me/"})["Location"] == "/me/"
    user.refresh_from_db()
    assert user.language == "ru"
    elsewhere = browser_of(user)
    assert '<html lang="ru"' in elsewhere.get("/me/").content.decode()


def test_a_language_that_does_not_exist_changes_nothing(browser_of: BrowserOf) -> None:
    user = UserFactory(language="en")
    browser_of(user).post("/i18n/setlang/", {"language": "xx"})
    user.refresh_from_db()
    assert user.language == "en"


def test_a_strangers_language_is_kept_in_a_cookie(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "ru", "next": "/accounts/login/"})
    assert '<html lang="ru"' in client.get("/accounts/login/").content.decode()


def test_the_language_cannot_be_set_by_a_link(client: Client) -> None:
    assert client.get("/i18n/setlang/?language=ru").status_code == 405


@pytest.mark.parametrize(
    ("role", "is_national", "urls"),
    [
        (
            Role.OPERATOR,
            False,
            [
                "/",
                "/cameras/wall/",
                "/detections/",
                "/plates/",
                "/violations/",
                "/sites/",
                "/alarms/quality/",
                "/sensors/",
                "/me/",
            ],
        ),
        (
            Role.SUPERVISOR,
            False,
            [
                "/",
                "/playback/",
                "/cameras/wall/",
                "/detections/",
                "/plates/",
                "/violations/",
                "/sites/",
                "/alarms/rules/",
                "/alarms/quality/",
                "/sensors/",
                "/reports/",
                "/me/",
            ],
        ),
        (
            Role.CHIEF,
            True,
            [
                "/console/",
                "/playback/",
                "/detections/",
                "/sites/",
                "/alarms/quality/",
                "/sensors/",
                "/reports/",
                "/me/",
            ],
        ),
        (Role.AUDITOR, True, ["/audit/", "/me/"]),
        (
            Role.ADMIN,
            False,
            [
                "/console/",
                "/detections/",
                "/sites/",
                "/alarms/rules/",
                "/alarms/quality/",
                "/sensors/",
                "/reports/",
                "/admin/",
                "/me/",
            ],
        ),
        (
            Role.ADMIN,
            True,
            [
                "/console/",
                "/detections/",
                "/sites/",
                "/alarms/rules/",
                "/alarms/quality/",
                "/sensors/",
                "/reports/",
                "/audit/",
                "/admin/",
                "/me/",
            ],
        ),
        (Role.INSPECTOR, False, ["/field/", "/me/"]),
    ],
)
def test_the_header_leads_to_what_the_role_opens(
    browser_of: BrowserOf, role: Role, is_national: bool, urls: list[str]
) -> None:
    page = browser_of(UserFactory(role=role, is_national=is_national)).get("/me/")
    nav = [one for item in page.context["nav"] for one in (item["items"] or [item])]
    assert [item["url"] for item in nav] == urls
    assert [item["url"] for item in nav if item["is_active"]] == ["/me/"]
