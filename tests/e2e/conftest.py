"""A real Chromium against a real portal: a small country with a few people, units and cameras."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core import conditions
from apps.live import hub
from apps.regions.models import Region
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory
from tests.inspectors.factories import UnitFactory
from tests.server import PortalServer

PASSWORD = "a long word for tests"
TASHKENT = (69.2401, 41.3111)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the tests have measured and, by the house's rule, not judged."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {name} {value}")


@pytest.fixture(scope="session", autouse=True)
def _django_beside_playwright() -> Iterator[None]:
    """Playwright's loop runs in the tests' thread; Django's guard against that is for servers."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, silent towards the outside."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("SAFECITY_CHROMIUM", "/usr/bin/chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--autoplay-policy=no-user-gesture-required",
        ],
    }


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Parts of the portal that say how they are doing: none, so that no ticker and no listener is missed."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(conditions, "_parts", found)
    monkeypatch.setattr(hub, "TROUBLES_S", 0.2)
    return found


@pytest.fixture
def portal(portal_server: PortalServer, parts: dict[str, Any]) -> PortalServer:
    """The portal with its reference data, two operators of Tashkent, a patrol and some cameras."""
    call_command("load_reference_data", verbosity=0)
    for number in (1, 2):
        make_user(f"operator{number}", full_name=f"Operator {number}")
    lon, lat = TASHKENT
    city = Region.objects.get(code="UZ-TK")
    UnitFactory(call_sign="SOKOL 14", region=city, lonlat=(lon + 0.01, lat))
    for number in range(5):
        CameraFactory(
            code=f"TK-{number:04}",
            region=city,
            lonlat=(lon + number * 0.002, lat + 0.001),
            status="offline" if number == 4 else "online",
        )
    return portal_server


def make_user(
    username: str, *, role: Role = Role.OPERATOR, regions: tuple[str, ...] = ("UZ-TK",), **rest: Any
) -> User:
    """Somebody who can sign in with `PASSWORD`."""
    user = UserFactory(username=username, role=role, regions=list(regions), **rest)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def sign_in(browser: Browser, portal: PortalServer) -> Iterator[Callable[..., Page]]:
    """`sign_in("operator1")`: a window of its own, signed in through the form; fails on any script error."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(username: str, *, path: str = "/", **options: Any) -> Page:
        context = browser.new_context(
            base_url=portal.url, viewport={"width": 1920, "height": 1080}, locale="en-GB", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda message: errors.append(message.text) if "Content Security" in message.text else None,
        )
        page.goto(f"/accounts/login/?next={path}")
        page.fill("#id_login", username)
        page.fill("#id_password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []
