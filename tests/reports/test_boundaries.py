"""The regions as shapes of a small map."""

import pytest

from apps.regions.models import Region
from apps.reports.boundaries import outline
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


def test_neighbours_share_their_border_after_simplification() -> None:
    for code in ("UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    shapes = {shape.code: shape for shape in outline().shapes}
    assert set(shapes) == {"UZ-TK", "UZ-TO"}
    assert "500 " in shapes["UZ-TK"].path
    assert "500 " in shapes["UZ-TO"].path
    assert shapes["UZ-TK"].x == 250


def test_the_national_queue_has_no_shape_and_new_polygons_show_at_once() -> None:
    RegionFactory(code="UZ")
    assert outline().shapes == ()
    RegionFactory(code="UZ-TK")
    assert len(outline().shapes) == 1
    Region.objects.filter(code="UZ-TK").update(boundary=RegionFactory.build(code="UZ-BU").boundary)
    assert outline().width == 1000
