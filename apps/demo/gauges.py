"""The demo's sensors and what they say: places, daily waves, weather, floods. Pure; the same words give the same values."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import pi, sin
from typing import Final

from apps.core.clock import TASHKENT
from apps.demo.geography import Ground
from apps.demo.population import share_out
from apps.demo.seeds import chance

PREFIX: Final = "DEMO-"
RIVER_KINDS: Final = frozenset({"water_level", "water_flow"})
# Of a hundred sensors so many are of each kind; gauges stand at the rivers below, all others in settlements.
KINDS: Final = {
    "air_temperature": 8.0, "wind_speed": 5.0, "precipitation": 5.0, "humidity": 5.0, "snow_depth": 1.0, "pm25": 8.0,
    "radiation": 3.0, "noise": 8.0, "gunshot": 3.0, "traffic_count": 10.0, "smoke": 8.0, "gas": 8.0,
    "carbon_monoxide": 4.0, "perimeter": 5.0, "panic_button": 7.0, "seismic": 2.0, "mudflow": 2.0,
    "water_level": 7.0, "water_flow": 1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gauging:
    """A place at a river where gauges stand: region, degrees."""

    region: str
    name: str
    lon: float
    lat: float


# From the source down: towns at the rivers, by their places in GeoNames (see fixtures/geo/NOTICE.md).
RIVERS: Final[dict[str, tuple[Gauging, ...]]] = {
    "Chirchiq": (
        Gauging("UZ-TO", "Gʻazalkent", 69.772, 41.558),
        Gauging("UZ-TO", "Chirchiq", 69.582, 41.469),
        Gauging("UZ-TO", "Yangibozor", 69.433, 41.372),
        Gauging("UZ-TO", "Chinoz", 68.761, 40.937),
    ),
    "Ohangaron": (
        Gauging("UZ-TO", "Angren", 70.144, 41.017),
        Gauging("UZ-TO", "Ohangaron", 69.638, 40.907),
        Gauging("UZ-TO", "Olmaliq", 69.598, 40.845),
    ),
    "Zarafshon": (
        Gauging("UZ-SA", "Bulungʻur", 67.272, 39.764),
        Gauging("UZ-SA", "Samarqand", 66.960, 39.720),
        Gauging("UZ-SA", "Kattaqoʻrgʻon", 66.256, 39.900),
        Gauging("UZ-NW", "Navoiy", 65.379, 40.090),
        Gauging("UZ-BU", "Gʻijduvon", 64.677, 40.102),
    ),
    "Qashqadaryo": (
        Gauging("UZ-QA", "Kitob", 66.876, 39.120),
        Gauging("UZ-QA", "Shahrisabz", 66.830, 39.058),
        Gauging("UZ-QA", "Chiroqchi", 66.572, 39.034),
        Gauging("UZ-QA", "Qarshi", 65.789, 38.861),
    ),
    "Surxondaryo": (
        Gauging("UZ-SU", "Denov", 67.898, 38.268),
        Gauging("UZ-SU", "Shoʻrchi", 67.788, 37.999),
        Gauging("UZ-SU", "Termiz", 67.278, 37.224),
    ),
    "Norin": (
        Gauging("UZ-NG", "Uchqoʻrgʻon", 71.035, 41.114),
        Gauging("UZ-NG", "Haqqulobod", 72.119, 40.917),
    ),
    "Sirdaryo": (
        Gauging("UZ-NG", "Namangan", 71.640, 40.960),
        Gauging("UZ-SI", "Bekobod", 69.270, 40.220),
        Gauging("UZ-SI", "Sirdaryo", 68.661, 40.843),
    ),
    "Amudaryo": (Gauging("UZ-XO", "Urganch", 60.633, 41.550), Gauging("UZ-QR", "Nukus", 59.602, 42.460)),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sensor of the demo; degrees."""

    code: str
    name: str
    region: str
    kind: str
    lon: float
    lat: float
    address: str


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind's values run: the middle and how far sensors differ, the daily wave with its hour, weather, noise."""

    middle: float
    spread: float
    wave: float
    peak_h: float
    weather: float
    noise: float
    least: float = 0.0


SHAPES: Final[dict[str, Shape]] = {
    "water_level": Shape(1.7, 0.4, 0.14, 18, 0.25, 0.015, -2),
    "water_flow": Shape(140, 60, 12, 18, 25, 2),
    "air_temperature": Shape(13, 2, 7, 15, 5, 0.2, -60),
    "wind_speed": Shape(3, 1, 1.2, 16, 1.5, 0.5),
    "humidity": Shape(48, 6, -14, 15, 10, 1.5),
    "pm25": Shape(32, 8, 9, 20, 12, 2),
    "radiation": Shape(0.12, 0.02, 0, 0, 0.01, 0.006),
    "noise": Shape(56, 6, 9, 17, 0, 2),
    "traffic_count": Shape(620, 300, 480, 17, 60, 40),
    "smoke": Shape(0.4, 0.1, 0, 0, 0, 0.12),
    "gas": Shape(0.8, 0.3, 0, 0, 0, 0.15),
    "carbon_monoxide": Shape(3, 1, 1.5, 19, 0, 0.6),
    "seismic": Shape(0.15, 0.05, 0, 0, 0, 0.08),
    "snow_depth": Shape(0, 0, 0, 0, 0, 0),
}
STILL: Final = Shape(0, 0, 0, 0, 0, 0)


def draw_sensors(*, total: int, grounds: Mapping[str, Ground]) -> list[Drawn]:
    """`total` sensors, exactly in the proportions of their kinds."""
    shares = share_out(total, KINDS)
    found: list[Drawn] = []
    for kind, count in shares.items():
        places = _at_rivers(kind, grounds) if kind in RIVER_KINDS else _in_towns(kind, grounds)
        found += [next(places) for _ in range(count)]
    return found


def _at_rivers(kind: str, grounds: Mapping[str, Ground]) -> Iterator[Drawn]:
    """Round after round down every river; a few hundred metres apart."""
    rng, number = chance("sensors", kind), 0
    while True:
        for river, gaugings in RIVERS.items():
            for place in gaugings:
                number += 1
                lon, lat = place.lon + rng.uniform(-0.02, 0.02), place.lat + rng.uniform(-0.012, 0.012)
                code = _code(kind, place.region, number)
                name = f"{river}, {place.name}, {number}-post"
                yield Drawn(code, name, place.region, kind, lon, lat, place.name)


def _in_towns(kind: str, grounds: Mapping[str, Ground]) -> Iterator[Drawn]:
    rng, number = chance("sensors", kind), 0
    codes = list(grounds)
    weights = [float(sum(home.population for home in ground.settlements)) for ground in grounds.values()]
    while True:
        number += 1
        region = rng.choices(codes, weights)[0]
        spot = grounds[region].spot(rng, countryside=0.15)
        town = spot.settlement.name
        yield Drawn(_code(kind, region, number), f"{town}, {number}", region, kind, spot.lon, spot.lat, town)


def _code(kind: str, region: str, number: int) -> str:
    return f"{PREFIX}{region.removeprefix('UZ-')}-{kind.upper().replace('_', '')}-{number:04d}"


def river_of(name: str) -> str | None:
    """The river of a gauge of this name."""
    river = name.partition(",")[0]
    return river if river in RIVERS else None


def place_down(name: str) -> int:
    """How far down its river a gauge of this name stands: the number of its town, from 0."""
    river, _, rest = name.partition(", ")
    towns = [place.name for place in RIVERS.get(river, ())]
    town = rest.partition(",")[0]
    return towns.index(town) if town in towns else 0


def value_at(code: str, kind: str, at: datetime) -> float:
    """What a sensor says at a moment, without floods and alarms: its own middle, the day, the weather, noise."""
    shape = SHAPES.get(kind, STILL)
    own, phase = _own(code)
    local = at.astimezone(TASHKENT)
    hours = local.hour + local.minute / 60 + local.second / 3600
    days = at.timestamp() / 86400
    value = shape.middle + shape.spread * own
    value += shape.wave * sin((hours - shape.peak_h + 6) * pi / 12)
    # Two slow waves that never meet again: whole regions feel the same weather.
    value += shape.weather * (0.6 * sin(days * 2 * pi / 3.37) + 0.4 * sin(days * 2 * pi / 8.9 + phase / 9))
    noise = random.Random(f"{code} {round(at.timestamp())}").gauss(0, 1)  # noqa: S311 (no secret)
    return round(max(shape.least, value + shape.noise * noise) + _rain(kind, code, at), 3)


def _rain(kind: str, code: str, at: datetime) -> float:
    """Showers of an hour or two, in some regions at a time."""
    if kind != "precipitation":
        return 0.0
    day, hour = divmod(int(at.timestamp()) // 3600, 24)
    region = code.split("-")[1]
    begins, length, strength = _shower(region, day)
    return (
        round(strength * sin(pi * (hour - begins + 0.5) / length), 1)
        if begins <= hour < begins + length
        else 0.0
    )


@lru_cache(maxsize=512)
def _shower(region: str, day: int) -> tuple[int, int, float]:
    rng = chance("rain", region, day)
    return (rng.randrange(24), rng.randint(1, 4), rng.uniform(2, 16)) if rng.random() < 0.3 else (24, 1, 0.0)


@lru_cache(maxsize=8192)
def _own(code: str) -> tuple[float, float]:
    rng = chance("sensor", code)
    return rng.uniform(-1, 1), rng.uniform(0, 2 * pi)


@dataclass(frozen=True, slots=True)
class Flood:
    """A wave of water down one river: seconds of a steady clock, metres at its height."""

    river: str
    begins_s: float
    height_m: float = 3.6
    rises_s: float = 720.0
    falls_s: float = 1500.0
    between_s: float = 150.0

    def at(self, name: str, now_s: float) -> float:
        """By how much the water stands higher at a gauge of this name."""
        if river_of(name) != self.river:
            return 0.0
        passed = now_s - self.begins_s - self.between_s * place_down(name)
        if passed <= 0:
            return 0.0
        if passed <= self.rises_s:
            return self.height_m * sin(passed / self.rises_s * pi / 2) ** 2
        return self.height_m * max(0.0, 1 - (passed - self.rises_s) / self.falls_s)

    @property
    def ends_s(self) -> float:
        """When the water is back everywhere."""
        return self.begins_s + self.rises_s + self.falls_s + self.between_s * len(RIVERS[self.river])


def calibration_of(code: str, *, today: date) -> tuple[date, date]:
    """When a sensor was calibrated, and when that is due again, after a year: for a few it is overdue."""
    calibrated = today - timedelta(days=chance("calibration", code).randrange(380))
    return calibrated, calibrated + timedelta(days=365)
