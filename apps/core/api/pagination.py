"""Lists: `{"count", "next", "previous", "results"}`, by limit and offset."""

from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

from apps.core.errors import InvalidInput


class LimitOffset(LimitOffsetPagination):
    """100 rows unless told; at most 1000. What is no number of rows is refused, not passed over."""

    default_limit = 100
    max_limit = 1000
    limit_query_description = "How many rows; at most 1000."
    offset_query_description = "How many rows to leave out first."

    def get_limit(self, request: Request) -> int:
        asked = _asked(request, self.limit_query_param, at_least=1)
        return self.default_limit if asked is None else min(asked, self.max_limit)

    def get_offset(self, request: Request) -> int:
        return _asked(request, self.offset_query_param, at_least=0) or 0


def _asked(request: Request, name: str, *, at_least: int) -> int | None:
    """The number in the query, None where there is none; raises `InvalidInput`."""
    text = request.query_params.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:20]) < at_least:
        raise InvalidInput(fields={name: [_("A whole number is needed, %(n)d or more.") % {"n": at_least}]})
    # No list is longer; longer numbers would be no numbers to the database.
    return int(text[:18])


class BoundedLimitOffset(LimitOffset):
    """For lists of millions: rows are counted up to 10,000, and no page begins after them. Narrow the list instead."""

    most_counted: Final = 10_000

    def get_count(self, queryset: Any) -> int:
        return int(queryset.order_by()[: self.most_counted].count())

    def get_offset(self, request: Request) -> int:
        return min(super().get_offset(request), self.most_counted)
