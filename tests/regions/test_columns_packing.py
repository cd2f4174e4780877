"""Gzip made of pieces: what any reader of gzip gets is what went in."""

import gzip
import random
import zlib

import pytest

from apps.regions.columns.packing import STORED_MOST, glue, gzipped, piece


def test_pieces_side_by_side_are_one_member() -> None:
    chance = random.Random(7)
    texts = [bytes(chance.choice(b"0123456789,-") for _ in range(n)) for n in (0, 1, 70_000, 33, 250_000)]
    pieces = [
        made for n, text in enumerate(texts) for made in (glue(b"[%d]" % n), piece(text, is_dense=n % 2 == 0))
    ]
    packed, plain = gzipped(pieces)
    assert gzip.decompress(packed) == plain == b"".join(made.plain for made in pieces)
    # A browser stops at the first member's end.
    reader = zlib.decompressobj(16 + zlib.MAX_WBITS)
    assert reader.decompress(packed) == plain
    assert (reader.eof, reader.unused_data) == (True, b"")


def test_nothing_is_a_member_too() -> None:
    assert gzip.decompress(gzipped([])[0]) == b""


def test_glue_holds_as_much_as_a_block_and_no_more() -> None:
    most = b"x" * STORED_MOST
    assert gzip.decompress(gzipped([glue(most)])[0]) == most
    with pytest.raises(ValueError, match="too long"):
        glue(most + b"x")
