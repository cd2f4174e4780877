"""What a picture is: bytes that begin as JPEG, PNG or WebP do, whatever their sender calls them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

# ISO/IEC 10918-1 (SOI and the first byte of the next marker); PNG 5.2; RFC 9649 2.4 (RIFF, size, WEBP).
JPEG: Final = b"\xff\xd8\xff"
PNG: Final = b"\x89PNG\r\n\x1a\n"
RIFF: Final = b"RIFF"
WEBP: Final = b"WEBP"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it came from the camera at `at`; `media_type` is what its bytes are.

    A camera that sends the same `digest` for long shows nothing that is happening.
    """

    body: bytes
    media_type: str
    at: datetime
    digest: str


def picture_in(body: bytes, *, at: datetime) -> Picture | None:
    """The picture that these bytes are; None for anything else."""
    media_type = media_type_of(body)
    if media_type is None:
        return None
    return Picture(body, media_type, at, blake2b(body, digest_size=12).hexdigest())


def media_type_of(body: bytes) -> str | None:
    """`image/jpeg`, `image/png` or `image/webp` by the first bytes; None for anything else."""
    if body.startswith(JPEG):
        return "image/jpeg"
    if body.startswith(PNG):
        return "image/png"
    if body.startswith(RIFF) and body[8:12] == WEBP:
        return "image/webp"
    return None
