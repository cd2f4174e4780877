"""How number plates are written and compared: pure rules, no Django, no database.

Two writings of each plate are kept. `written` is the plate as the state writes it: capital letters and digits alone,
letters of other alphabets that look like Latin ones as these, O and 0 set right where one of Uzbekistan's formats
says which it is. `key` is what searches and the watch list compare: the same with every O as 0, since no reader tells
them apart on a plate of an unknown format.

Formats since 1 October 2008 (01-09 is Tashkent city, and so on): https://de.zxc.wiki/wiki/Kfz-Kennzeichen_(Usbekistan)
"""

import unicodedata
from typing import Final, NamedTuple

SHORTEST: Final = 2
LONGEST: Final = 16
# With fewer known characters in a row no index helps, and half of all plates would be found.
KNOWN: Final = 3
ONE: Final = "?"
ANY: Final = "*"

# 0 is a digit, A a letter; D, T, X, M, H stand for themselves.
FORMATS: Final = (
    "00A000AA",  # 01 A 777 BC  private
    "00000AAA",  # 01 777 ABC   of organisations
    "000000AA",  # 01 1234 AB   trailers
    "00000AA",   # 01 123 AB    two wheels; tractors and machines
    "T000000",   # temporary
    "T00000000", # temporary, with the region at the end
    "D000000",   # diplomats
    "X000000",   # other staff of missions
    "00M000000", # foreign companies
    "00H000000", # foreigners
)  # fmt: skip

# Capitals of other alphabets that look like Latin ones.
_CYRILLIC: Final = dict(zip("АВЕКМНОРСТУХІЈЅЗ", "ABEKMHOPCTYXIJS3", strict=True))
_GREEK: Final = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))
_LOOKALIKES: Final = str.maketrans(_CYRILLIC | _GREEK)


class Pattern(NamedTuple):
    """A plate that is looked for: as it is shown, and what keys are compared with.

    `like` is a pattern of SQL's LIKE where `is_pattern`, else a key. Letters and digits are no signs of LIKE.
    """

    written: str
    like: str
    is_pattern: bool


def written(text: str) -> str:
    """The plate as it is written; the empty text where nothing of it is a letter or a digit."""
    return _set_right(_letters(text, also=""))


def key_of(plate: str) -> str:
    """What plates are compared by."""
    return plate.replace("O", "0")


def is_plate(plate: str) -> bool:
    """Can this be a plate at all? It has a digit, and a length that some state gives."""
    return SHORTEST <= len(plate) <= LONGEST and any(sign.isdigit() for sign in plate)


def is_complete(plate: str) -> bool:
    """Is it one of Uzbekistan's formats, with nothing missing?"""
    return any(_fit(plate, form) is not None for form in FORMATS)


def pattern_of(text: str) -> Pattern | None:
    """What an entry of the watch list or a search means; `?` is one character, `*` any number.

    None where too little is known: a pattern needs three known characters in a row.
    """
    plain = _letters(text, also=ONE + ANY)
    if ONE not in plain and ANY not in plain:
        plate = _set_right(plain)
        return Pattern(plate, key_of(plate), False) if is_plate(plate) else None
    if len(plain) > LONGEST or not _says_enough(plain):
        return None
    return Pattern(plain, key_of(plain).replace(ONE, "_").replace(ANY, "%"), True)


def part_of(text: str) -> Pattern | None:
    """What a search asks: a complete plate is looked up as it is, anything less as a part of plates."""
    plain = _letters(text, also=ONE + ANY)
    if ONE in plain or ANY in plain:
        return pattern_of(text)
    plate = _set_right(plain)
    if is_complete(plate):
        return Pattern(plate, key_of(plate), False)
    return Pattern(plate, f"%{key_of(plate)}%", True) if KNOWN <= len(plate) <= LONGEST else None


def _letters(text: str, *, also: str) -> str:
    """Capital letters and digits, and the signs of `also`; accents, spaces and all else are left out."""
    plain = unicodedata.normalize("NFKD", text).upper().translate(_LOOKALIKES)
    return "".join(_digit(sign) for sign in plain if sign.isalpha() or sign.isdecimal() or sign in also)


def _digit(sign: str) -> str:
    """Digits of any script as 0 to 9."""
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _set_right(plain: str) -> str:
    """O and 0 as the format says; as read where it fits a format as it is, or more than one in other ways."""
    fits = {fit for form in FORMATS if (fit := _fit(plain, form)) is not None}
    return fits.pop() if len(fits) == 1 else plain


def _fit(plain: str, form: str) -> str | None:
    """The plate in this format, or None where it has another."""
    if len(plain) != len(form):
        return None
    signs = [_as(sign, place) for sign, place in zip(plain, form, strict=True)]
    return None if None in signs else "".join(sign for sign in signs if sign)


def _as(sign: str, place: str) -> str | None:
    if place == "0":
        return "0" if sign == "O" else sign if sign.isdecimal() else None
    letter = "O" if sign == "0" else sign
    if place == "A":
        return letter if letter.isascii() and letter.isalpha() else None
    return letter if letter == place else None


def _says_enough(plain: str) -> bool:
    parts = plain.replace(ONE, ANY).split(ANY)
    return max(len(part) for part in parts) >= KNOWN
