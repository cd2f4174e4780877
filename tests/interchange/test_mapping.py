"""The mapping names columns, zones and values, and every problem of it is told at once."""

import tomllib
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.interchange.files.mapping import KEYS, mapping_of, parse_mapping, read_mapping
from apps.interchange.files.toml import MappingProblem
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


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("days = [1900-01-01]", "days = 1", "missing.days"),
        ("days = [1900-01-01]", "days = [1]", "missing.days"),
        ('texts = ["-"]', "texts = 5", "missing.texts"),
        ('texts = ["-"]', "texts = [[]]", "missing.texts"),
        ("points = [[0, 0]]", "points = 3", "missing.points"),
        ("points = [[0, 0]]", "points = [[0, nan]]", "missing.points"),
        ('delimiter = ","', 'delimiter = ";;"', "file.delimiter"),
        ('delimiter = ","', "delimiter = '\"'", "file.delimiter"),
        ('delimiter = ","', 'encoding = "base64"', "file.encoding"),
        ('delimiter = ","', 'encoding = "a\\u0000"', "file.encoding"),
        ("%d.%m.%Y %H:%M:%S", "%Q", "time.format"),
        ("%d.%m.%Y %H:%M:%S", "%Y%Y", "time.format"),
        ("Asia/Tashkent", "Asia", "time.zone"),
        ("old-dispatch", "s" * 41, "incident.source"),
        ("old-dispatch", "", "incident.source"),
        ('title = "What"', 'title = "What"\nis_exercise = "no"', "incident.is_exercise"),
        ('title = "What"', 'title = "What"\ntitel = "What"', "incident.titel"),
        ('title = "What"', 'title = "What"\nopen_after = "soon"', "incident.open_after"),
        ('of_rows = "last"', "of_rows = []", "stamps.resolved_at.of_rows"),
        ('order = "lat lon"', "order = []", "location.order"),
        ('order = "lat lon"', "translate = { from = [1e400, 0], to = 1 }", "location.translate.from"),
        ('{ North = "UZ-TK", South = "UZ-SA" }', "5", "region.values"),
        ('{ North = "UZ-TK", South = "UZ-SA" }', "{ North = [] }", "region.values.North"),
        ('[unit.stamps]\nassigned_at = "Sent"', 'stamps = "x"\n[spare]', "unit.stamps"),
        ("[priority]", '[status]\ndefault = "over"\n[priority]', "[status] “over”"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_its_key(old, new, key):
    assert old in MAPPING
    with pytest.raises(MappingProblem) as caught:
        parse_mapping(MAPPING.replace(old, new))
    assert any(key in problem for problem in caught.value.problems)


def test_a_mapping_nested_beyond_reading_or_of_another_encoding_is_refused(tmp_path):
    with pytest.raises(MappingProblem):
        parse_mapping("a = " + "[" * 100_000)
    (tmp_path / "mapping.toml").write_bytes(b"# \xff")
    with pytest.raises(MappingProblem, match="UTF-8"):
        read_mapping(tmp_path / "mapping.toml")


def test_a_mapping_may_begin_with_a_byte_order_mark(tmp_path):
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8-sig")
    assert read_mapping(tmp_path / "mapping.toml").source == "old-dispatch"


@pytest.mark.parametrize(
    "text", ["2026-10-01", "2026-10-01T00:00:00", '"2026-10-01 00:00"', "2026-09-30T19:00:00Z"]
)
def test_a_moment_is_a_date_or_a_time_in_the_mappings_zone(text):
    mapping = parse_mapping(MAPPING.replace('source = "', f'open_after = {text}\nsource = "'))
    assert mapping.open_after == datetime(2026, 9, 30, 19, tzinfo=UTC)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text(max_size=5)
    | st.dates()
    | st.times()
    | st.datetimes()
    | st.sampled_from(["closed", "iso", "utf-8", ";", "%Y"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["column", "values", "of_rows", "from", "to"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.data())
def test_no_value_of_any_key_makes_the_reader_fall(data):
    raw: dict[str, Any] = tomllib.loads(MAPPING)
    for _ in range(data.draw(st.integers(1, 3))):
        section = data.draw(st.sampled_from(sorted(KEYS)))
        key = data.draw(st.sampled_from([None, *KEYS[section]]))
        if key is None:
            raw[section] = data.draw(VALUES)
        elif isinstance(table := raw.setdefault(section, {}), dict):
            table[key] = data.draw(VALUES)
    with suppress(MappingProblem):
        assert mapping_of(raw).source
