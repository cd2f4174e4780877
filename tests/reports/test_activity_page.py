"""The page of work in the field: down from regions to a person's days, and the same as files."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from openpyxl import load_workbook

from apps.accounts.models import AuditEntry
from apps.accounts.roles import Role
from apps.core.clock import now
from apps.inspectors.models import Shift, Unit
from tests.accounts.factories import UserFactory
from tests.inspectors.factories import InspectorFactory
from tests.reports.factories import AssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
PAGE = "/reports/activity/"


@pytest.fixture
def units() -> list[Unit]:
    """Three units that worked two days ago; the first was on calls for most of it."""
    made = [
        UnitFactory(call_sign="=1+1"),
        UnitFactory(call_sign="TK-2"),
        UnitFactory(call_sign="TO-1", region__code="UZ-TO"),
    ]
    began_at = now() - timedelta(days=2)
    for n, unit in enumerate(made):
        person = InspectorFactory(region=unit.region, full_name=f"Aliyev {n}")
        unit.crew.add(person)
        Shift.objects.create(
            inspector=person, unit=unit, began_at=began_at, ended_at=began_at + timedelta(hours=5)
        )
    for call in range(4):
        sent_at = began_at + timedelta(hours=call)
        AssignmentFactory(
            unit=made[0], status="cleared", assigned_at=sent_at, accepted_at=sent_at + timedelta(seconds=20),
            on_scene_at=sent_at + timedelta(minutes=5), ended_at=sent_at + timedelta(hours=1),
        )  # fmt: skip
    return made


@pytest.fixture
def chief(units: list[Unit], browser_of: Callable[[Any], Client]) -> Client:
    return browser_of(UserFactory(role=Role.CHIEF, regions=["UZ-TK"]))


@pytest.fixture
def nation(units: list[Unit], browser_of: Callable[[Any], Client]) -> Client:
    return browser_of(UserFactory(role=Role.CHIEF, is_national=True))


def shown(client: Client, asked: str = "") -> Any:
    answer = client.get(PAGE + asked)
    assert answer.status_code == 200
    return answer.context


def names(context: Any) -> list[str]:
    return [row["name"] for row in context["table"]["rows"]]


def test_a_chief_is_led_from_regions_down_to_a_persons_days(nation: Client, units: list[Unit]) -> None:
    page = shown(nation)
    assert (page["level"], len(names(page))) == ("region", 2)
    page = shown(nation, next(row["href"] for row in page["table"]["rows"] if "UZ-TK" in row["href"]))
    assert (page["level"], names(page)) == ("unit", ["=1+1", "TK-2"])
    page = shown(nation, page["table"]["rows"][0]["href"])
    assert (page["level"], [step["name"] for step in page["steps"]][-1]) == ("inspector", "=1+1")
    page = shown(nation, page["table"]["rows"][0]["href"])
    assert page["level"] == "day"
    assert [row["href"] for row in page["table"]["rows"]] == [""] * len(names(page))
    assert len(page["steps"]) == 4
    page = shown(nation, page["steps"][1]["href"])
    assert page["level"] == "unit"


def test_few_calls_and_too_much_saturation_are_marked_by_more_than_colour(chief: Client) -> None:
    text = chief.get(PAGE).content.decode()
    assert '<span aria-hidden="true">▲ </span>80' in text
    assert '<span class="few"' in text
    assert "popovertarget" in text


def test_a_chief_of_a_region_reads_no_other(chief: Client, units: list[Unit]) -> None:
    assert names(shown(chief)) == ["=1+1", "TK-2"]
    for asked in (f"?unit={units[2].pk}", f"?inspector={units[2].crew.get().pk}", "?region=UZ-TO"):
        assert chief.get(PAGE + asked).status_code == 404


def test_a_question_that_is_none_is_told_and_the_default_asked(chief: Client) -> None:
    page = shown(chief, "?from=x&unit=1")
    assert page["errors"]
    assert names(page) == ["=1+1", "TK-2"]
    assert names(shown(chief, "?from=2020-01-01&to=2020-01-31")) == []


def test_the_files_hold_every_figure_and_no_formula_and_are_told_to_the_trail(chief: Client) -> None:
    lines = chief.get(f"{PAGE}?file=csv").content.decode().splitlines()
    assert lines[0].startswith("period_from,period_to,as_of,breakdown,region,key,name,inspectors,duty_s,")
    assert ",unit,UZ-TK," in lines[1]
    assert ",'=1+1,1,18000.0,14400.0,0.8,4,4,4,1.0,20.0," in lines[1]
    book = load_workbook(io.BytesIO(chief.get(f"{PAGE}?file=xlsx").content))
    assert len(book.sheetnames) == 7
    assert AuditEntry.objects.filter(kind="export", object_type="reports.activity").count() == 2


def test_only_who_reads_reports_reads_it(units: list[Unit], browser_of: Callable[[Any], Client]) -> None:
    for role in (Role.OPERATOR, Role.INSPECTOR):
        assert browser_of(UserFactory(role=role)).get(PAGE).status_code in {302, 403}


def test_other_days_are_asked_for_of_whom_one_looks_at(chief: Client, units: list[Unit]) -> None:
    page = chief.get(PAGE, {"unit": units[0].pk, "by": "day"}).content.decode()
    [link] = re.findall(r'href="([^"]*)" data-any-dates', page)
    asked = parse_qs(unescape(link).removeprefix("?"))
    assert (asked["unit"], asked["by"], set(asked)) == (
        [str(units[0].pk)],
        ["day"],
        {"unit", "by", "from", "to"},
    )
