"""What analytics call things, in the user's words."""

import pytest
from django.utils import translation

from apps.cameras.labels import NAMES, label_name


@pytest.mark.parametrize(("language", "name"), [("uz", "odam"), ("ru", "человек"), ("en", "person")])
def test_a_common_label_has_a_word_in_each_language(language: str, name: str) -> None:
    with translation.override(language):
        assert label_name("person") == name


@pytest.mark.parametrize("label", NAMES)
def test_no_word_is_left_in_english(label: str) -> None:
    with translation.override("en"):
        english = label_name(label)
    with translation.override("ru"):
        assert label_name(label) != english


def test_a_label_of_ones_own_is_shown_as_it_came() -> None:
    assert label_name("forklift-7") == "forklift-7"
