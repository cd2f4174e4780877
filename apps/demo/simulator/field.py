"""Where the units are: on their ways and standing, told to the portal in batches as tablets do."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from apps.core import clock
from apps.core.clock import iso
from apps.demo.loading.field import device_of
from apps.demo.simulator.agenda import Deed
from apps.demo.simulator.seen import SeenUnit
from apps.demo.simulator.stage import Stage
from apps.demo.ways import Fix, Way, around, fixes
from apps.inspectors.workflow import UnitStatus

_SEND_EVERY_S: Final = 1.0
_LOOK_ROUND_EVERY_S: Final = 5.0
# Somebody who stands tells of it this often; who works on scene walks about it meanwhile, further than a receiver errs.
_STANDING_S: Final = 70.0
_ON_SCENE_S: Final = 20.0
_WALKS_M: Final = 40.0
# From one side of the place to the other within `_ON_SCENE_S`.
_RADIANS_A_S: Final = 0.12


class Field:
    """The positions of every unit, as the units know them."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._places = {unit.id: unit.place for unit in stage.world.units.values() if unit.place}
        self._told_s: dict[int, float] = {}
        self._journeys: dict[int, int] = {}
        self._outbox: list[dict[str, object]] = []

    def start(self) -> None:
        """Begin to send."""
        for unit_id in self._places:
            self._told_s[unit_id] = -self._stage.rng.uniform(0, _STANDING_S)
        self._stage.agenda.after(_SEND_EVERY_S, self._send)
        self._stage.agenda.after(_LOOK_ROUND_EVERY_S, self._look_round)

    def place_of(self, unit_id: int) -> tuple[float, float] | None:
        """Where a unit is; None where nobody knows."""
        return self._places.get(unit_id)

    def put(self, unit: SeenUnit, place: tuple[float, float]) -> None:
        """A unit turns up at a place."""
        self.halt(unit.id)
        self._tell(unit, Fix(0.0, *place, 0.0, 0.0))

    def halt(self, unit_id: int) -> None:
        """Break off the unit's journey where it is."""
        self._journeys[unit_id] = self._journeys.get(unit_id, 0) + 1

    def travel(self, unit: SeenUnit, way: Way, *, every_s: float, arrived: Deed | None = None) -> None:
        """Move along a way with a position each `every_s` seconds; then do what is to be done there."""
        self.halt(unit.id)
        journey = self._journeys[unit.id]
        begun_s = self._stage.agenda.now_s
        self._next(unit, journey, fixes(way, every_s=every_s), begun_s, arrived)

    def _next(
        self, unit: SeenUnit, journey: int, route: Iterator[Fix], begun_s: float, arrived: Deed | None
    ) -> None:
        fix = next(route, None)
        if fix is None:
            if arrived is not None:
                arrived()
            return
        deed = partial(self._reach, unit, journey, fix, route, begun_s, arrived)
        self._stage.agenda.after(begun_s + fix.after_s - self._stage.agenda.now_s, deed)

    def _reach(
        self,
        unit: SeenUnit,
        journey: int,
        fix: Fix,
        route: Iterator[Fix],
        begun_s: float,
        arrived: Deed | None,
    ) -> None:
        if self._journeys.get(unit.id) == journey:
            self._tell(unit, fix)
            self._next(unit, journey, route, begun_s, arrived)

    def _tell(self, unit: SeenUnit, fix: Fix) -> None:
        self._places[unit.id] = (fix.lon, fix.lat)
        self._told_s[unit.id] = self._stage.agenda.now_s
        self._outbox.append(
            {
                "device": device_of(unit.call_sign),
                "at": iso(clock.now()),
                "lon": round(fix.lon, 6),
                "lat": round(fix.lat, 6),
                "speed_mps": round(fix.speed_mps, 1),
                "heading": round(fix.heading, 1),
                "accuracy_m": round(self._stage.rng.uniform(3, 9), 1),
            }
        )

    def _look_round(self) -> None:
        """Those who stand tell that they are there."""
        for unit_id, place in list(self._places.items()):
            unit = self._stage.world.units.get(unit_id)
            quiet_s = self._stage.agenda.now_s - self._told_s.get(unit_id, 0.0)
            if unit is None or unit.status == UnitStatus.OFF_DUTY:
                continue
            if unit.status == UnitStatus.ON_SCENE and quiet_s >= _ON_SCENE_S:
                self._tell(unit, Fix(0.0, *self._walked_from(place), 0.0, 0.0))
                self._places[unit_id] = place
            elif quiet_s >= _STANDING_S:
                self._tell(unit, Fix(0.0, *place, 0.0, 0.0))
        self._stage.agenda.after(_LOOK_ROUND_EVERY_S, self._look_round)

    def _walked_from(self, place: tuple[float, float]) -> tuple[float, float]:
        """Somewhere around the place: a crew at work gives signs of life."""
        return around(place, metres=_WALKS_M, angle=self._stage.agenda.now_s * _RADIANS_A_S)

    def _send(self) -> None:
        if self._outbox:
            rows, self._outbox = self._outbox, []
            self._stage.portal.post("/intake/positions/", rows)
        self._stage.agenda.after(_SEND_EVERY_S, self._send)
