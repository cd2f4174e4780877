"""JSON that Python reads and nobody can mean: too large, nested too deeply, or with halves of characters."""

import json
import re
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework import parsers
from rest_framework.exceptions import ParseError

from apps.core.bodies import limit_of
from apps.core.errors import BodyTooLarge

# The deepest thing that anybody sends is a polygon in an object in a list.
DEPTH: Final = 32
# An empty list of two bytes takes 56 in memory: so many lists and objects a body may hold for its limit.
BYTES_PER_CONTAINER: Final = 32
# A string, or what is left of one at the end; never read twice, whatever the body is.
STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
OPENING: Final = frozenset(b"[{")


class JSONParser(parsers.JSONParser):
    """DRF's parser, less what would become a 500 later. JSON is UTF-8, whatever the header says (RFC 8259)."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        context = {**(parser_context or {}), "encoding": "utf-8"}
        limit = limit_of(context["request"].path, "application/json")
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise BodyTooLarge
        guard_shape(body, limit)
        try:
            value = super().parse(BytesIO(body), media_type, context)
            # An unpaired surrogate can come as an escape only; no UTF-8 answer could name it.
            if b"\\ud" in body.lower():
                json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ParseError(_("The JSON holds half of a character.")) from None
        return value


def guard_shape(body: bytes, limit: int) -> None:
    """Refuse what is nested too deeply, or would fill the memory with empty lists, before it is built."""
    if body.count(b"[") + body.count(b"{") <= DEPTH:
        return
    brackets = STRING.sub(b"", body).translate(None, NO_BRACKETS)
    if len(brackets) > 2 * limit // BYTES_PER_CONTAINER:
        raise BodyTooLarge
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in OPENING else -1
        if depth > DEPTH:
            raise ParseError(_("The JSON is nested too deeply."))
