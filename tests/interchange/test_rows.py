"""Rows that share an external id become one incident with its units; what cannot be read is told by line."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.interchange.files.mapping import parse_mapping
from apps.interchange.files.rows import UnreadableFile, read_incidents
from tests.interchange.examples import MAPPING, ROWS, table

mapping = parse_mapping(MAPPING)


def read(text: str):
    return read_incidents(io.StringIO(text), mapping)


def test_rows_that_share_an_external_id_are_the_units_of_one_incident():
    result = read(table())
    assert [incident.external_id for incident in result.incidents] == ["1001", "1002"]
    assert [unit.call_sign for unit in result.incidents[0].units] == ["E39", "E40"]
    assert result.errors == []


def test_the_incidents_stamps_are_those_of_its_first_unit_and_its_end_that_of_the_last():
    stamps = read(table()).incidents[0].stamps
    assert stamps["dispatched_at"] == datetime(2026, 10, 1, 5, 0, 30, tzinfo=UTC)
    assert stamps["on_scene_at"] == datetime(2026, 10, 1, 5, 5, tzinfo=UTC)
    assert stamps["resolved_at"] == datetime(2026, 10, 1, 6, 10, tzinfo=UTC)


def test_values_that_mean_missing_leave_a_gap_and_are_not_invented():
    incident = read(table()).incidents[1]
    assert incident.point is None
    assert "on_scene_at" not in incident.stamps
    assert set(incident.units[0].stamps) == {"assigned_at", "cleared_at"}


def test_a_row_that_cannot_be_read_is_told_with_its_line_and_the_others_are_taken():
    bad = ROWS[1].replace("01.10.2026 10:00:30", "yesterday")
    result = read(table(ROWS[0], bad, ROWS[2]))
    assert [(error.line.number, "yesterday" in error.reason) for error in result.errors] == [(3, True)]
    assert [len(incident.units) for incident in result.incidents] == [1, 1]


def test_line_numbers_are_right_after_a_cell_with_a_line_break():
    broken = ROWS[0].replace("Navoiy 1", '"Navoiy\n1"')
    result = read(table(broken, ROWS[1].replace("1001", "", 1)))
    assert [error.line.number for error in result.errors] == [4]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("North", "East"),
        (",A,", ",Z,"),
        ('"(41.5, 69.5)"', '"(141.5, 69.5)"'),
        ('"(41.5, 69.5)"', '"somewhere"'),
        ("1001", ""),
        ("01.10.2026 10:00:00", "-"),
        ('"(41.5, 69.5)"', '"(41.5, 69.5)",extra'),
    ],
)
def test_values_that_the_mapping_does_not_know_are_refused(old, new):
    result = read(table(ROWS[0].replace(old, new, 1)))
    assert len(result.errors) == 1
    assert result.incidents == []


def test_a_file_without_the_named_columns_is_refused_whole():
    with pytest.raises(UnreadableFile, match="Case"):
        read("a,b\n1,2\n")


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fall(text):
    try:
        result = read(table(ROWS[0]) + text)
    except UnreadableFile:
        return
    assert result.incidents or result.errors
