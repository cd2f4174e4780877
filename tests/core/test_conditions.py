"""How the parts are doing that the portal can run without: told in `/readyz`, in the admin, never kept back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.roles import Role
from apps.core import conditions, views
from apps.core.conditions import Condition, trouble_codes
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The parts that are registered: `parts["mqtt"] = ask`."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(conditions, "_parts", found)
    return found


def silent() -> Condition:
    return Condition("mqtt", "silent", "MQTT is <silent>.", is_trouble=True, figures={"processes": 1})


def fine() -> Condition:
    return Condition("alarms", "following", "Alarms follow.", figures={"unread_events": 0})


def broken() -> Condition:
    raise ZeroDivisionError


def test_a_part_that_cannot_be_asked_is_a_trouble_and_holds_up_no_other(parts: dict[str, Any]) -> None:
    parts.update(weather=broken, mqtt=silent, alarms=fine, none=lambda: None)
    assert trouble_codes() == ["mqtt_silent", "weather_unknown"]


def test_readiness_tells_of_them_and_its_status_does_not_change(
    client: Client, parts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.update(mqtt=silent, alarms=fine)
    monkeypatch.setattr(views, "failing", list)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "failing": [],
        "parts": {
            "mqtt": {"condition": "silent", "trouble": True, "processes": 1},
            "alarms": {"condition": "following", "trouble": False, "unread_events": 0},
        },
    }


def test_without_a_database_readiness_asks_no_part(
    client: Client, parts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.update(mqtt=broken)
    monkeypatch.setattr(views, "failing", lambda: ["database"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]) == (503, {})


def test_admins_see_a_trouble_on_every_page_and_all_parts_on_the_first(
    browser_of: Callable[[Any], Client], parts: dict[str, Any]
) -> None:
    parts.update(mqtt=silent, alarms=fine)
    browser = browser_of(UserFactory(role=Role.ADMIN, is_national=True, is_staff=True))
    first = browser.get("/admin/").content.decode()
    assert "MQTT is &lt;silent&gt;." in first
    assert "Alarms follow." in first
    other = browser.get("/admin/cameras/camera/").content.decode()
    assert 'id="portal-troubles"' in other
    assert "Alarms follow." not in other
    parts.pop("mqtt")
    assert 'id="portal-troubles"' not in browser.get("/admin/cameras/camera/").content.decode()


def test_nobody_who_is_not_signed_in_reads_it_in_the_admin(client: Client, parts: dict[str, Any]) -> None:
    parts.update(mqtt=silent)
    answer = client.get("/admin/", follow=True)
    assert "MQTT is" not in answer.content.decode()
