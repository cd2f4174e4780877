"""A body as an HTTP answer: 304 for who has it, gzip for who takes it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.http import parse_etags

from apps.core.encodings import takes_gzip
from apps.regions.columns.body import Body

VARY: Final = "Accept-Encoding, Cookie, Authorization"


class Answer(NamedTuple):
    """Status, headers and body."""

    status: int
    headers: dict[str, str]
    content: bytes


def answer_of(body: Body, headers: Mapping[str, str]) -> Answer:
    """What a `GET` with these request headers is answered (RFC 9110, sections 12.5.3 and 13.1.2)."""
    # Weak: the gzipped and the plain body share it.
    etag = f'W/"{body.version}"'
    common = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": VARY}
    if _is_known(etag, headers.get("If-None-Match", "")):
        return Answer(304, common, b"")
    common["Content-Type"] = "application/json"
    if takes_gzip(headers.get("Accept-Encoding", "")):
        return Answer(200, {**common, "Content-Encoding": "gzip"}, body.gzipped)
    return Answer(200, common, body.plain)


def _is_known(etag: str, if_none_match: str) -> bool:
    known = parse_etags(if_none_match)
    return known == ["*"] or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in known}
