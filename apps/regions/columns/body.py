"""The parts of a scope's regions as one JSON object."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from apps.core.encoding import encode
from apps.regions.columns.packing import Piece, glue, gzipped, piece
from apps.regions.columns.part import Part
from apps.regions.columns.source import Column, Source


@dataclass(frozen=True, slots=True)
class Body:
    """JSON, gzipped and plain; `version` is of its content: the same in every process and after a restart."""

    version: str
    gzipped: bytes
    plain: bytes


def body_of(source: Source, parts: Mapping[str, Part]) -> Body:
    """`{"version", …words, "regions", …columns, "region"}`; rows stand by region, and there in the source's order."""
    parts = {code: part for code, part in sorted(parts.items()) if part.count}
    version = _version(source, parts)
    head = encode({"version": version, **source.words, "regions": list(parts)})
    packed, plain = gzipped(
        [
            glue(head[:-1]),
            *(told for column in source.columns for told in _column(column, list(parts.values()))),
            *_regions(list(parts.values())),
            glue(b"}"),
        ]
    )
    return Body(version, packed, plain)


def _version(source: Source, parts: Mapping[str, Part]) -> str:
    seen = blake2b(encode([source.name, source.words, list(parts)]), digest_size=12)
    for part in parts.values():
        for told in part.columns.values():
            seen.update(told.piece.digest + encode([told.first, told.last]))
    return seen.hexdigest()


def _column(column: Column, parts: list[Part]) -> Iterator[Piece]:
    before, last = f',"{column.name}":[', 0
    for part in parts:
        told = part.columns[column.name]
        if column.is_delta:
            before, last = f"{before}{told.first - last}{',' if part.count > 1 else ''}", told.last
        yield glue(before.encode())
        yield told.piece
        before = ","
    yield glue(b"]" if parts else f"{before}]".encode())


def _regions(parts: list[Part]) -> Iterator[Piece]:
    """Which of `regions` each row is in."""
    codes = ",".join(",".join([str(place)] * part.count) for place, part in enumerate(parts))
    yield glue(b',"region":[')
    yield piece(codes.encode())
    yield glue(b"]")
