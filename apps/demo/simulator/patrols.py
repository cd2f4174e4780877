"""What free units do: walk their mahalla, drive their beat, stand; go off duty and come back."""

from functools import partial
from typing import Final

import structlog

from apps.demo.geography import polar
from apps.demo.seeds import choose
from apps.demo.simulator.field import Field
from apps.demo.simulator.portal import PortalRefused
from apps.demo.simulator.seen import SeenUnit
from apps.demo.simulator.stage import Stage
from apps.demo.ways import stroll

log = structlog.get_logger(__name__)

# Services that are on the move; the others wait at their posts. Metres around the first place.
_BEATS_M: Final = {"prevention": 500.0, "patrol": 1_800.0, "road_patrol": 2_600.0, "national_guard": 1_500.0}
_STANDS_S: Final = (60.0, 420.0)
_FIX_EVERY_S: Final = 10.0
_SHIFT_EVERY_S: Final = 75.0
_ON_DUTY_AT_LEAST: Final = 0.85
_LEAVES: Final = {"busy": 0.7, "off_duty": 0.2, "out_of_service": 0.1}
_RESTING: Final = frozenset({"busy", "off_duty", "out_of_service"})


class Patrols:
    """The units that nobody has sent anywhere."""

    def __init__(self, stage: Stage, field: Field) -> None:
        self._stage, self._field = stage, field
        self._homes: dict[int, tuple[float, float]] = {}

    def start(self) -> None:
        """Let every unit that has a beat set out some time soon."""
        for unit in self._stage.world.units.values():
            if unit.service in _BEATS_M:
                self._stage.agenda.after(self._stage.rng.uniform(0, _STANDS_S[1]), partial(self._go, unit.id))
        self._stage.agenda.after(_SHIFT_EVERY_S, self._change_shift)

    def _go(self, unit_id: int) -> None:
        """Go somewhere on the beat, if free; and again after a while."""
        unit = self._stage.world.units.get(unit_id)
        if unit is None:
            return
        self._stage.agenda.after(self._stage.rng.uniform(*_STANDS_S) * 2, partial(self._go, unit_id))
        here = self._field.place_of(unit_id)
        if unit.status == "available" and here is not None:
            self._stroll(unit, here)

    def _stroll(self, unit: SeenUnit, here: tuple[float, float]) -> None:
        rng, ground = self._stage.rng, self._stage.grounds[unit.region]
        home = self._homes.setdefault(unit.id, here)
        there = polar(*home, rng.uniform(0.2, 1.0) * _BEATS_M[unit.service], rng.uniform(0, 360))
        if ground.holds(*there):
            way = stroll(rng, ground.nearest(*here).grid, here, there, service=unit.service)
            self._field.travel(unit, way, every_s=_FIX_EVERY_S)

    def _change_shift(self) -> None:
        """Somebody takes a rest or comes back, so that most are on duty."""
        rng = self._stage.rng
        self._stage.agenda.after(rng.expovariate(1 / _SHIFT_EVERY_S), self._change_shift)
        units = list(self._stage.world.units.values())
        free = [unit for unit in units if unit.status == "available"]
        resting = [unit for unit in units if unit.status in _RESTING]
        if resting and len(resting) > (1 - _ON_DUTY_AT_LEAST) * len(units):
            self._come_back(rng.choice(resting))
        elif free and rng.random() < 0.5:
            self._set(rng.choice(free), choose(rng, _LEAVES))
        elif resting:
            self._come_back(rng.choice(resting))

    def _come_back(self, unit: SeenUnit) -> None:
        if not self._set(unit, "available") or self._field.place_of(unit.id) is not None:
            return
        spot = self._stage.grounds[unit.region].spot(self._stage.rng, countryside=0.1)
        self._field.put(unit, (spot.lon, spot.lat))

    def _set(self, unit: SeenUnit, status: str) -> bool:
        """Tell the portal; answers whether it agreed. Somebody may have sent the unit meanwhile."""
        try:
            self._stage.portal.post(f"/api/v1/units/{unit.id}/status/", {"status": status})
        except PortalRefused as refusal:
            log.info("status_refused", code=refusal.code)
            return False
        self._field.halt(unit.id)
        return True
