"""List items: what upper rooms add, what displays do not get, what is open."""

from collections.abc import Collection, Iterator

import pytest

from apps.incidents import companions
from apps.incidents.items import open_items, redact, render
from apps.incidents.models import IncidentShare
from apps.incidents.workflow import OPEN, Status
from tests.incidents.factories import NOON, IncidentFactory, reported
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _cameras_beside() -> Iterator[None]:
    def beside(ids: Collection[str]) -> dict[str, list[str]]:
        return {sorted(ids)[0]: ["camera 5"]}

    companions.register("cameras", beside)
    yield
    companions.forget("cameras")


@pytest.mark.usefixtures("_cameras_beside")
def test_upper_rooms_add_lists_and_who_has_none_has_an_empty_one() -> None:
    ids = sorted(str(reported().pk) for _ in range(2))
    items = render(ids)
    assert [items[key]["cameras"] for key in ids] == [["camera 5"], []]
    assert items[ids[0]]["units"] == []


def test_a_display_gets_neither_title_nor_people_nor_address() -> None:
    incident = reported(title="Ivan Petrov beats his wife", address="Navoiy 5, flat 7", source_ref="7")
    shown = redact(render([str(incident.pk)])[str(incident.pk)])
    assert "Petrov" not in str(shown)
    assert "Navoiy" not in str(shown)
    assert "handler" not in shown
    assert shown["number"] == incident.number


def test_no_item_holds_a_description() -> None:
    incident = reported(description="The caller is Ivan Petrov, +998901234567")
    assert "Petrov" not in str(render([str(incident.pk)]))


def test_open_items_are_those_of_the_regions_and_shared_with_them_most_urgent_first() -> None:
    RegionFactory(code="UZ-TO")
    low, high = IncidentFactory(priority=4), IncidentFactory(priority=1)
    shared = IncidentFactory(region__code="UZ-TO", priority=2)
    IncidentFactory(region__code="UZ-TO")
    IncidentShare.objects.create(incident=shared, region_id="UZ-TK", at=NOON)
    IncidentFactory(status="cancelled", is_ringing=False)
    assert [item["id"] for item in open_items(["UZ-TK"])] == [str(i.pk) for i in (high, shared, low)]
    assert open_items([]) == []


@pytest.mark.parametrize("status", [status for status in Status if status != "merged"])
def test_open_is_told_by_the_status(status: Status) -> None:
    incident = IncidentFactory(
        status=status,
        is_ringing=False,
        held_from="acknowledged" if status == "on_hold" else "",
        resolved_at=NOON if status == "resolved" else None,
        closed_at=NOON if status == "closed" else None,
    )
    item = render([str(incident.pk)])[str(incident.pk)]
    assert item["open"] == (status in OPEN)
    assert bool(open_items(["UZ-TK"])) == item["open"]


def test_what_is_missing_is_not_rendered() -> None:
    assert render(["01890000-0000-7000-8000-000000000000"]) == {}
    assert render([]) == {}
