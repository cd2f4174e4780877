"""What the simulator knows: the open incidents and the units, kept by the feed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.demo.simulator.seen import SeenIncident, SeenUnit, incident_of, unit_of
from apps.demo.ways import distance_m


@dataclass(slots=True)
class World:
    """Incidents by id, and by id the units that the simulator plays: those whose ids are `ours`."""

    ours: frozenset[int]
    incidents: dict[str, SeenIncident] = field(default_factory=dict)
    units: dict[int, SeenUnit] = field(default_factory=dict)

    @classmethod
    def of_snapshot(cls, snapshot: Mapping[str, Any], *, ours: frozenset[int]) -> "World":
        """The world as a live snapshot shows it."""
        incidents = [incident_of(item) for item in snapshot["incidents"]]
        units = [unit_of(item) for item in snapshot["units"] if item["id"] in ours]
        return cls(ours, {each.id: each for each in incidents}, {each.id: each for each in units})

    def hear(self, event: Mapping[str, Any]) -> SeenIncident | SeenUnit | None:
        """Take an event in; answers what is known now, or None when it is gone or of no interest."""
        data = event["data"]
        if event["topic"] == "incidents":
            if data is None or not data["open"]:
                self._forget(event["id"], event["region"] if data is None else None)
                return None
            incident = incident_of(data)
            self.incidents[incident.id] = incident
            return incident
        if event["topic"] == "units" and int(event["id"]) in self.ours:
            if data is None or not data["open"]:
                self.units.pop(int(event["id"]), None)
                return None
            unit = unit_of(data)
            self.units[unit.id] = unit
            return unit
        return None

    def _forget(self, incident_id: str, left: str | None) -> None:
        """It ended; or it left a region, which says nothing once another region has it."""
        known = self.incidents.get(incident_id)
        if known and left in {None, known.region}:
            del self.incidents[incident_id]

    def free_units(self, region: str) -> list[SeenUnit]:
        """The units of a region that can be sent and whose place is known."""
        return [
            unit
            for unit in self.units.values()
            if unit.region == region and unit.status == "available" and unit.place
        ]

    def open_near(self, place: tuple[float, float], *, within_m: float) -> SeenIncident | None:
        """The nearest open incident that is not resolved, within so many metres."""
        near = [
            (distance_m(place, incident.place), incident)
            for incident in self.incidents.values()
            if incident.place and incident.status != "resolved"
        ]
        found = min(near, key=lambda pair: pair[0], default=None)
        return found[1] if found and found[0] <= within_m else None
