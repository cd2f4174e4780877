"""How plates are written and compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cameras.plates import is_complete, is_plate, key_of, part_of, pattern_of, written


@pytest.mark.parametrize(
    ("read", "plate"),
    [
        ("01 A 777 BC", "01A777BC"),
        ("01a777bc", "01A777BC"),
        ("01-А-777-ВС", "01A777BC"),  # Cyrillic
        ("01A777BC\u00a0", "01A777BC"),
        ("O1 A 777 BC", "01A777BC"),
        ("01 A 7O7 BC", "01A707BC"),
        ("01 O 777 OO", "01O777OO"),
        ("01 777 A0C", "01777AOC"),
        ("01 777 0BC", "017770BC"),  # a trailer's, too
        ("T 12345O", "T123450"),
        ("Т 123456", "T123456"),
        ("01 M 00O123", "01M000123"),
        ("А 123 ВС 77", "A123BC77"),  # Russia: as it is
        ("AO 1234", "AO1234"),
        ("М123ОР", "M123OP"),
        ("Б123ЖЯ", "Б123ЖЯ"),  # no Latin letter looks like these
        ("MÜ-XY 12", "MUXY12"),
        ("٠١ A ٧٧٧ BC", "01A777BC"),
        ("０１Ａ７７７ＢＣ", "01A777BC"),
        ("—", ""),
    ],
)
def test_a_plate_is_written_as_the_state_writes_it(read: str, plate: str) -> None:
    assert written(read) == plate


def test_what_fits_a_format_as_it_is_stays() -> None:
    assert written("01 0777 BC") == "010777BC"
    assert key_of(written("01 O 777 BC")) == key_of(written("01 0777 BC"))


def test_only_whole_formats_of_uzbekistan_are_complete() -> None:
    assert is_complete("01A777BC")
    assert is_complete("60123ABC")
    assert not is_complete("A777BC")
    assert not is_complete("A123BC77")


def test_a_plate_has_a_digit_and_a_length() -> None:
    assert is_plate("A1")
    assert not is_plate("ABC")
    assert not is_plate("1")
    assert not is_plate("1" * 17)


def test_a_search_looks_up_a_whole_plate_and_parts_of_others() -> None:
    assert part_of("01 A 777 BO") == ("01A777BO", "01A777B0", False)
    assert part_of("а77") == ("A77", "%A77%", True)
    assert part_of("A7") is None
    assert part_of("") is None
    assert part_of("01?777*") == ("01?777*", "01_777%", True)


def test_a_pattern_without_three_known_characters_in_a_row_is_none() -> None:
    assert pattern_of("*") is None
    assert pattern_of("01?7*") is None
    assert pattern_of("?777*") == ("?777*", "_777%", True)
    assert pattern_of("01 A 777 BC") == ("01A777BC", "01A777BC", False)
    assert pattern_of("%_x") is None


@given(st.text(max_size=40))
def test_writing_a_plate_again_changes_nothing_and_no_sign_of_like_is_left(text: str) -> None:
    plate = written(text)
    assert written(plate) == plate
    assert not set(plate) & set("%_\\ ")
