"""One search over what the eye sees, from places to sensors, within the caller's regions and by what he or she may read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final

from django.db.models import QuerySet

from apps.accounts.models import ApiClient, User
from apps.accounts.roles import Can
from apps.alarms.models import Alarm, Site
from apps.cameras.models import Camera
from apps.core.geo import lonlat
from apps.incidents.models import Incident
from apps.inspectors.models import Unit
from apps.regions.models import Place
from apps.regions.scope import Scope
from apps.sensors.models import Sensor

# Nobody reads further, and counting five million incidents is no answer to a key that was pressed.
COUNTED: Final = 100
KINDS: Final = ("place", "incident", "alarm", "camera", "unit", "site", "sensor")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: `kind` is one of `KINDS`; `lon`/`lat` in degrees or None."""

    kind: str
    id: str
    title: str
    subtitle: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Source:
    """All that matches in one kind, the best first; `words` are the title and subtitle of a row."""

    kind: str
    rows: QuerySet[Any]
    words: Callable[[Any], tuple[str, str]]
    place: Callable[[Any], Any] = attrgetter("location")

    def hits(self, limit: int) -> list[Hit]:
        """The first `limit`."""
        return [self._hit(row) for row in self.rows[:limit]]

    def count(self) -> int:
        """How many there are; `COUNTED` stands for so many or more."""
        return self.rows.order_by()[:COUNTED].count()

    def _hit(self, row: Any) -> Hit:
        return Hit(self.kind, str(row.pk), *self.words(row), *(lonlat(self.place(row)) or (None, None)))


@dataclass(slots=True)
class Found:
    """The hits, and how many there are of each kind."""

    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, source: Source, limit: int) -> None:
        """The first hits of a kind; they are counted only where there may be more."""
        hits = source.hits(limit)
        self.hits += hits
        self.counts[source.kind] = len(hits) if len(hits) < limit else max(len(hits), source.count())


def _places(text: str, scope: Scope) -> Source:
    # Place names are public: a call may come about any place, so they are not narrowed to the scope.
    rows = Place.objects.matching(text).select_related("region")
    return Source("place", rows, lambda row: (row.name, row.region.name))


def _incidents(text: str, scope: Scope) -> Source:
    rows = Incident.objects.in_scope(scope).matching(text).order_by("-reported_at")
    return Source("incident", rows, lambda row: (row.title, row.number))


def _cameras(text: str, scope: Scope) -> Source:
    rows = Camera.objects.active().in_scope(scope).matching(text)
    return Source("camera", rows, lambda row: (row.code, row.name))


def _units(text: str, scope: Scope) -> Source:
    rows = Unit.objects.active().in_scope(scope).matching(text).select_related("latest")
    return Source("unit", rows, lambda row: (row.call_sign, row.get_service_display()))


def _alarms(text: str, scope: Scope) -> Source:
    rows = Alarm.objects.open().in_scope(scope).matching(text).select_related("type").most_urgent_first()
    return Source("alarm", rows, _words_of_alarm)


def _words_of_alarm(alarm: Alarm) -> tuple[str, str]:
    return alarm.type.name, " · ".join(filter(None, (alarm.source_code, alarm.source_name)))


def _sites(text: str, scope: Scope) -> Source:
    rows = Site.objects.active().in_scope(scope).matching(text)
    return Source("site", rows, lambda row: (row.name, row.get_kind_display()), attrgetter("middle"))


def _sensors(text: str, scope: Scope) -> Source:
    rows = Sensor.objects.active().in_scope(scope).matching(text).order_by("code")
    return Source("sensor", rows, lambda row: (row.code, row.name))


SOURCES: Final[tuple[tuple[Can, Callable[[str, Scope], Source]], ...]] = (
    (Can.READ_INCIDENTS, _incidents),
    (Can.READ_INCIDENTS, _places),
    (Can.READ_UNITS, _units),
    (Can.READ_CAMERAS, _cameras),
    (Can.READ_ALARMS, _alarms),
    (Can.READ_ALARMS, _sites),
    (Can.READ_SENSORS, _sensors),
)


def search(text: str, *, by: User | ApiClient, limit: int) -> Found:
    """At most `limit` hits of each kind that the caller may read, the best first."""
    found = Found()
    for can, source in SOURCES:
        if by.may(can):
            found.add(source(text, by.scope), limit)
    return found
