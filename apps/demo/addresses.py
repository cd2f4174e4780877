"""Addresses as callers give them: the street of the settlement's grid, a house, a landmark. Pure."""

import random
from typing import Final

from apps.demo.geography import Spot
from apps.demo.streets import house_number, street_name
from apps.demo.texts.mahallas import MAHALLAS
from apps.demo.texts.street_names import STREETS

_LANDMARKS: Final = (
    "dehqon bozori yonida",
    "maktab roʻparasida",
    "shifoxona oldida",
    "avtoshohbekat yonida",
    "masjid yonida",
    "bogʻcha orqasida",
    "yoqilgʻi shoxobchasi yonida",
    "koʻp qavatli uylar orasida",
    "supermarket oldida",
    "istirohat bogʻi kiraverishida",
)
_WITH_LANDMARK: Final = 0.3


def address_of(rng: random.Random, spot: Spot) -> str:
    """`Samarqand, Amir Temur koʻchasi, 45-uy`, at times with a landmark."""
    home = spot.settlement
    street = _nearest_street(spot)
    house = house_number(home.grid, spot.lon, spot.lat)
    landmark = f" ({rng.choice(_LANDMARKS)})" if rng.random() < _WITH_LANDMARK else ""
    return f"{home.name}, {street} koʻchasi, {house}-uy{landmark}"


def crossing_name(spot: Spot) -> str:
    """`Amir Temur – Beruniy kesishmasi`: the two streets that meet nearest to the spot."""
    home = spot.settlement
    up, across = home.grid.lines_at(spot.lon, spot.lat)
    first, second = _street(home.name, up, is_up=True), _street(home.name, across, is_up=False)
    return f"{first} – {second} kesishmasi"


def mahalla_of(spot: Spot) -> str:
    """The mahalla around a spot: squares of four blocks bear one name."""
    home = spot.settlement
    up, across = home.grid.lines_at(spot.lon, spot.lat)
    return MAHALLAS[(up // 4 * 7 + across // 4 * 13 + len(home.name)) % len(MAHALLAS)]


def _nearest_street(spot: Spot) -> str:
    grid = spot.settlement.grid
    x, y = grid.to_metres(spot.lon, spot.lat)
    up, across = grid.lines_at(spot.lon, spot.lat)
    is_up = abs(x - up * grid.block_m) <= abs(y - across * grid.block_m)
    return _street(spot.settlement.name, up if is_up else across, is_up=is_up)


def _street(settlement: str, line: int, *, is_up: bool) -> str:
    return street_name(STREETS, settlement, line, is_up=is_up)
