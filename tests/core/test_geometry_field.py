"""A geometry in a form is GeoJSON text."""

import json

import pytest
from django.contrib.gis.forms import MultiPolygonField, PointField
from django.contrib.gis.geos import Point, Polygon
from django.core.exceptions import ValidationError
from django.forms import Form

from apps.core.geometry_field import GeometryWidget, shown


class Place(Form):
    where = PointField(srid=4326, widget=GeometryWidget)
    area = MultiPolygonField(srid=4326, widget=GeometryWidget, required=False)


def test_the_text_area_says_which_kind_of_geometry_the_map_shall_draw() -> None:
    page = Place().as_p()
    assert 'data-geometry-field="POINT"' in page
    assert 'data-geometry-field="MULTIPOLYGON"' in page


def test_a_stored_geometry_is_shown_as_geojson() -> None:
    page = Place(initial={"where": Point(69.27975, 41.31125, srid=4326)})
    shown = page["where"].value()
    text = page.fields["where"].widget.format_value(shown)
    assert json.loads(text) == {"type": "Point", "coordinates": [69.27975, 41.31125]}


def test_geojson_comes_back_as_a_geometry_in_degrees() -> None:
    where = PointField(srid=4326, widget=GeometryWidget).clean('{"type":"Point","coordinates":[69.2,41.3]}')
    assert (where.x, where.y, where.srid) == (69.2, 41.3, 4326)


@pytest.mark.parametrize(
    "text",
    [
        "Toshkent",
        "POINT(69 41)",
        "[]",
        '{"type":"Point","coordinates":[]}',
        '{"type":"Point","coordinates":[NaN,41]}',
        '{"type":"Point","coordinates":[41,690]}',
        '{"type":"LineString","coordinates":[[69,41],[70,41]]}',
    ],
)
def test_anything_else_is_a_message_and_what_was_typed_stays(text: str) -> None:
    with pytest.raises(ValidationError):
        PointField(srid=4326, widget=GeometryWidget).clean(text)
    assert GeometryWidget().format_value(text) == text


def test_a_geometry_that_nobody_changes_is_told_in_words_and_shown_on_a_map() -> None:
    html = shown(Point(69.24, 41.31, srid=4326))
    assert html.startswith("41.310000, 69.240000<textarea hidden readonly")
    assert 'data-geometry-field="POINT"' in html


def test_an_area_is_told_in_square_kilometres() -> None:
    square = Polygon.from_bbox((69.0, 41.0, 69.1, 41.1))
    square.srid = 4326
    # 0.1 degree is 11.1 km to the north and 8.4 km to the east there
    assert shown(square).startswith(("93.", "93,"))
