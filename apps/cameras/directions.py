"""Where a camera looks, out of what people write for it: "N", "Northbound", "NS", "Both Directions", "270°". Pure.

Registers of other systems name a direction in many ways. The rule, for every one of them:

- degrees (`270`, `270.5°`, `-90`) and points of the compass, as letters or words, in English, Russian and Uzbek, with or
  without "bound": the azimuth, degrees clockwise from north;
- both ways (`NS`, `E-W`, `Both Directions`), all around (`360°`, `All`): no azimuth, since one would be invented;
- empty, `Unknown` and the like: no azimuth;
- everything else, and two different directions that are not opposite: refused.
"""

import re
from dataclasses import dataclass
from typing import Final

from apps.regions.folding import fold

_STEP: Final = 22.5
_POINTS: Final = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip
_RUSSIAN: Final = (
    "С", "ССВ", "СВ", "ВСВ", "В", "ВЮВ", "ЮВ", "ЮЮВ", "Ю", "ЮЮЗ", "ЮЗ", "ЗЮЗ", "З", "ЗСЗ", "СЗ", "ССЗ",
)  # fmt: skip
# Letters as they stand: Cyrillic С is north, Latin S is south; nothing is folded from script to script.
_LETTERS: Final = {
    letters: round(place * _STEP) % 360
    for names in (_POINTS, _RUSSIAN)
    for place, letters in enumerate(names)
}
_SIDES: Final[dict[str, tuple[str, ...]]] = {
    "N": ("north", "северный", "север", "shimol", "shimoliy", "шимолий"),
    "E": ("east", "восточный", "восток", "sharq", "sharqiy", "шарқий"),
    "S": ("south", "южный", "юг", "janub", "janubiy", "жанубий"),
    "W": ("west", "западный", "запад", "gʻarb", "gʻarbiy", "ғарбий"),
}
_WORDS: Final = {fold(word): side for side, words in _SIDES.items() for word in words}
# The first half of a compound word: северо-запад, shimoli-gʻarb, northwest.
_FIRST: Final = {
    fold(word): side for word, side in (("северо", "N"), ("юго", "S"), ("shimoli", "N"), ("janubi", "S"))
}
_COMPOUND: Final = re.compile(
    rf"({'|'.join(sorted({*_FIRST, 'north', 'south'}, key=len, reverse=True))}) ?(\w+)"
)
_NOTHING: Final = frozenset(
    fold(word)
    for word in (
        "", "unknown", "n/a", "na", "none", "null", "not known", "unspecified", "other", "неизвестно", "нет данных", "нет",
        "не указано", "nomaʼlum", "номаълум", "maʼlumot yoʻq", "yoʻq",
    )
)  # fmt: skip
_AROUND: Final = frozenset(
    fold(word)
    for word in (
        "both", "both directions", "both ways", "bidirectional", "two way", "all", "all directions", "all around", "omni",
        "omnidirectional", "panoramic", "360", "360 deg", "360 degrees", "обе стороны", "в обе стороны", "оба направления",
        "в оба направления", "кругом", "круговой", "вкруговую", "все стороны", "ikki tomon", "ikki tomonga", "ikkala tomon",
        "ikkala tomonga", "hamma tomon", "hamma tomonga", "atrof",
    )
)  # fmt: skip
_DEGREES: Final = re.compile(
    r"([-+]?\d{1,3}(?:[.,]\d+)?)\s*(?:°|º|deg|degrees|град|градусов|gradus)?", re.IGNORECASE
)
_BOUND: Final = re.compile(r"[\s/.-]*(?:bound|b)$", re.IGNORECASE)


class UnknownDirection(ValueError):
    """The text names no direction."""


@dataclass(frozen=True, slots=True)
class Direction:
    """`azimuth` in degrees clockwise from north, 0 to 359, or None; `is_around`: it looks both ways, or all around."""

    azimuth: int | None
    is_around: bool = False


NOWHERE: Final = Direction(None)
AROUND: Final = Direction(None, is_around=True)


def direction_of(text: str) -> Direction:
    """What the text says; raises `UnknownDirection`."""
    folded = fold(text)
    if folded in _AROUND:
        return AROUND
    if folded in _NOTHING and not any(letter.isalnum() for letter in text if folded == ""):
        return NOWHERE
    degrees = _DEGREES.fullmatch(text.strip())
    if degrees:
        return _of_degrees(float(degrees[1].replace(",", ".")))
    azimuth = _one(text.strip())
    return Direction(azimuth) if azimuth is not None else _of_two(text.strip())


def _of_degrees(value: float) -> Direction:
    if not -180 <= value <= 360:
        raise UnknownDirection
    return AROUND if value == 360 else Direction(round(value) % 360)


def _one(text: str) -> int | None:
    """The azimuth of one direction, in letters or words; None for anything else."""
    for bare in (text, _BOUND.sub("", text)):
        letters = bare.strip(" .").upper()
        if letters in _LETTERS:
            return _LETTERS[letters]
        side = _side(fold(bare))
        if side is not None:
            return _LETTERS[side]
    return None


def _side(folded: str) -> str | None:
    """`N`, or `NW` of a compound word."""
    if folded in _WORDS:
        return _WORDS[folded]
    found = _COMPOUND.fullmatch(folded)
    if found is None or found[2] not in _WORDS:
        return None
    first = _FIRST.get(found[1]) or _WORDS[found[1]]
    both = first + _WORDS[found[2]]
    return both if both in _LETTERS else None


def _of_two(text: str) -> Direction:
    """Two opposite directions: both ways. Any other two are no direction of one camera."""
    parts = [
        part
        for part in re.split(r"\s*(?:[/,;&+–—-]|\bto\b|\band\b|\bи\b|\bva\b)\s*", text, flags=re.IGNORECASE)
        if part
    ]
    if len(parts) == 1 and len(text) == 2:
        parts = list(text)
    found = [_one(part) for part in parts]
    if len(found) == 2 and None not in found and abs((found[0] or 0) - (found[1] or 0)) == 180:
        return AROUND
    raise UnknownDirection
