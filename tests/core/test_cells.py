"""Cells that a spreadsheet would calculate."""

import pytest

from apps.core.cells import plain_cell, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+998901234567", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_text_that_a_spreadsheet_would_calculate_gets_an_apostrophe_and_loses_it_on_the_way_back(
    text: str,
) -> None:
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("value", ["Toshkent", "'tis", "", 5, -5, None, "a=b"])
def test_anything_else_is_left_as_it_is(value: object) -> None:
    assert safe_cell(value) == value
    assert plain_cell(value) == value
