"""Columns of numbers as PostgreSQL reads them in binary: arrays of parameters, and rows for COPY.

The client's part of a statement with thousands of values is then a few microseconds instead of as much as the server's.
Formats: `array_send` and the binary COPY format (PostgreSQL 15, "COPY", section File Formats).
"""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg
from django.db import connection
from psycopg.adapt import AdaptersMap, Dumper
from psycopg.pq import Format

EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
COPY_HEAD: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
COPY_TAIL: Final = b"\xff\xff"


def micros_of(at: datetime) -> int:
    """Microseconds since 2000-01-01 UTC, as PostgreSQL keeps a time."""
    return (at - EPOCH) // MICROSECOND


def time_of(micros: int) -> datetime:
    """The time of so many microseconds since 2000-01-01 UTC."""
    return EPOCH + timedelta(microseconds=micros)


class Packed(bytes):
    """An array in binary; its class tells the type."""

    array_oid = 0


class BigInts(Packed):
    """`bigint[]`"""

    array_oid = 1016


class Floats(Packed):
    """`float8[]`"""

    array_oid = 1022


class Texts(Packed):
    """`text[]`"""

    array_oid = 1009


class Times(Packed):
    """`timestamptz[]`"""

    array_oid = 1185


class Flags(Packed):
    """`boolean[]`"""

    array_oid = 1000


class PackedDumper(Dumper):
    """Hands the bytes over as they are."""

    format = Format.BINARY

    def __init__(self, cls: type[Packed], context: Any = None) -> None:
        super().__init__(cls, context)
        self.oid = cls.array_oid

    def dump(self, obj: Packed) -> bytes:
        return obj


def big_ints(values: Sequence[int]) -> BigInts:
    """Integers of 64 bits."""
    return BigInts(_array(20, "q", 8, values))


def floats(values: Sequence[float]) -> Floats:
    """Numbers of double precision."""
    return Floats(_array(701, "d", 8, values))


def texts(values: Sequence[str]) -> Texts:
    """Texts, without NUL."""
    parts = [struct.pack("!iiiii", 1, 0, 25, len(values), 1)] if values else [struct.pack("!iii", 0, 0, 25)]
    for value in values:
        body = value.encode()
        parts += (len(body).to_bytes(4), body)
    return Texts(b"".join(parts))


def times(micros: Sequence[int]) -> Times:
    """Times, given as `micros_of` gives them."""
    return Times(_array(1184, "q", 8, micros))


def flags(values: Sequence[bool]) -> Flags:
    """Truths."""
    return Flags(_array(16, "?", 1, values))


def _array(oid: int, letter: str, size: int, values: Sequence[Any]) -> bytes:
    """One dimension, no nulls, counted from 1: each element behind its length."""
    count = len(values)
    if not count:
        return struct.pack("!iii", 0, 0, oid)
    cells: list[Any] = [size] * (2 * count)
    cells[1::2] = values
    return struct.pack("!iiiii" + f"i{letter}" * count, 1, 0, oid, count, 1, *cells)


def copy_rows_of(letters: str, columns: Sequence[Sequence[Any]]) -> bytes:
    """The body of a binary COPY: for each column its letter of `struct` (`q`, `d`, `?`) and its values."""
    width, count = 2 * len(letters) + 1, len(columns[0])
    cells: list[Any] = [len(letters)] * (width * count)
    for place, (letter, values) in enumerate(zip(letters, columns, strict=True)):
        cells[2 * place + 1 :: width] = [struct.calcsize(f"!{letter}")] * count
        cells[2 * place + 2 :: width] = values
    row = "h" + "".join(f"i{letter}" for letter in letters)
    return COPY_HEAD + struct.pack("!" + row * count, *cells) + COPY_TAIL


def packed_cursor() -> psycopg.Cursor[Any]:
    """A cursor of the connection's present transaction that takes packed arrays; values are bound by the server.

    Use it inside `connection.wrap_database_errors`.
    """
    connection.ensure_connection()
    cursor = psycopg.Cursor(connection.connection)
    take_packed(cursor.adapters)
    return cursor


def take_packed(adapters: AdaptersMap) -> None:
    """Let a cursor, or a connection, take packed arrays."""
    for cls in (BigInts, Floats, Texts, Times, Flags):
        adapters.register_dumper(cls, PackedDumper)
