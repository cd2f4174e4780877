"""The offline base map: regions, lakes and places with names in the user's language, built once per language."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.core.cache import cache as store
from django.db.models import Max
from django.utils import translation

from apps.core.encoding import encode
from apps.core.etags import etag_of
from apps.regions.models import Place, Region

DECIMALS: Final = 4  # 11 m, finer than the boundaries themselves
KEPT_S: Final = 24 * 3600
LAKES: Final = Path(settings.BASE_DIR) / "fixtures" / "geo" / "lakes.geojson"


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _regions() -> dict[str, Any]:
    rows = Region.objects.bounded().annotate(outline=AsGeoJSON("boundary", precision=DECIMALS))
    return _collection(
        [
            _feature(
                json.loads(region.outline),
                {
                    "code": region.code,
                    "name": region.name,
                    "label": [region.label_point.x, region.label_point.y] if region.label_point else None,
                },
            )
            for region in rows
        ]
    )


@cache
def _lake_file() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(LAKES.read_text(encoding="utf-8"))["features"]
    return features


def _lakes() -> dict[str, Any]:
    language = (translation.get_language() or "uz").split("-")[0]
    return _collection(
        [
            _feature(lake["geometry"], {"name": lake["properties"][f"name_{language}"]})
            for lake in _lake_file()
        ]
    )


def _places() -> dict[str, list[Any]]:
    places = list(Place.objects.order_by("-population", "name_uz"))
    return {
        "name": [place.name for place in places],
        "lon": [round(place.location.x, DECIMALS) for place in places],
        "lat": [round(place.location.y, DECIMALS) for place in places],
        "population": [place.population for place in places],
    }


def _version() -> str:
    """Changes when regions are imported anew: their history knows."""
    newest = Region.pgh_event_model.objects.aggregate(newest=Max("pgh_id"))["newest"]  # type: ignore[attr-defined]
    return f"{newest}.{Place.objects.count()}"


def basemap() -> tuple[bytes, str]:
    """JSON `{"regions", "lakes", "places"}` in the active language, and its ETag."""
    key = f"basemap:{translation.get_language()}:{_version()}"
    body: bytes | None = store.get(key)
    if body is None:
        body = encode({"regions": _regions(), "lakes": _lakes(), "places": _places()})
        store.set(key, body, KEPT_S)
    return body, etag_of(body)
