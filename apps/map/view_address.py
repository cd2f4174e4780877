"""The console's address as a saved view keeps it: known words, within bounds, without what is somebody's own. Pure."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

# What the console writes into its address (static/src/model/address.ts), less what one person has selected or does.
WORDS: Final = frozenset(
    {
        "at", "layers", "p", "type", "region", "waiting", "hours", "q", "ashow", "ap", "atype", "ahours", "aq", "agroup",
        "cs", "ck", "ss", "sk", "area", "tab", "order",
    }
)  # fmt: skip
PERSONAL: Final = frozenset({"sel", "mine"})
LONGEST: Final = 2000
# Commas and colons are written as they are, so that an address can be read.
READABLE: Final = ",:@"


class NotAView(ValueError):
    """It has a word that is none of the console's, one twice, or is too long."""


def checked(query: str) -> str:
    """The address in its own writing; what one person has selected is left out. Raises `NotAView`."""
    if len(query) > LONGEST:
        raise NotAView(query[:80])
    try:
        given = parse_qsl(
            query.removeprefix("?"), keep_blank_values=True, strict_parsing=bool(query.strip("?"))
        )
    except ValueError as error:
        raise NotAView(query[:80]) from error
    names = [name for name, _value in given]
    if len(set(names)) != len(names) or set(names) - WORDS - PERSONAL:
        raise NotAView(query[:80])
    return urlencode([(name, value) for name, value in given if name in WORDS], safe=READABLE)
