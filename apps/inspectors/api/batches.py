"""A body of positions, read, and the answer to it: what both the bare route and the view do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, InvalidInput
from apps.inspectors.api.readings import BadRow, reading_of
from apps.inspectors.positions import Fate, Reading

ROWS: Final = 10_000
DROPPED: Final = frozenset({Fate.OFF_DUTY, Fate.TOO_OLD})


class NotAList(InvalidInput):
    """Something else than a list."""

    message = _("A list of positions is needed.")


class TooMany(DomainError):
    """More rows than are taken at once."""

    code = "too_many"
    status = 413
    message = _("At most 10,000 positions can be sent at once.")


@dataclass(slots=True)
class Batch:
    """The rows that can be read, and the codes of those that cannot, by their place."""

    places: list[int] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    rejected: dict[int, str] = field(default_factory=dict)

    def told(self, fates: Sequence[Fate]) -> dict[str, Any]:
        """The answer: `{"accepted", "dropped": [{"index", "code"}], "rejected": [{"index", "code"}]}`."""
        dropped, rejected = [], self.rejected.copy()
        for place, fate in zip(self.places, fates, strict=True):
            if fate in DROPPED:
                dropped.append({"index": place, "code": fate.value})
            elif fate != Fate.STORED:
                rejected[place] = fate.value
        return {
            "accepted": sum(fate == Fate.STORED for fate in fates),
            "dropped": dropped,
            "rejected": [{"index": place, "code": rejected[place]} for place in sorted(rejected)],
        }


def read_batch(given: Any, *, at: datetime) -> Batch:
    """The rows of a decoded body; raises `NotAList` or `TooMany`."""
    if not isinstance(given, list):
        raise NotAList
    if len(given) > ROWS:
        raise TooMany
    batch = Batch()
    for place, row in enumerate(given):
        try:
            batch.readings.append(reading_of(row, at=at))
            batch.places.append(place)
        except BadRow as error:
            batch.rejected[place] = error.code
    return batch
