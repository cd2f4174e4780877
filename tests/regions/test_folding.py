"""One searchable form of a name."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.regions.folding import fold, folded_words


@pytest.mark.parametrize(
    "text",
    [
        "Fargʻona",
        "Farg'ona",
        "Farg’ona",
        "Farg‘ona",
        "Farg`ona",
        "Fargʼona",
        "FARGONA",
        "Фарғона",
        "ФАРҒОНА",
        " fargʻona ",
    ],
)
def test_every_writing_of_fergana_is_one(text: str) -> None:
    assert fold(text) == "fargona"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Toshkent", "Тошкент"),
        ("Qoʻqon", "Қўқон"),
        ("Shahrisabz", "Шаҳрисабз"),
        ("Yangiyer", "Янгиер"),
        ("Chirchiq", "Чирчиқ"),
        ("Qoraqalpogʻiston Respublikasi", "Қорақалпоғистон Республикаси"),
        ("Joʻmaboy", "Жўмабой"),
        ("Maʼmur", "Маъмур"),
    ],
)
def test_latin_and_cyrillic_uzbek_are_one(latin: str, cyrillic: str) -> None:
    assert fold(latin) == fold(cyrillic)


def test_accents_and_punctuation_do_not_count() -> None:
    assert fold("Nókis—qalası") == "nokis qalasi"


@given(st.text(max_size=40))
@example("0:_0")
@example("yye")
def test_folding_twice_is_folding_once_and_never_fails(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip()


def test_spellings_stand_between_bars_each_once() -> None:
    assert folded_words("Fargʻona", "Фарғона", "Фергана", "") == "|fargona|fergana|"
    assert folded_words("", "  ") == ""
