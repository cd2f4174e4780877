"""Which files are kept with an incident: told by their first bytes, never by what the sender says."""

from typing import Final, NamedTuple

MAX_BYTES: Final = 20 * 1024 * 1024


class FileKind(NamedTuple):
    """A type and the suffix its files get."""

    content_type: str
    suffix: str


# offset, bytes at that offset, kind; formats' own specifications
SIGNATURES: Final = (
    (0, b"\xff\xd8\xff", FileKind("image/jpeg", ".jpg")),
    (0, b"\x89PNG\r\n\x1a\n", FileKind("image/png", ".png")),
    (0, b"GIF87a", FileKind("image/gif", ".gif")),
    (0, b"GIF89a", FileKind("image/gif", ".gif")),
    (8, b"WEBP", FileKind("image/webp", ".webp")),
    (0, b"%PDF-", FileKind("application/pdf", ".pdf")),
    (4, b"ftyp", FileKind("video/mp4", ".mp4")),
    (0, b"ID3", FileKind("audio/mpeg", ".mp3")),
    (0, b"\xff\xfb", FileKind("audio/mpeg", ".mp3")),
    (0, b"OggS", FileKind("audio/ogg", ".ogg")),
    (8, b"WAVE", FileKind("audio/wav", ".wav")),
)


def kind_of(head: bytes) -> FileKind | None:
    """The kind of a file by its first bytes; None for one that is not kept."""
    for offset, magic, kind in SIGNATURES:
        if head[offset : offset + len(magic)] == magic:
            return kind
    return None
