"""Which cameras hang on one switch: neighbours, as many as a street cabinet takes. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from apps.demo.installations import Installation

# Ports of a street cabinet's switch, and how many of them are in use at most.
PORTS: Final = 24


@dataclass(frozen=True, slots=True)
class Cabinet:
    """A switch: the settlement, the places of its cameras in the list they came from, its middle."""

    settlement: str
    cameras: tuple[int, ...]
    lon: float
    lat: float


def cabinets_of(cameras: Sequence[Installation]) -> list[Cabinet]:
    """The cabinets of a region's cameras; each camera hangs on one, and none spans two settlements."""
    order = sorted(range(len(cameras)), key=lambda i: _strip(cameras[i]))
    by_home = groupby(order, key=lambda i: _home(cameras[i]))
    return [cabinet for home, run in by_home for cabinet in _filled(home, list(run), cameras)]


def _filled(home: str, run: list[int], cameras: Sequence[Installation]) -> Iterator[Cabinet]:
    for start in range(0, len(run), PORTS):
        chosen = run[start : start + PORTS]
        lon = sum(cameras[i].lon for i in chosen) / len(chosen)
        lat = sum(cameras[i].lat for i in chosen) / len(chosen)
        yield Cabinet(home, tuple(chosen), round(lon, 6), round(lat, 6))


def _home(camera: Installation) -> str:
    return camera.address.partition(",")[0]


def _strip(camera: Installation) -> tuple[str, int, float, float]:
    """In strips of some 700 m from west to east, and each strip from south to north."""
    return _home(camera), round(camera.lon * 120), camera.lat, camera.lon
