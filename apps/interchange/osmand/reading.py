"""A request of a phone, read: what both the bare route and the view do."""

from datetime import datetime
from io import BytesIO
from typing import Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from apps.core.encoding import decode
from apps.inspectors.positions import Reading
from apps.interchange.osmand.translate import NotAPosition, fields_of, reading_of_fields, reading_of_json

BODY_AT_MOST: Final = 64 * 1024
METHODS: Final = frozenset({"GET", "POST"})


def reading_of_request(query: bytes, body: bytes, kind: str, *, at: datetime) -> Reading:
    """The position in an address and a body, which is JSON or a form; `kind` is its type of content.

    Raises `NotAPosition`, `NoFix` or `BadRow`.
    """
    if kind.startswith("multipart/"):
        form = _parts(body, kind)
    elif body.lstrip()[:1] in {b"{", b"["} or kind.startswith("application/json"):
        return reading_of_json(_json(body), at=at)
    else:
        form = fields_of(body.decode("utf-8", "replace")) if body else {}
    return reading_of_fields(fields_of(query.decode("utf-8", "replace")) | form, at=at)


def _json(body: bytes) -> object:
    try:
        return decode(body)
    except ValueError:
        raise NotAPosition("not JSON") from None


def _parts(body: bytes, kind: str) -> dict[str, str]:
    """The fields of a form in parts; files among them are left."""
    head = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
    try:
        fields, _files = MultiPartParser(head, BytesIO(body), []).parse()
    except (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise NotAPosition("not a form") from None
    return {name: str(value) for name, value in fields.dict().items()}
