"""Which camera a system of video analytics means by a name."""

from collections.abc import Collection, Iterator
from enum import Enum
from typing import Final

from django.db.models import Q

from apps.cameras.models import Camera


class Unnamed(Enum):
    """Why a name is no camera's."""

    UNKNOWN = "unknown_camera"
    AMBIGUOUS = "ambiguous_camera"


# what a camera may be called by, the most exact first
BY_ANALYTICS_NAME: Final = 0
BY_CODE: Final = 1


def cameras_named(names: Collection[str]) -> dict[str, int | Unnamed]:
    """The camera in use of each name: its name in video analytics, or its code; each alone or as `REGION/NAME`."""
    found: dict[str, dict[int, set[int]]] = {name: {} for name in names}
    wanted = found.keys() | {rest for _, slash, rest in (name.partition("/") for name in found) if slash}
    rows = Camera.objects.active().filter(Q(analytics_name__in=wanted) | Q(code__in=wanted))
    for pk, region, code, analytics_name in rows.values_list("pk", "region_id", "code", "analytics_name"):
        for name, how in _called(region, code, analytics_name):
            if name in found:
                found[name].setdefault(how, set()).add(pk)
    return {name: _meant(ways) for name, ways in found.items()}


def _called(region: str, code: str, analytics_name: str) -> Iterator[tuple[str, int]]:
    if analytics_name:
        yield analytics_name, BY_ANALYTICS_NAME
        yield f"{region}/{analytics_name}", BY_ANALYTICS_NAME
    yield f"{region}/{code}", BY_CODE
    yield code, BY_CODE


def _meant(ways: dict[int, set[int]]) -> int | Unnamed:
    """The camera that is called so in the most exact way; two that are called so in the same way are none."""
    if not ways:
        return Unnamed.UNKNOWN
    best = ways[min(ways)]
    return next(iter(best)) if len(best) == 1 else Unnamed.AMBIGUOUS
