"""Phones set up as trackers: by the inspector at `/field/trackers/`, by an admin at the device."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.clock import now
from apps.inspectors.actions import revoke_device
from apps.inspectors.field.trackers import App, Setup, set_up
from apps.inspectors.models import Device, DeviceSecret, Position
from tests.accounts.factories import UserFactory
from tests.inspectors.factories import DeviceFactory, InspectorFactory, UnitFactory

pytestmark = pytest.mark.django_db
PAGE = "/field/trackers/"


@pytest.fixture
def officer() -> User:
    user: User = UserFactory(role=Role.INSPECTOR)
    UnitFactory(crew=[InspectorFactory(user=user)])
    return user


def configuration(setup: Setup) -> Any:
    """What OwnTracks makes of the code."""
    code = urlsplit(setup.code)
    assert (code.scheme, code.netloc, code.path) == ("owntracks", "", "/config")
    inline = code.query.removeprefix("inline=")
    assert re.fullmatch("[A-Za-z0-9]+", inline), "reads alike for all who split addresses"
    return json.loads(b64decode(inline, validate=True))


def sent(setup: Setup) -> int:
    """A position as OwnTracks sends it, once it has taken its configuration."""
    given = configuration(setup)
    packed = b64encode(f"{given['username']}:{given['password']}".encode()).decode()
    answer = Client(enforce_csrf_checks=True).post(
        urlsplit(given["url"]).path,
        {"_type": "location", "lat": 41.3, "lon": 69.2, "tst": int(now().timestamp())},
        content_type="application/json",
        headers={
            "Authorization": f"Basic {packed}",
            "X-Limit-U": given["username"],
            "X-Limit-D": given["deviceId"],
        },
    )
    return answer.status_code


def test_the_code_of_owntracks_is_a_configuration_with_which_it_sends() -> None:
    device = DeviceFactory(identifier="phone-1")
    setup = set_up(device, app=App.OWNTRACKS, portal="https://portal.example/", by=UserFactory(), at=now())
    given = configuration(setup)
    assert (given["_type"], given["mode"], given["auth"]) == ("configuration", 3, True)
    assert given["url"] == "https://portal.example/intake/owntracks/pub"
    assert (given["username"], given["tid"]) == ("phone-1", "-1")
    assert sent(setup) == 200
    assert Position.objects.get().device == device


def test_the_code_of_traccar_client_is_an_address_with_its_settings() -> None:
    device = DeviceFactory(identifier="phone-1")
    setup = set_up(device, app=App.TRACCAR, portal="https://portal.example/", by=UserFactory(), at=now())
    code = urlsplit(setup.code)
    assert f"{code.scheme}://{code.netloc}{code.path}" == "https://portal.example/intake/osmand/"
    assert parse_qs(code.query)["id"] == ["phone-1"]
    assert {"accuracy", "distance", "interval", "heartbeat"} <= set(parse_qs(code.query))
    assert (setup.secret, setup.link) == ("", "")
    assert Client().get(f"{setup.address}?id=phone-1&lat=41.3&lon=69.2").status_code == 200


@pytest.mark.parametrize("app", list(App))
def test_an_inspector_sets_up_a_phone_of_his_own(
    browser_of: Callable[[Any], Client], officer: User, app: App
) -> None:
    browser = browser_of(officer)
    assert browser.get(PAGE).status_code == 200
    answer = browser.post(PAGE, {"app": app.value})
    device, setup = Device.objects.get(), answer.context["setup"]
    assert (device.inspector.user, device.identifier) == (officer, setup.identifier)
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert "<svg" in page
    assert setup.identifier in page
    assert DeviceSecret.objects.count() == (app == App.OWNTRACKS)
    assert ("owntracks:///config" in page) == (app == App.OWNTRACKS)
    assert setup.secret in page


def test_what_is_no_app_makes_no_device(browser_of: Callable[[Any], Client], officer: User) -> None:
    assert browser_of(officer).post(PAGE, {"app": "carrier pigeon"}).status_code == 400
    assert not Device.objects.exists()


def test_an_admin_sets_up_a_device_and_the_password_is_shown_once(
    browser_of: Callable[[Any], Client],
) -> None:
    admin = browser_of(UserFactory(role=Role.ADMIN))
    device = DeviceFactory()
    page = f"/admin/inspectors/device/{device.pk}/set-up/"
    assert admin.get(page).status_code == 200
    shown = admin.post(page, {"app": "owntracks"})
    first = shown.context["setup"]
    assert first.secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert first.secret not in admin.get(f"/admin/inspectors/device/{device.pk}/change/").content.decode()
    second = admin.post(page, {"app": "owntracks"}).context["setup"]
    assert (sent(first), sent(second)) == (401, 200)
    assert admin.post(page, {"app": "traccar"}).context["setup"].identifier == device.identifier
    assert sent(second) == 200
    assert admin.post(page, {"app": ""}).status_code == 400


def test_a_lost_phone_is_not_set_up_again(browser_of: Callable[[Any], Client]) -> None:
    admin = browser_of(UserFactory(role=Role.ADMIN))
    device = DeviceFactory()
    revoke_device(device_id=device.pk, by=None, at=now())
    for app in App:
        answer = admin.post(f"/admin/inspectors/device/{device.pk}/set-up/", {"app": app.value}, follow=True)
        assert answer.redirect_chain
    assert not DeviceSecret.objects.exists()


def test_devices_of_other_regions_are_set_up_by_their_admins(browser_of: Callable[[Any], Client]) -> None:
    device = DeviceFactory(unit__region__code="UZ-TO")
    page = f"/admin/inspectors/device/{device.pk}/set-up/"
    for user in (UserFactory(role=Role.ADMIN), UserFactory(role=Role.SUPERVISOR)):
        assert browser_of(user).post(page, {"app": "owntracks"}).status_code in {302, 403, 404}
    assert not DeviceSecret.objects.exists()
