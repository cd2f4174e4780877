"""One search over what the eye sees: places, incidents, cameras, units, within the caller's regions."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from apps.accounts.models import ApiClient, User
from apps.accounts.roles import Can
from apps.cameras.models import Camera
from apps.core.geo import lonlat
from apps.incidents.models import Incident
from apps.inspectors.models import Unit
from apps.regions.folding import fold
from apps.regions.models import Place
from apps.regions.scope import Scope

PER_KIND: Final = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: `kind` is place, incident, camera or unit; `lon`/`lat` in degrees or None."""

    kind: str
    id: str
    title: str
    subtitle: str
    lon: float | None
    lat: float | None


def _hit(kind: str, row: Any, title: str, subtitle: str, location: Any) -> Hit:
    pair = lonlat(location)
    return Hit(kind, str(row.pk), title, subtitle, *(pair or (None, None)))


def _places(text: str, scope: Scope) -> list[Hit]:
    # Place names are public: a call may come about any place, so they are not narrowed to the scope.
    rows = Place.objects.select_related("region").filter(search__contains=fold(text))[:PER_KIND]
    return [_hit("place", row, row.name, row.region.name, row.location) for row in rows]


def _incidents(text: str, scope: Scope) -> list[Hit]:
    rows = Incident.objects.in_scope(scope).matching(text).order_by("-reported_at")[:PER_KIND]
    return [_hit("incident", row, row.title, row.number, row.location) for row in rows]


def _cameras(text: str, scope: Scope) -> list[Hit]:
    rows = Camera.objects.active().in_scope(scope).matching(text)[:PER_KIND]
    return [_hit("camera", row, row.code, row.name, row.location) for row in rows]


def _units(text: str, scope: Scope) -> list[Hit]:
    rows = Unit.objects.active().in_scope(scope).matching(text).select_related("latest")[:PER_KIND]
    return [_hit("unit", row, row.call_sign, row.get_service_display(), row.location) for row in rows]


SOURCES: Final[tuple[tuple[Can, Callable[[str, Scope], list[Hit]]], ...]] = (
    (Can.READ_INCIDENTS, _incidents),
    (Can.READ_INCIDENTS, _places),
    (Can.READ_UNITS, _units),
    (Can.READ_CAMERAS, _cameras),
)


def search(text: str, *, by: User | ApiClient) -> list[dict[str, Any]]:
    """At most six hits of each kind that the caller may read."""
    return [asdict(hit) for can, source in SOURCES if by.may(can) for hit in source(text, by.scope)]
