"""Points are inside their region, out of the water, and denser in the middle."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from shapely.geometry import shape

from apps.demo.geography import Ground, polar, settlement
from apps.demo.population import POPULATION_K, share_out, weights_of_regions
from apps.demo.ways import distance_m

GEO = Path(__file__).resolve().parents[2] / "fixtures" / "geo"


def features(name: str) -> list[dict]:
    return json.loads((GEO / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


def ground_of(code: str) -> Ground:
    boundary = next(shape(f["geometry"]) for f in features("regions") if f["properties"]["iso"] == code)
    places = [
        settlement(
            geonames_id=f["id"],
            name=f["properties"]["name_uz"],
            lon=f["geometry"]["coordinates"][0],
            lat=f["geometry"]["coordinates"][1],
            population=f["properties"]["population"],
        )
        for f in features("places")
        if f["properties"]["region"] == code
    ]
    return Ground(code, boundary, places, [shape(f["geometry"]) for f in features("lakes")])


@pytest.mark.parametrize("code", sorted(POPULATION_K))
def test_every_point_lies_in_its_region(code: str) -> None:
    ground, rng = ground_of(code), random.Random(7)
    spots = [ground.spot(rng, countryside=0.3) for _ in range(200)]
    assert all(ground.holds(spot.lon, spot.lat) for spot in spots)


def test_a_big_town_gets_more_points_than_a_small_one() -> None:
    ground, rng = ground_of("UZ-SA"), random.Random(7)
    towns = Counter(ground.spot(rng, countryside=0.2).settlement.name for _ in range(1000))
    assert towns["Samarqand"] > 4 * towns["Urgut"] > 0


def test_points_are_denser_in_the_middle_of_a_town() -> None:
    ground, rng = ground_of("UZ-SA"), random.Random(7)
    home = next(each for each in ground.settlements if each.name == "Samarqand")
    found = [ground.near(rng, home, home.scale_m) for _ in range(500)]
    distances = [distance_m((home.lon, home.lat), (spot.lon, spot.lat)) for spot in found if spot]
    inner = sum(1 for metres in distances if metres < 2000)
    ring = sum(1 for metres in distances if 4000 <= metres < 6000)
    # The ring from 4 to 6 km is five times as wide as the disc of 2 km.
    assert inner > ring / 5 * 3


def test_a_point_in_a_lake_is_not_dry_land() -> None:
    assert not ground_of("UZ-JI").holds(67.0, 40.9)


def test_polar_goes_the_right_way() -> None:
    assert polar(69.0, 41.0, 1000, 0) == pytest.approx((69.0, 41.00898), abs=1e-4)
    assert polar(69.0, 41.0, 1000, 90) == pytest.approx((69.0119, 41.0), abs=1e-4)


def test_shares_add_up_and_the_capital_has_the_most() -> None:
    shares = share_out(5000, weights_of_regions())
    assert sum(shares.values()) == 5000
    assert max(shares, key=shares.__getitem__) == "UZ-TK"


def test_every_region_gets_something_of_a_small_total() -> None:
    assert min(share_out(200, weights_of_regions()).values()) >= 3
