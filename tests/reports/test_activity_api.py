"""Figures of the field as JSON: against the count by hand, whatever they are grouped by, and who may read what."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from typing import Any

import numpy as np
import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from rest_framework.test import APIClient

from apps.accounts.roles import Can, Role
from apps.inspectors.models import Assignment, PatrolArea, Shift, Unit
from apps.regions.models import District
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.inspectors.factories import InspectorFactory
from tests.reports.activity_by_hand import days_by_hand
from tests.reports.factories import AssignmentFactory, UnitFactory
from tests.reports.test_activity_facts import AT, m

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _within_a_minute(settings: Any) -> None:
    settings.SAFECITY_ACCEPT_WITHIN_S = 60


URL = "/api/v1/reports/activity/"
DAYS = {"from": "2026-10-01", "to": "2026-10-02"}


@pytest.fixture
def units() -> list[Unit]:
    """Two units of Tashkent, one of them a crew of two, and one of another region, each with some calls."""
    made = [UnitFactory(call_sign="A"), UnitFactory(call_sign="B"), UnitFactory(region__code="UZ-TO")]
    for n, unit in enumerate(made):
        for person in range(2 if n == 1 else 1):
            inspector = InspectorFactory(region=unit.region)
            unit.crew.add(inspector)
            began_at = m(60 + 30 * person)
            Shift.objects.create(
                inspector=inspector, unit=unit, began_at=began_at, ended_at=began_at + timedelta(hours=24)
            )
        for call in range(4 + n):
            sent_at = m(100 + 300 * call)
            AssignmentFactory(
                unit=unit, status="cleared", assigned_at=sent_at, ended_at=sent_at + timedelta(minutes=40),
                accepted_at=sent_at + timedelta(seconds=7 + 31 * call) if call != 1 else None,
                on_scene_at=m(110 + 300 * call),
            )  # fmt: skip
    return made


def patrol_area(**given: Any) -> PatrolArea:
    """A square somewhere in Tashkent that somebody answers for."""
    square = Polygon(((69.2, 41.2), (69.3, 41.2), (69.3, 41.3), (69.2, 41.3), (69.2, 41.2)), srid=4326)
    number = PatrolArea.objects.count()
    return PatrolArea.objects.create(
        code=f"M-{number}", kind="mahalla", name_uz="Bogʻ", area=MultiPolygon(square, srid=4326), **given
    )


@pytest.fixture
def nation(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory(role=Role.CHIEF, is_national=True))


def ask(client: APIClient, **params: Any) -> Any:
    answer = client.get(URL, DAYS | params)
    assert answer.status_code == 200, answer.content
    return answer.json()


def _expected(of_key: Callable[[Any], Any], *, of_people: bool) -> dict[Any, dict[str, Any]]:
    """From the rows by hand; `of_key` maps (unit, day, inspector) to the group's key."""
    found: dict[Any, dict[str, Any]] = defaultdict(
        lambda: defaultdict(int) | {"lengths": [], "people": set()}
    )
    for key, row in days_by_hand(at=AT, first=date(2026, 10, 1), last=date(2026, 10, 2)).items():
        _unit, _day, inspector = key
        if of_people and inspector is None:
            continue
        group = found[of_key(key)]
        group["duty_s"] += row.duty_s
        group["committed_s"] += row.committed_s
        if inspector is not None and row.duty_s:
            group["people"].add(inspector)
        if (inspector is None) != of_people:
            group["lengths"] += row.accept_s
            for name in ("calls", "accepted", "arrived", "off_shift"):
                group[name] += getattr(row, name)
    return found


def _assert_the_same(figures: dict[str, Any], group: dict[str, Any]) -> None:
    for name in ("duty_s", "committed_s", "calls", "accepted", "arrived", "off_shift"):
        assert figures[name] == group.get(name, 0), name
    lengths = group["lengths"]
    assert (figures["inspectors"], figures["accept_n"]) == (len(group["people"]), len(lengths))
    assert figures["accepted_in_time"] == sum(one <= 60 for one in lengths)
    assert figures["accept_median_s"] == pytest.approx(median(lengths) if lengths else None)
    assert figures["accept_p90_s"] == pytest.approx(float(np.percentile(lengths, 90)) if lengths else None)
    whole = figures["calls"] + figures["off_shift"]
    assert figures["completeness"] == (figures["calls"] / whole if whole else None)
    assert figures["saturation"] == group["committed_s"] / group["duty_s"]


def test_the_figures_of_each_grouping_are_those_of_counting_by_hand(
    units: list[Unit], nation: APIClient
) -> None:
    regions = {unit.pk: unit.region_id for unit in units}
    keys: dict[str, Callable[[Any], Any]] = {
        "region": lambda key: {"region": regions[key[0]]},
        "unit": lambda key: {"unit": key[0]},
        "inspector": lambda key: {"inspector": key[2]},
        "day": lambda key: {"day": key[1].isoformat()},
        "month": lambda key: {"month": f"{key[1]:%Y-%m}"},
        "region,day": lambda key: {"region": regions[key[0]], "day": key[1].isoformat()},
    }
    for group_by, of_key in keys.items():
        expected = _expected(
            lambda key, of_key=of_key: tuple(of_key(key).values()), of_people=group_by == "inspector"
        )
        groups = ask(nation, group_by=group_by)["groups"]
        assert {tuple(group["key"].values()) for group in groups} == expected.keys(), group_by
        for group in groups:
            _assert_the_same(group["figures"], expected[tuple(group["key"].values())])
    [whole] = ask(nation)["groups"]
    _assert_the_same(whole["figures"], _expected(lambda _: 1, of_people=False)[1])
    assert whole["key"] == {}


def test_a_call_of_a_crew_of_two_counts_once_for_the_unit_and_once_for_each(
    units: list[Unit], nation: APIClient
) -> None:
    [crew] = ask(nation, unit=units[1].pk)["groups"]
    assert (crew["figures"]["calls"], crew["figures"]["inspectors"]) == (5, 2)
    people = ask(nation, unit=units[1].pk, group_by="inspector")["groups"]
    assert [one["figures"]["calls"] for one in people] == [5, 5]
    one = ask(nation, inspector=people[0]["key"]["inspector"])["groups"]
    assert one[0]["figures"] == people[0]["figures"]


def test_a_changed_target_shows_at_once(units: list[Unit], nation: APIClient, settings: Any) -> None:
    assert ask(nation)["groups"][0]["figures"]["accepted_in_time"] == 3
    settings.SAFECITY_ACCEPT_WITHIN_S = 100
    body = ask(nation)
    assert (body["accept_within_s"], body["groups"][0]["figures"]["accepted_in_time"]) == (100, 9)


def test_a_district_is_that_of_the_patrol_area_or_not_known(units: list[Unit], nation: APIClient) -> None:
    district = District.objects.create(soato="1726262", region=units[0].region, name_uz="Chilonzor")
    patrol_area(region=units[0].region, district=district, unit=units[0])
    patrol_area(region=units[1].region, district=district, inspector=units[1].crew.first())
    groups = ask(nation, group_by="district")["groups"]
    assert [(one["key"]["district"], one["figures"]["calls"]) for one in groups] == [
        (None, 5),
        ("1726262", 9),
    ]
    assert ask(nation, district="1726262")["groups"][0]["figures"]["calls"] == 9
    assert ask(nation, district="none")["groups"][0]["figures"]["calls"] == 5
    # In two districts: nobody says which.
    other = District.objects.create(soato="1726264", region=units[0].region, name_uz="Yunusobod")
    patrol_area(region=units[0].region, district=other, unit=units[0])
    assert ask(nation, district="1726262")["groups"][0]["figures"]["calls"] == 5


def test_what_came_off_shift_or_without_a_stamp_tells_how_complete_the_figures_are(
    units: list[Unit], nation: APIClient
) -> None:
    AssignmentFactory(unit=units[0], assigned_at=m(20), status="refused", ended_at=m(21))
    AssignmentFactory(unit=units[0], assigned_at=None, status="cleared", cleared_at=m(200))
    [group] = ask(nation, unit=units[0].pk)["groups"]
    figures = group["figures"]
    assert (figures["calls"], figures["off_shift"], figures["unstamped"], figures["unended"]) == (4, 1, 1, 1)
    assert (figures["completeness"], figures["accept_completeness"]) == (4 / 6, 3 / 4)
    assert figures["is_small"] is True


def test_a_chief_reads_own_regions_and_what_lies_elsewhere_is_missing(
    units: list[Unit], signed_in: Callable[[Any], APIClient]
) -> None:
    chief = signed_in(UserFactory(role=Role.CHIEF, regions=["UZ-TK"]))
    assert [one["key"] for one in ask(chief, group_by="region")["groups"]] == [{"region": "UZ-TK"}]
    assert {one["key"]["unit"] for one in ask(chief, group_by="unit")["groups"]} == {
        units[0].pk,
        units[1].pk,
    }
    missing = chief.get(URL, {"unit": 999_999}).content
    district = District.objects.create(soato="1727", region=units[2].region, name_uz="Nurafshon")
    elsewhere = [
        {"region": "UZ-TO"},
        {"unit": units[2].pk},
        {"inspector": units[2].crew.get().pk},
        {"district": district.pk},
    ]
    for asked in elsewhere:
        answer = chief.get(URL, asked)
        assert (answer.status_code, answer.content) == (404, missing)
    nobody = signed_in(UserFactory(role=Role.CHIEF, regions=[]))
    assert ask(nobody, group_by="region")["groups"] == []


def test_who_may_not_read_reports_reads_nobodys_work(
    units: list[Unit], signed_in: Callable[[Any], APIClient], api: APIClient
) -> None:
    assert api.get(URL).status_code in {401, 403}
    for role in (Role.OPERATOR, Role.INSPECTOR, Role.AUDITOR, Role.DISPLAY):
        assert signed_in(UserFactory(role=role)).get(URL).status_code == 403


def test_a_system_reads_with_its_key(units: list[Unit], api: APIClient) -> None:
    client = ApiClientFactory(scopes=[Can.READ_REPORTS], regions=["UZ-TO"])
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(client)}")
    assert [one["key"] for one in ask(api, group_by="region")["groups"]] == [{"region": "UZ-TO"}]


@pytest.mark.parametrize(
    "asked",
    [{"group_by": "type"}, {"unit": "x"}, {"unit": "9" * 30}, {"from": "x"}, {"from": "2026-02-02", "to": "2026-02-01"}],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(asked: dict[str, str], nation: APIClient) -> None:
    assert nation.get(URL, asked).status_code == 400


def test_without_facts_there_is_a_whole_of_nothing_and_no_group(nation: APIClient) -> None:
    [whole] = ask(nation)["groups"]
    assert (whole["figures"]["duty_s"], whole["figures"]["saturation"], whole["figures"]["calls"]) == (
        0,
        None,
        0,
    )
    assert ask(nation, group_by="region")["groups"] == []
    assert not Assignment.objects.exists()
