"""Which unit went to which incident of the past: the nearest of the right service that was free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from apps.accounts.models import User
from apps.demo.kinds import services_for
from apps.demo.ways import distance_m
from apps.inspectors.models import Unit
from apps.inspectors.workflow import UnitStatus

_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Crew:
    """A unit, where it is at home, who speaks for it, and until when it is taken."""

    unit: Unit
    home: tuple[float, float]
    speaker: User | None
    free_at: datetime = _EVER

    @property
    def is_available(self) -> bool:
        """Is it free now, after all that was?"""
        return self.unit.status == UnitStatus.AVAILABLE


class Crews:
    """The units of one region through the month."""

    def __init__(self, crews: Iterable[Crew]) -> None:
        self._by_service: dict[str, list[Crew]] = {}
        for crew in crews:
            self._by_service.setdefault(crew.unit.service, []).append(crew)

    def send(
        self, category: str, to: tuple[float, float], *, at: datetime, until: datetime, now: datetime
    ) -> Crew | None:
        """The nearest free crew of the first service that has one, taken until `until`.

        Who is still at work now must be a unit that is on duty now.
        """
        for service in services_for(category):
            free = [
                crew
                for crew in self._by_service.get(service, ())
                if crew.free_at <= at and (until <= now or crew.is_available)
            ]
            if free:
                nearest = min(free, key=lambda crew: distance_m(crew.home, to))
                nearest.free_at = until
                return nearest
        return None


def crews_of(region: str) -> Crews:
    """The units of a region as the portal has them now."""
    rows = Unit.objects.active().filter(region=region, latest__isnull=False)
    return Crews(
        _crew(unit) for unit in rows.select_related("latest").prefetch_related("crew__user").order_by("pk")
    )


def _crew(unit: Unit) -> Crew:
    people: Sequence[User] = [person.user for person in unit.crew.all() if person.user]
    where = unit.latest.location
    return Crew(unit, (where.x, where.y), people[0] if people else None)
