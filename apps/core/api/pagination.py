"""Lists: `{"count", "next", "previous", "results"}`, by limit and offset."""

from rest_framework.pagination import LimitOffsetPagination


class LimitOffset(LimitOffsetPagination):
    """100 rows unless told; at most 1000."""

    default_limit = 100
    max_limit = 1000
    limit_query_description = "How many rows; at most 1000."
    offset_query_description = "How many rows to leave out first."
