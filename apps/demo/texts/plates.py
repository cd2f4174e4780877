"""Number plates as Uzbekistan has them: the region's two digits, then `A 123 BC` of people or `123 ABC` of firms.

The form is that of the national standard in force since 1 March 2009. No car is meant: the letters and digits are drawn.
"""

import random
from typing import Final

_REGIONS: Final = ("01", "10", "20", "25", "30", "40", "50", "60", "70", "75", "80", "85", "90", "95")
# Letters that look like no digit.
_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVXYZ"
_OF_PEOPLE: Final = 0.8


def draw_plate(rng: random.Random) -> str:
    """`01A123BC`, at times `01123ABC`."""
    region, number = rng.choice(_REGIONS), f"{rng.randrange(1, 1000):03d}"
    letters = [rng.choice(_LETTERS) for _ in range(3)]
    if rng.random() < _OF_PEOPLE:
        return f"{region}{letters[0]}{number}{letters[1]}{letters[2]}"
    return f"{region}{number}{''.join(letters)}"
