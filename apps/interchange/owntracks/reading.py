"""A request of OwnTracks, read: what both the bare route and the view do."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs

from apps.core.encoding import decode
from apps.inspectors.positions import Reading
from apps.interchange.owntracks.translate import NotAPosition, reading_of

BODY_AT_MOST: Final = 256 * 1024
REALM: Final = 'Basic realm="owntracks"'


def reading_of_body(body: bytes, *, device: str, at: datetime) -> Reading | None:
    """The position of a body; None for an empty one (a friend was removed) and for other types than `location`.

    Raises `NotAPosition` or `BadRow`.
    """
    if not body.strip():
        return None
    try:
        message = decode(body)
    except ValueError:
        raise NotAPosition("not JSON") from None
    if not isinstance(message, Mapping) or message.get("_type") != "location":
        return None
    return reading_of(message, device=device, at=at)


def device_named(query: str, *, limit_u: str, limit_d: str) -> str:
    """`u/d`, or `d` where no user is named: from the address, or from the headers that the app sends instead."""
    asked = parse_qs(query)
    user = asked.get("u", [""])[-1] or limit_u
    device = asked.get("d", [""])[-1] or limit_d
    return f"{user}/{device}" if user and device else device


def password_of(authorization: str) -> str:
    """The password of Basic auth, a device's secret or an API key; empty where there is none.

    It is what follows the last colon: neither has one, and a device's identifier (a MAC address) may.
    """
    word, _, packed = authorization.partition(" ")
    if word.lower() != "basic":
        return ""
    try:
        return base64.b64decode(packed.strip(), validate=True).decode().rpartition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
