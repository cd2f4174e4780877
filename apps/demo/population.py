"""How many people live where, and how a total is shared out by it: pure."""

from collections.abc import Mapping
from typing import Final

# Permanent population on 1 January 2024, in thousands (Statistics Agency of Uzbekistan), by ISO 3166-2 code.
POPULATION_K: Final[dict[str, float]] = {
    "UZ-AN": 3394.4,
    "UZ-BU": 2044.0,
    "UZ-FA": 4061.5,
    "UZ-JI": 1507.4,
    "UZ-NG": 3066.1,
    "UZ-NW": 1075.3,
    "UZ-QA": 3560.6,
    "UZ-QR": 2002.7,
    "UZ-SA": 4208.5,
    "UZ-SI": 914.0,
    "UZ-SU": 2877.1,
    "UZ-TK": 3040.8,
    "UZ-TO": 3051.8,
    "UZ-XO": 1995.6,
}

# A big city calls more often, and has more cameras and patrols a head, than the countryside.
_CAPITAL: Final = "UZ-TK"
_CAPITAL_FACTOR: Final = 2.2


def weights_of_regions() -> dict[str, float]:
    """How much of the field is in each region: people, the capital's counted more than once."""
    return {
        code: people * (_CAPITAL_FACTOR if code == _CAPITAL else 1.0) for code, people in POPULATION_K.items()
    }


def share_out(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers in proportion to `weights` that add up to `total` (largest remainders)."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    shares = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: shares[key] - exact[key])
    for key in by_remainder[: total - sum(shares.values())]:
        shares[key] += 1
    return shares
