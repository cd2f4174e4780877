"""Every spelling of a direction is taken, or refused, by one rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cameras.directions import AROUND, NOWHERE, Direction, UnknownDirection, direction_of

TAKEN = {
    0: ("N", "n", "N.", "North", "NORTHBOUND", "North Bound", "NB", "N/B", "0", "0°",
        "Север", "С", "северный", "shimol", "Shimoliy"),
    45: ("NE", "Northeast", "north-east", "North East", "NORTHEASTBOUND",
         "СВ", "северо-восток", "shimoli-sharq", "shimoli-sharqiy"),
    90: ("E", "East", "Eastbound", "EB", "90", "90 deg", "Восток", "В", "sharq", "шарқ"),
    180: ("S", "South", "Southbound", "SB", "180°", "-180", "юг", "Ю", "janub", "Жануб"),
    202: ("SSW", "202,4"),
    225: ("SW", "southwest", "Юго-запад", "ЮЗ", "janubi-gʻarb", "janubi-g'arb"),
    270: ("W", "West", "WB", "270", "270.0", "270°", "-90", "запад", "З", "gʻarb", "G'arb", "gʻarbiy"),
    315: ("NW", "northwest", "северо-запад", "shimoli-gʻarb"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "azimuth"), [(text, azimuth) for azimuth, texts in TAKEN.items() for text in texts]
)
def test_a_direction_becomes_its_azimuth(text: str, azimuth: int) -> None:
    assert direction_of(text) == Direction(azimuth)


@pytest.mark.parametrize(
    "text",
    ["NS", "SN", "N-S", "N/S", "EW", "E - W", "NB/SB", "North-South", "East and West", "Both Directions", "both",
     "360", "360°", "All directions", "С-Ю", "СЮ", "север – юг", "в обе стороны", "Ikki tomonga", "NE-SW"],
)  # fmt: skip
def test_both_ways_and_all_around_have_no_azimuth(text: str) -> None:
    assert direction_of(text) == AROUND


@pytest.mark.parametrize(
    "text", ["", "  ", "Unknown", "UNKNOWN", "n/a", "-", "?", "неизвестно", "nomaʼlum", "Noma'lum"]
)
def test_what_is_not_known_has_no_azimuth(text: str) -> None:
    assert direction_of(text) == NOWHERE


@pytest.mark.parametrize(
    "text",
    [
        "NX",
        "C",
        "B",
        "uphill",
        "N-E-S",
        "N/E",
        "East and South",
        "361",
        "-181",
        "1e2",
        "nan",
        "<b>N</b>",
        "к мосту",
        "SS",
        "270 m",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UnknownDirection):
        direction_of(text)


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    try:
        found = direction_of(text)
    except UnknownDirection:
        return
    assert found.azimuth is None or 0 <= found.azimuth < 360


@given(st.floats(-180, 359.4))
def test_degrees_round_to_the_nearest_whole_one(value: float) -> None:
    assert direction_of(f"{value:.3f}").azimuth == round(float(f"{value:.3f}")) % 360
