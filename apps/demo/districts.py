"""The district a caller would name. Pure.

The portal has no polygons of districts and never guesses one. An operator knows, and so does the demo: towns bear the
name of their district, and in Tashkent it is the one whose middle is nearest.
"""

from collections.abc import Mapping
from typing import Final

from apps.demo.geography import Spot
from apps.demo.ways import distance_m

_CAPITAL: Final = "Toshkent"
_MIDDLES: Final[dict[str, tuple[float, float]]] = {
    "Bektemir tumani": (69.334, 41.209),
    "Chilonzor tumani": (69.200, 41.272),
    "Mirobod tumani": (69.285, 41.283),
    "Mirzo Ulugʻbek tumani": (69.337, 41.328),
    "Olmazor tumani": (69.220, 41.348),
    "Sirgʻali tumani": (69.222, 41.225),
    "Shayxontohur tumani": (69.235, 41.325),
    "Uchtepa tumani": (69.172, 41.295),
    "Yakkasaroy tumani": (69.252, 41.290),
    "Yangihayot tumani": (69.212, 41.200),
    "Yashnobod tumani": (69.335, 41.293),
    "Yunusobod tumani": (69.285, 41.366),
}


def district_of(spot: Spot, codes: Mapping[str, str]) -> str | None:
    """The SOATO code; `codes` gives it by the Uzbek name of each district of the region. None: not known."""
    name = spot.settlement.name
    if name == _CAPITAL:
        return codes.get(_nearest(spot))
    return codes.get(f"{name} shahri") or codes.get(f"{name} tumani")


def _nearest(spot: Spot) -> str:
    return min(_MIDDLES, key=lambda name: distance_m(_MIDDLES[name], (spot.lon, spot.lat)))
