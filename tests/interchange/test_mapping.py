"""The mapping names columns, zones and values, and every problem of it is told at once."""

from datetime import date

import pytest

from apps.interchange.files.mapping import MappingProblem, parse_mapping
from tests.interchange.examples import MAPPING


def test_a_mapping_tells_what_each_column_means():
    mapping = parse_mapping(MAPPING)
    assert mapping.source == "old-dispatch"
    assert mapping.zone.key == "Asia/Tashkent"
    assert mapping.missing.days == {date(1900, 1, 1)}
    assert mapping.stamps["resolved_at"].of_rows == "last"
    assert mapping.unit is not None
    assert mapping.unit.service.default == "patrol"
    assert {"Case", "What", "Point", "Urgency", "Moving"} <= mapping.columns


def test_every_problem_of_a_mapping_is_told_at_once():
    broken = MAPPING.replace('zone = "Asia/Tashkent"', 'zone = "Asia/Nowhere"')
    broken = broken.replace('reported_at = "Received"', 'rung_at = "Received"').replace("[region]", "[place]")
    with pytest.raises(MappingProblem) as caught:
        parse_mapping(broken)
    told = " ".join(caught.value.problems)
    for word in ("Asia/Nowhere", "rung_at", "reported_at", "[place]"):
        assert word in told


@pytest.mark.parametrize("text", ["", "= nonsense", "[incident]\nsource = 3"])
def test_what_is_no_mapping_is_refused(text):
    with pytest.raises(MappingProblem):
        parse_mapping(text)


def test_a_translation_moves_points_from_one_centre_to_another():
    moved = parse_mapping(
        MAPPING.replace(
            'order = "lat lon"',
            'order = "lat lon"\ntranslate = { from = [-122.5, 37.5], to = [69.5, 41.5] }',
        )
    )
    assert moved.location is not None
    assert (moved.location.translation.lon, moved.location.translation.lat) == (192.0, 4.0)
