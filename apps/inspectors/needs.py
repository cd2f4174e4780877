"""What a kind of incident needs, how much of it is there, and whom to send for the rest."""

from dataclasses import dataclass, field
from typing import Any

from apps.incidents.models import Incident
from apps.inspectors.candidates import Search, ranked
from apps.inspectors.models import Assignment, Need, Unit


@dataclass(slots=True)
class Wanted:
    """One thing that is needed: how many units are sent for it already, and whom to send besides."""

    need: Need
    sent: int = 0
    chosen: list[Unit] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many are still to be found."""
        return max(0, self.need.count - self.sent - len(self.chosen))

    def as_json(self) -> dict[str, Any]:
        return {
            "service": self.need.service,
            "skill": self.need.skill,
            "count": self.need.count,
            "sent": self.sent,
            "recommended": [unit.pk for unit in self.chosen],
            "missing": self.missing,
        }


def needs_of(incident: Incident) -> list[Need]:
    """What the incident's type needs: by its region's own list if it has one, else by everybody's."""
    rows = Need.objects.filter(type=incident.type_id)
    own = list(rows.filter(region=incident.region_id).order_by("-skill", "pk"))
    return own or list(rows.filter(region=None).order_by("-skill", "pk"))


def wanted_at(search: Search, needs: list[Need]) -> list[Wanted]:
    """Each need with the units that are sent and, with a point to go to, the best ones for the rest.

    What asks for a skill comes first, so that who has it is not spent on what anybody can do; nobody is
    counted twice.
    """
    sent = _sent(search.question.incident)
    wanted = [Wanted(need, sent=_taken(sent, need)) for need in needs]
    if search.point is not None:
        used: set[int] = set()
        for one in wanted:
            used |= _choose(search, one, used)
    return wanted


def _sent(incident: Incident) -> list[Unit]:
    rows = Assignment.objects.active().filter(incident=incident).select_related("unit")
    return [assignment.unit for assignment in rows.order_by("assigned_at", "pk")]


def _taken(sent: list[Unit], need: Need) -> int:
    """Take the units that serve the need out of those that are sent; how many they are."""
    fitting = [unit for unit in sent if _serves(unit, need)][: need.count]
    for unit in fitting:
        sent.remove(unit)
    return len(fitting)


def _serves(unit: Unit, need: Need) -> bool:
    return unit.service == need.service and (not need.skill or need.skill in unit.skills)


def _choose(search: Search, one: Wanted, used: set[int]) -> set[int]:
    if not one.missing:
        return set()
    narrowed = search.of(service=one.need.service, skill=one.need.skill, limit=one.missing + len(used))
    free = [unit for unit in ranked(narrowed) if unit.pk not in used]
    one.chosen = free[: one.missing]
    return {unit.pk for unit in one.chosen}
