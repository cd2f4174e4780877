"""The demo as a newcomer sees it first: the two pages whose pictures the README shows."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.core.clock import now
from apps.core.geo import point
from apps.demo.loading.demo import Size, load_demo
from apps.incidents.actions import Report, report_incident
from tests.e2e.conftest import PASSWORD, TASHKENT
from tests.e2e.test_console import live, row
from tests.e2e.test_pictures import keep

SIZE = Size(cameras=1500, inspectors=200, incidents=2500, days=30)


@pytest.fixture
def demo(portal: object, settings: Any, tmp_path: Path) -> None:
    """A demo that ends now; two of its people have a password that the tests know and read English."""
    settings.VAR_DIR, settings.SAFECITY_DEMO = tmp_path, True
    load_demo(size=SIZE, at=now(), tell=lambda line: None)
    for user in User.objects.filter(username__in=["operator.uz-tk", "chief.national"]):
        user.set_password(PASSWORD)
        user.language = "en"
        user.save()


def arrive() -> None:
    """What comes while the operator looks on."""
    operator = User.objects.get(username="operator.uz-tk")
    for number, (kind, priority, title) in enumerate(
        [
            ("road_accident", 3, "Ikki mashina toʻqnashdi"),
            ("robbery", 2, "Doʻkonda bosqinchilik"),
            ("building_fire", 1, "Gʻisht koʻchasida oʻt chiqdi"),
        ]
    ):
        where: Any = point(TASHKENT[0] - 0.02 + number / 60, TASHKENT[1] + 0.02 - number / 90)
        report = Report(type=kind, title=title, priority=priority, location=where, source="operator")
        report_incident(report=report, by=operator, at=now())


@pytest.mark.usefixtures("demo")
def test_the_demo_fills_the_console_and_the_report(sign_in: Callable[..., Page]) -> None:
    console = sign_in("operator.uz-tk")
    live(console)
    expect(console.locator("body")).to_contain_text("DEMO")
    arrive()
    row(console, "Gʻisht koʻchasida oʻt chiqdi").click()
    expect(console.locator("#panel [data-slot=cameras] .tile")).to_have_count(4)
    expect(console.locator("#panel [data-slot=timeline]")).to_contain_text(re.compile("reported"))
    keep(console, "demo-console")
    report = sign_in("chief.national", path="/reports/response-times/")
    regions = report.locator("main table").filter(has=report.get_by_role("columnheader", name="p95"))
    expect(regions.first.locator("tbody tr")).to_have_count(14)
    report.wait_for_load_state("networkidle")
    keep(report, "demo-report")
