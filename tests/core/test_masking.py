"""How personal data is hidden where nobody needs it in full."""

import pytest

from apps.core.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [("+998901234567", "•••••••••••67"), ("", ""), ("7", "•"), ("67", "••"), ("567", "•67")],
)
def test_all_but_the_last_two_characters_are_hidden(text: str, shown: str) -> None:
    assert masked(text) == shown
