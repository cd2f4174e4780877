"""A unit looks the same in the feed, the snapshot and the API, and shows nobody who is off duty."""

import pytest

from apps.core.clock import now
from apps.inspectors.items import item_of, items, open_items, redacted, render
from apps.inspectors.models import Unit
from tests.inspectors.factories import InspectorFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_one_unit_and_many_are_rendered_alike() -> None:
    people = [InspectorFactory(full_name="Zafar"), InspectorFactory(full_name="Anvar")]
    UnitFactory(crew=people, lonlat=(69.2000004, 41.3), skills=["ladder"])
    UnitFactory(status="off_duty", lonlat=(69.2, 41.3))
    UnitFactory(retired_at=now())
    many = items(Unit.objects.order_by("pk"))
    assert many == [item_of(unit) for unit in Unit.objects.shown().order_by("pk")]
    first, off, retired = many
    assert [person["name"] for person in first["crew"]] == ["Anvar", "Zafar"]
    assert first["location"] == {"type": "Point", "coordinates": [69.2, 41.3]}
    assert (off["location"], off["position_at"]) == (None, None)
    assert [item["open"] for item in many] == [True, True, False]
    assert retired["id"] not in {item["id"] for item in open_items(["UZ-TK"])}
    assert render([str(first["id"])]) == {str(first["id"]): first}


def test_a_wall_screen_gets_no_names() -> None:
    UnitFactory(crew=[InspectorFactory(full_name="Zafar")])
    (item,) = open_items(["UZ-TK"])
    assert "Zafar" in str(item)
    assert "Zafar" not in str(redacted(item))
