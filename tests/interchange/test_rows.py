"""Rows that share an external id become one incident with its units; what cannot be read is told by line."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.interchange.files.mapping import parse_mapping
from apps.interchange.files.reading import FIELD_LIMIT, UnreadableFile
from apps.interchange.files.rows import read_incidents
from tests.interchange.examples import MAPPING, ROWS, table

mapping = parse_mapping(MAPPING)
LATEST = datetime(2026, 11, 1, tzinfo=UTC)


def read(text: str):
    return read_incidents(io.StringIO(text), mapping, latest=LATEST)


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


def test_the_first_column_is_known_with_a_byte_order_mark_before_it():
    assert read("\ufeff" + table()).errors == []


def test_a_column_that_stands_twice_is_refused_whole_where_the_mapping_reads_it():
    with pytest.raises(UnreadableFile, match="more than once: Where"):
        read(table().replace("What,Where", "Where,Where,What"))
    result = read(table().replace("\n", ",,\n"))
    assert [len(result.incidents), len(result.errors)] == [2, 0]


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_file_is_refused_whole(text):
    with pytest.raises(UnreadableFile, match="empty"):
        read(text)


def test_blank_lines_count_as_lines_and_are_no_rows():
    result = read(table(ROWS[0], "", "", ROWS[1].replace("North", "East")))
    assert (result.rows, [error.line.number for error in result.errors]) == (2, [5])


def test_a_line_break_within_quotes_is_a_blank_in_one_line_texts():
    rows = table(ROWS[0].replace("Navoiy 1", '"Navoiy\r\n1"'), ROWS[2].replace("South", "East"))
    result = read(rows.replace("\n", "\r\n").replace("\r\r", "\r"))
    assert result.incidents[0].address == "Navoiy 1"
    assert [error.line.number for error in result.errors] == [4]


def test_a_quote_that_never_closes_is_told_where_it_opens():
    broken = ROWS[0].replace('"(41.5, 69.5)"', '"(41.5, 69.5)')
    after = [row.rpartition(',"')[0] + ",-" for row in ROWS[1:]]
    result = read(table(broken, *after))
    assert [(error.line.number, "never closes" in error.reason) for error in result.errors] == [(2, True)]


def test_a_field_beyond_all_measure_is_told_by_its_line():
    with pytest.raises(UnreadableFile, match="line 3"):
        read(table(ROWS[0], ROWS[1].replace("Navoiy 1", "x" * (FIELD_LIMIT + 1))))


@pytest.mark.parametrize("letter", ["\0", "\udc80"])
def test_what_is_no_text_is_refused_by_its_line(letter):
    result = read(table(ROWS[0], ROWS[1].replace("Navoiy 1", f"Navoiy{letter}")))
    assert [(error.line.number, letter in error.reason) for error in result.errors] == [(3, False)]


def test_names_are_refused_beyond_their_limit_and_texts_for_people_are_cut():
    long = ROWS[0].replace("Navoiy 1", "N" * 400).replace("Fire", "F" * 300)
    result = read(table(long, ROWS[1].replace("E40", "U" * 31), ROWS[2].replace("1002", "9" * 101)))
    assert [error.line.number for error in result.errors] == [3, 4]
    assert (len(result.incidents[0].address), len(result.incidents[0].title)) == (300, 200)


@pytest.mark.parametrize(
    ("time", "word"),
    [
        ("01.01.0001 00:00:00", "“01.01.0001 00:00:00” is no time"),
        ("31.12.9999 23:59:59", "future"),
        ("01.11.2026 05:00:01", "future"),
        ("01.10.1999 00:00:00", "before 2000"),
        ("\x1b[2J" + "9" * 500, "“�[2J"),
    ],
)
def test_a_time_that_cannot_be_is_refused_by_its_line(time, word):
    [error] = read(table(ROWS[0].replace("01.10.2026 10:00:00", time))).errors
    assert error.line.number == 2
    assert word in error.reason
    assert len(error.reason) < 200


def test_a_time_that_cannot_be_is_missing_where_the_mapping_says_so():
    missing = parse_mapping(MAPPING.replace("[1900-01-01]", "[0001-01-01, 9999-12-31]"))
    row = ROWS[0].replace("01.10.2026 10:06:00", "01.01.0001 00:00:00")
    result = read_incidents(io.StringIO(table(row)), missing, latest=LATEST)
    assert result.errors == []
    assert "on_scene_at" not in result.incidents[0].stamps


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fall(text):
    try:
        result = read(table(ROWS[0]) + text)
    except UnreadableFile:
        return
    assert result.incidents or result.errors
