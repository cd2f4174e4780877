"""JSON as bytes, once: ids and times as every edge writes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from apps.core.clock import iso


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def encode(value: Any) -> bytes:
    """UTF-8 JSON. Times in UTC with milliseconds, UUIDs as text; raises `TypeError` for anything unknown."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def decode(body: bytes | str) -> Any:
    """The value of a JSON text; raises `ValueError`."""
    return orjson.loads(body)
