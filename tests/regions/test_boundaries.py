"""The check of a file with polygons finds all that is wrong with it, at once."""

import shapely

from apps.regions.boundaries import area_km2, check
from tests.regions.documents import fourteen, of, square, text


def test_fourteen_polygons_that_only_touch_are_right() -> None:
    checked = check(text(fourteen()))
    assert checked.problems == []
    assert len(checked.shapes) == 14


def test_a_crs_member_may_name_epsg_4326_and_nothing_else() -> None:
    document = fourteen()
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert check(text(document)).problems == []
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    assert ["3857" in problem for problem in check(text(document)).problems] == [True]


def test_overlaps_are_named_pair_by_pair_with_their_area() -> None:
    document = fourteen()
    of(document, "UZ-AN")["geometry"]["coordinates"] = square(56.0, 38.0, 1.5)
    of(document, "UZ-TO")["geometry"]["coordinates"] = square(67.9, 38.0, 1.0)
    problems = check(text(document)).problems
    assert [problem[:20] for problem in problems] == ["UZ-AN and UZ-BU over", "UZ-TK and UZ-TO over"]
    # half a degree by one, near 38.5 degrees north
    assert "4838" in problems[0] or "4839" in problems[0] or "4841" in problems[0], problems[0]


def test_a_sliver_smaller_than_a_hectare_is_no_overlap() -> None:
    document = fourteen()
    of(document, "UZ-TO")["geometry"]["coordinates"] = square(68.0 - 0.0000005, 38.0)
    assert check(text(document)).problems == []


def test_all_problems_are_told_at_once() -> None:
    document = fourteen()
    document["features"] = [f for f in document["features"] if f["properties"]["iso"] != "UZ-QA"]
    of(document, "UZ-AN")["geometry"]["coordinates"] = [[[56, 38], [57, 39], [57, 38], [56, 39], [56, 38]]]
    of(document, "UZ-BU")["geometry"]["coordinates"] = square(38.0, 57.0)
    of(document, "UZ-FA")["geometry"] = None
    of(document, "UZ-JI")["properties"] = {"iso": "KZ-ALA"}
    document["features"].append(of(document, "UZ-XO"))
    problems = "\n".join(check(text(document)).problems)
    for words in (
        "UZ-AN is not valid: Self-intersection",
        "UZ-BU lies outside of the country",
        "UZ-FA has no polygon",
        "“KZ-ALA” is no code of a region",
        "UZ-XO stands in the file twice",
        "Regions are missing: UZ-JI, UZ-QA.",
    ):
        assert words in problems


def test_what_is_no_geojson_is_told_and_never_raises() -> None:
    for content in (b"\xff\xfe", b"", b"{", b"[]", b'{"type": "Feature"}', b"NaN", b"[" * 100_000):
        assert len(check(content).problems) == 1


def test_features_that_are_nonsense_are_told_and_never_raise() -> None:
    shapeless = {"properties": {"iso": "UZ-AN"}, "geometry": {"type": "Polygon", "coordinates": "x"}}
    nonsense = [None, 5, {}, {"properties": []}, shapeless]
    checked = check(text({"type": "FeatureCollection", "features": nonsense}))
    assert len(checked.problems) == 6
    assert check(text({"type": "FeatureCollection", "features": {"a": 1}})).problems


def test_a_number_that_is_none_is_told() -> None:
    document = text(fourteen()).replace("[56.0, 38.0]", "[NaN, 38.0]", 1)
    assert len(check(document).problems) == 1


def test_areas_are_those_of_the_sphere() -> None:
    # one degree by one at the equator: 12,364 km2 on the sphere of equal surface
    assert abs(area_km2(shapely.box(60, 0, 61, 1)) - 12363.7) < 1
