"""A body of readings, read: what both the bare route and the view answer to it."""

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, InvalidInput
from apps.regions.scope import Scope
from apps.sensors.given import Accepted, Rows, rows_of
from apps.sensors.known import sensors_of
from apps.sensors.partitions import kept_since

AT_MOST: Final = 10_000


class NotAList(InvalidInput):
    """Something else than a list."""

    message = _("A list of readings is needed.")


class TooMany(DomainError):
    """More rows than are taken at once."""

    code = "too_many"
    status = 413
    message = _("At most 10,000 readings can be sent at once.")


def read_batch(given: Any, scope: Scope, *, at: datetime) -> Rows:
    """The rows of a decoded body; raises `NotAList` or `TooMany`."""
    if not isinstance(given, list):
        raise NotAList
    if len(given) > AT_MOST:
        raise TooMany
    return rows_of(given, sensors_of(scope), at=at, kept_since=kept_since(at))


def told(outcome: Accepted) -> dict[str, Any]:
    """The answer: `{"accepted", "rejected": [{"index", "code"}]}`."""
    rejected = [{"index": place, "code": code} for place, code in outcome.rejected]
    return {"accepted": outcome.accepted, "rejected": rejected}
