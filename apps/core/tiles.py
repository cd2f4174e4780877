"""Raster tiles over the built-in map: what a page is told of the server that the settings name."""

from urllib.parse import urlsplit

from django.conf import settings


def tiles() -> dict[str, str] | None:
    """`{"url", "attribution"}`, or None. An address with a login in it is none: everybody would be told the login."""
    address = settings.SAFECITY_TILE_URL
    if not address or "@" in urlsplit(address).netloc:
        return None
    return {"url": address, "attribution": settings.SAFECITY_TILE_ATTRIBUTION}
