"""The report of how much cameras worked, as page and as files."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from apps.accounts.models import AuditEntry
from apps.accounts.roles import Role
from apps.cameras.models import CameraHealth, Outage
from apps.core.clock import now
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
PAGE = "/reports/cameras/"


@pytest.fixture
def chief(browser_of: Callable[[Any], Client]) -> Client:
    camera = CameraFactory(code="K-1", name="=1+1")
    other = CameraFactory(code="K-2", region=RegionFactory(code="UZ-TO"))
    began_at = now() - timedelta(days=5)
    for one in (camera, other):
        CameraHealth.objects.create(camera=one, watched_since=now() - timedelta(days=10))
        Outage.objects.create(
            region=one.region, camera=one, cause="timeout", began_at=began_at, noticed_at=began_at,
            ended_at=began_at + timedelta(days=1),
        )  # fmt: skip
    return browser_of(UserFactory(role=Role.CHIEF, regions=["UZ-TK"]))


def test_the_page_tells_of_ones_own_regions(chief: Client) -> None:
    page = chief.get(PAGE).content.decode()
    assert "K-1" in page
    assert "K-2" not in page
    assert "90" in page
    assert chief.get(f"{PAGE}?from=x").status_code == 200
    assert chief.get(PAGE + "?from=2020-01-01&to=2020-01-31").status_code == 200


def test_the_files_hold_every_camera_and_no_formula_and_are_told_to_the_trail(chief: Client) -> None:
    lines = chief.get(f"{PAGE}?file=csv").content.decode().splitlines()
    assert lines[0] == "code,name,region,availability,failures,mtbf_s,mttr_s,down_s,planned_s,measured_s"
    assert lines[1].startswith("K-1,'=1+1,UZ-TK,0.9")
    book = load_workbook(io.BytesIO(chief.get(f"{PAGE}?file=xlsx").content))
    assert len(book.sheetnames) == 4
    assert AuditEntry.objects.filter(kind="export", object_type="cameras.outage").count() == 2


def test_who_may_not_read_reports_does_not(browser_of: Callable[[Any], Client]) -> None:
    assert browser_of(UserFactory(role=Role.OPERATOR)).get(PAGE).status_code == 403
