"""The regions, districts and places that the portal ships in `fixtures/geo`."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import shapely
from django.conf import settings
from django.db.models import Model

from apps.core.geo import from_shape, point
from apps.regions.models import NATIONAL, District, Place, Region

NAMES: Final = ("name_uz", "name_uz_cyrl", "name_ru", "name_en")
QUEUE_NAMES: Final = dict(
    zip(
        NAMES,
        ("Respublika navbati", "Республика навбати", "Республиканская очередь", "National queue"),
        strict=True,
    )
)


def folder() -> Path:
    """Where the files are."""
    return Path(settings.BASE_DIR) / "fixtures" / "geo"


def load(overwrite: bool = False) -> Mapping[str, int]:
    """Add what is missing, and with `overwrite` bring the rest back; tells how many rows of each kind."""
    shipped: dict[str, list[Any]] = {
        "regions": [Region(code=NATIONAL, **QUEUE_NAMES), *map(_region, _features("regions"))],
        "districts": [_district(row) for row in _rows("districts")],
        "places": [_place(feature) for feature in _features("places")],
    }
    return {kind: _store(rows, overwrite=overwrite) for kind, rows in shipped.items()}


def _store(rows: Sequence[Model], *, overwrite: bool) -> int:
    """How many of `rows` were written."""
    model = type(rows[0])
    known = set(model._default_manager.values_list("pk", flat=True))
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows if overwrite else [row for row in rows if row.pk not in known],
        update_conflicts=overwrite,
        update_fields=columns if overwrite else None,
        unique_fields=[model._meta.pk.name] if overwrite else None,
    )
    return len(rows) if overwrite else sum(row.pk not in known for row in rows)


def _features(name: str) -> Iterable[Mapping[str, Any]]:
    features: list[Mapping[str, Any]] = json.loads((folder() / f"{name}.geojson").read_text("utf-8"))[
        "features"
    ]
    return features


def _rows(name: str) -> list[dict[str, str]]:
    with (folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _names(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given[name] for name in NAMES}


def _region(feature: Mapping[str, Any]) -> Region:
    given = feature["properties"]
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    return Region(
        code=given["iso"],
        soato=given["soato"],
        boundary=from_shape(shape),
        label_point=point(given["label_lon"], given["label_lat"]),
        **_names(given),
    )


def _district(row: Mapping[str, str]) -> District:
    return District(soato=row["soato"], region_id=row["region_iso"], **_names(row))


def _place(feature: Mapping[str, Any]) -> Place:
    given = feature["properties"]
    place = Place(
        geonames_id=feature["id"],
        region_id=given["region"],
        population=given["population"],
        location=point(*feature["geometry"]["coordinates"]),
        spellings=given["search"],
        **_names(given),
    )
    place.search = place.search_words()
    return place
