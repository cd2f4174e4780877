"""Every main page in both sizes and themes: nothing runs over the edge. With SAFECITY_PICTURES=DIR the pictures are kept."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.clock import now
from apps.core.geo import point
from apps.incidents.actions import Report, report_incident
from tests.e2e.conftest import TASHKENT, make_user

SIZES = [(1920, 1080), (1366, 768)]


def keep(page: Page, name: str) -> None:
    folder = os.environ.get("SAFECITY_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")


def is_whole(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}")
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_console_fits_its_screen(sign_in: Callable[..., Page], theme: str, size: tuple[int, int]) -> None:
    operator = User.objects.get(username="operator1")
    for number, (kind, title) in enumerate(
        [("robbery", "Armed robbery"), ("building_fire", "Structure fire")]
    ):
        where: Any = point(TASHKENT[0] + number / 100, TASHKENT[1])
        report = Report(type=kind, title=title, priority=number + 1, location=where, source="test")
        report_incident(report=report, by=operator, at=now())
    page = sign_in("operator1")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(
        "theme => { document.documentElement.dataset.theme = theme; document.dispatchEvent(new Event('themechange')); }",
        theme,
    )
    expect(page.locator("#connection")).to_have_attribute("data-state", "live", timeout=15_000)
    page.locator("[data-incident]").filter(has_text="Armed robbery").click()
    expect(page.locator("#panel")).to_contain_text("SOKOL 14")
    assert is_whole(page)
    keep(page, f"console-{theme}-{size[0]}")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}")
@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.CHIEF, "/reports/"),
        (Role.CHIEF, "/reports/response-times/"),
        (Role.AUDITOR, "/audit/"),
        (Role.OPERATOR, "/me/"),
    ],
)
def test_pages_fit_their_screen(
    sign_in: Callable[..., Page], role: Role, path: str, size: tuple[int, int]
) -> None:
    make_user("reader", role=role, regions=(), is_national=True)
    page = sign_in("reader", path=path)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(page.locator("main")).to_be_visible()
    assert is_whole(page)
    keep(page, f"{path.strip('/').replace('/', '-')}-{size[0]}")
