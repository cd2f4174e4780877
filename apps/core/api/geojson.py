"""`?format=geojson`: a list as a FeatureCollection (RFC 7946)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework.renderers import JSONRenderer


def feature_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """A list item as a Feature: `location` is the geometry (or null), the rest are properties."""
    properties = {name: value for name, value in item.items() if name != "location"}
    return {
        "type": "Feature",
        "id": item.get("id"),
        "geometry": item.get("location"),
        "properties": properties,
    }


class GeoJSONRenderer(JSONRenderer):
    """Renders list items; `count`, `next`, `previous` stay as foreign members, errors as they are."""

    media_type: ClassVar[str] = "application/geo+json"  # type: ignore[misc]
    format: ClassVar[str] = "geojson"  # type: ignore[misc]

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        response = (renderer_context or {}).get("response")
        if response is None or response.status_code < 400:
            data = self._collected(data)
        rendered: bytes = super().render(data, accepted_media_type, renderer_context)
        return rendered

    @staticmethod
    def _collected(data: Any) -> Any:
        if isinstance(data, Mapping) and "results" in data:
            about = {name: data[name] for name in ("count", "next", "previous") if name in data}
            return {
                "type": "FeatureCollection",
                **about,
                "features": [feature_of(i) for i in data["results"]],
            }
        if isinstance(data, list):
            return {"type": "FeatureCollection", "features": [feature_of(item) for item in data]}
        return feature_of(data) if isinstance(data, Mapping) else data
