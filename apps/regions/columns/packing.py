"""Gzip made of pieces that were packed before (RFC 1951 and 1952): one member, so that every browser reads it.

A piece ends with a full flush: on a whole byte, and referring to nothing before it. So pieces can be set side by side.
"""

import zlib
from collections.abc import Iterable
from hashlib import blake2b
from struct import pack
from typing import Final, NamedTuple

LEVEL: Final = 6
# Deflate, no name, no time, unknown system.
HEAD: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# A stored block's greatest length.
STORED_MOST: Final = 0xFFFF
END: Final = b"\x01\x00\x00\xff\xff"


class Piece(NamedTuple):
    """Bytes, the same as deflate blocks, and their digest."""

    plain: bytes
    packed: bytes
    digest: bytes


def piece(plain: bytes, *, is_dense: bool = False) -> Piece:
    """Packed by itself. `is_dense`: nearly random digits, in which looking for repetitions costs time and bytes."""
    strategy = zlib.Z_HUFFMAN_ONLY if is_dense else zlib.Z_DEFAULT_STRATEGY
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, 9, strategy)
    packed = packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)
    return Piece(plain, packed, blake2b(plain, digest_size=12).digest())


def glue(plain: bytes) -> Piece:
    """A few bytes between pieces, as a stored block; raises `ValueError` when they are too many."""
    if len(plain) > STORED_MOST:
        raise ValueError("too long for a stored block")
    size = len(plain)
    return Piece(plain, b"\x00" + pack("<HH", size, size ^ STORED_MOST) + plain, b"")


def gzipped(pieces: Iterable[Piece]) -> tuple[bytes, bytes]:
    """The pieces as one gzip member, and as plain bytes."""
    pieces = list(pieces)
    plain = b"".join(part.plain for part in pieces)
    tail = pack("<II", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
    return b"".join((HEAD, *(part.packed for part in pieces), END, tail)), plain
