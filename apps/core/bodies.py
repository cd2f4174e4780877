"""How large a body may be, by its address: decided before a byte of it is read."""

from typing import Final

from django.conf import settings

MB: Final = 1024 * 1024
# Files, as forms send them; each form knows how large its own may be.
CEILING: Final = 64 * MB
# What is read whole, and costs a multiple of itself in memory.
JSON: Final = 2 * MB
# 100,000 rows of 160 bytes, of which no address takes more at once.
BULK: Final = 16 * MB


def limit_of(path: str, content_type: str) -> int:
    """The most bytes that a body of this address may have."""
    is_read_whole = path.startswith(("/api/", "/intake/")) and not content_type.startswith("multipart/")
    if not is_read_whole:
        return CEILING
    return BULK if path in settings.SAFECITY_BULK_ADDRESSES else JSON
