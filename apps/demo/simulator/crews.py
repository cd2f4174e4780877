"""What crews do: accept or refuse, set out, drive, arrive; whoever sent them, a person or the simulator."""

from functools import partial
from typing import Final

import structlog

from apps.demo.simulator.field import Field
from apps.demo.simulator.portal import PortalRefused
from apps.demo.simulator.seen import SeenIncident, Sent
from apps.demo.simulator.stage import Stage
from apps.demo.ways import Way, drive

log = structlog.get_logger(__name__)

_REFUSES: Final = 0.02
_ACCEPTS_AFTER_S: Final = (4.0, 16.0)
_SETS_OUT_AFTER_S: Final = (8.0, 38.0)
_FIX_EVERY_S: Final = 4.0
# Nobody drives for longer: sirens, and the demo's few units stand for many.
_LONGEST_WAY_S: Final = 420.0
_FASTEST_MPS: Final = 27.0
_REASONS: Final = ("Texnik nosozlik", "Boshqa chaqiruvda bandmiz", "Yoʻl yopiq, yaqinroq ekipaj bor")


class Crews:
    """Every crew of the demo."""

    def __init__(self, stage: Stage, field: Field) -> None:
        self._stage, self._field = stage, field
        self._planned: dict[str, str] = {}

    def consider(self, incident: SeenIncident) -> None:
        """Plan the next step of each unit that is sent there, once for each status it has."""
        for sent in incident.sent:
            is_ours = sent.unit in self._stage.world.ours
            if is_ours and self._planned.get(sent.assignment) != sent.status:
                self._planned[sent.assignment] = sent.status
                self._plan(incident, sent)

    def forget(self) -> None:
        """Drop what is planned for assignments that have ended."""
        active = {sent.assignment for each in self._stage.world.incidents.values() for sent in each.sent}
        for assignment in self._planned.keys() - active:
            del self._planned[assignment]

    def _plan(self, incident: SeenIncident, sent: Sent) -> None:
        rng, agenda = self._stage.rng, self._stage.agenda
        if sent.status == "assigned":
            agenda.after(rng.uniform(*_ACCEPTS_AFTER_S), partial(self._answer, incident.id, sent))
        elif sent.status == "accepted":
            agenda.after(rng.uniform(*_SETS_OUT_AFTER_S), partial(self._step, incident.id, sent, "en_route"))
        elif sent.status == "en_route":
            self._set_out(incident, sent)

    def _answer(self, incident_id: str, sent: Sent) -> None:
        if self._stage.rng.random() < _REFUSES:
            self._step(incident_id, sent, "refused", reason=self._stage.rng.choice(_REASONS))
        else:
            self._step(incident_id, sent, "accepted")

    def _set_out(self, incident: SeenIncident, sent: Sent) -> None:
        unit, here = self._stage.world.units.get(sent.unit), self._field.place_of(sent.unit)
        arrived = partial(self._step, incident.id, sent, "on_scene")
        if unit is None or here is None or incident.place is None:
            self._stage.agenda.after(60.0, arrived)
            return
        grid = self._stage.grounds[unit.region].nearest(*here).grid
        way = drive(self._stage.rng, grid, here, incident.place, service=unit.service)
        self._field.travel(unit, _in_time(way), every_s=_FIX_EVERY_S, arrived=arrived)

    def _step(self, incident_id: str, sent: Sent, to: str, *, reason: str = "") -> None:
        """Tell the next step, if the assignment is where it was when this was planned."""
        incident = self._stage.world.incidents.get(incident_id)
        if incident is None or sent not in incident.sent:
            self._field.halt(sent.unit)
            return
        try:
            body = {"to": to, "reason": reason}
            self._stage.portal.post(f"/api/v1/assignments/{sent.assignment}/transition/", body)
        except PortalRefused as refusal:
            log.info("step_refused", step=to, code=refusal.code)


def _in_time(way: Way) -> Way:
    """The same way, faster where it would take too long, as far as a car can go."""
    needed = way.length_m / _LONGEST_WAY_S
    return Way(way.points, min(max(way.speed_mps, needed), max(way.speed_mps, _FASTEST_MPS)))
