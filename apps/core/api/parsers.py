"""JSON that Python reads and nobody can mean: nested too deeply, or with halves of characters."""

import json
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import parsers
from rest_framework.exceptions import ParseError


class JSONParser(parsers.JSONParser):
    """DRF's parser, less what would become a 500 later."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        body = stream.read()
        try:
            value = super().parse(BytesIO(body), media_type, parser_context)
            # An unpaired surrogate can come as an escape only; no UTF-8 answer could name it.
            if b"\\ud" in body.lower():
                json.dumps(value, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError(_("The JSON is nested too deeply.")) from None
        except UnicodeEncodeError:
            raise ParseError(_("The JSON holds half of a character.")) from None
        return value
