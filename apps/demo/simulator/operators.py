"""What simulated operators do with the demo's own calls: take, dispatch, resolve and close them, and not too soon.

They leave a person the time to be quicker: half of what rings is left alone for a while, and what a person has taken
is left to that person for minutes.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

import structlog

from apps.core import clock
from apps.demo.intervals import Step, draw_s
from apps.demo.kinds import draw_outcome, services_for
from apps.demo.simulator.desks import Desks
from apps.demo.simulator.portal import PortalRefused
from apps.demo.simulator.seen import SeenIncident
from apps.demo.simulator.stage import Stage

log = structlog.get_logger(__name__)

_LEFT_TO_PEOPLE: Final = 0.5
_LEFT_FOR_S: Final = 90.0
# How long what a person handles stays untouched.
_PATIENCE_S: Final = 900.0
# Work on scene and the last look at the file are shortened, so that much happens before somebody's eyes.
_SHORTENED: Final = {Step.WORK: 0.3, Step.CLOSE: 0.2, Step.ADVISE: 0.5}
_AGAIN_AFTER_S: Final = (20.0, 60.0)
_CANCELLED: Final = 0.03
_ADVISED: Final = 0.07
_UNFOUNDED: Final = 0.04
_URGENT: Final = 2
_NEAR_M: Final = 6_000
_OFFERS: Final = 20

Act = Callable[[SeenIncident], None]
Token = tuple[str, bool, bool]


def token_of(incident: SeenIncident) -> Token:
    """Where an incident is, as far as an operator must act: status, whether it rings, whether a unit is on it."""
    return incident.status, incident.rings, bool(incident.sent)


class Operators:
    """The simulated people at the desks."""

    def __init__(self, stage: Stage, desks: Desks, ours: frozenset[int]) -> None:
        """`ours` are the ids of the users whom the simulator plays."""
        self._stage, self._desks, self._ours = stage, desks, ours
        self._planned: dict[str, Token] = {}

    def consider(self, incident: SeenIncident) -> None:
        """Plan what is to be done next, once for each place an incident comes to."""
        token = token_of(incident)
        if not incident.is_ours or incident.region not in self._stage.grounds:
            return
        if self._planned.get(incident.id) == token:
            return
        self._planned[incident.id] = token
        if planned := self._plan(incident):
            wait_s, act = planned
            self._stage.agenda.after(wait_s, partial(self._do, incident.id, token, act))

    def forget(self) -> None:
        """Drop what is planned for incidents that have ended."""
        for incident_id in self._planned.keys() - self._stage.world.incidents.keys():
            del self._planned[incident_id]

    def _plan(self, incident: SeenIncident) -> tuple[float, Act] | None:
        if incident.rings:
            return self._take_after_s(incident), self._take
        match incident.status:
            case "acknowledged" if not incident.sent:
                return self._wait(incident, Step.PROCESS), self._decide
            case "on_scene":
                return self._wait(incident, Step.WORK), self._resolve
            case "resolved":
                return self._wait(incident, Step.CLOSE), self._close
        return None

    def _take_after_s(self, incident: SeenIncident) -> float:
        wait_s = self._wait(incident, Step.TAKE)
        left = self._stage.rng.random() < _LEFT_TO_PEOPLE
        return wait_s + (_LEFT_FOR_S if left else 0.0)

    def _wait(self, incident: SeenIncident, step: Step) -> float:
        """Seconds from now; what has waited already counts, and a person's incident is left to that person."""
        now = clock.now()
        wait_s = draw_s(
            self._stage.rng, step, priority=incident.priority, moment=now, region=incident.region
        ) * _SHORTENED.get(step, 1.0)
        if incident.handler is not None and incident.handler not in self._ours and not incident.rings:
            wait_s += _PATIENCE_S
        waited_s = (now - incident.since).total_seconds()
        return max(wait_s - waited_s, self._stage.rng.uniform(1, 12))

    def _do(self, incident_id: str, token: Token, act: Act) -> None:
        """Act, if the incident is still where it was; what was refused is looked at again later."""
        incident = self._stage.world.incidents.get(incident_id)
        if incident is None or token_of(incident) != token:
            return
        try:
            act(incident)
        except PortalRefused as refusal:
            log.info("act_refused", act=act.__name__, code=refusal.code)
            self._again(incident_id)

    def _again(self, incident_id: str) -> None:
        self._planned.pop(incident_id, None)
        later_s = self._stage.rng.uniform(*_AGAIN_AFTER_S)
        self._stage.agenda.after(later_s, partial(self._consider_again, incident_id))

    def _consider_again(self, incident_id: str) -> None:
        if incident := self._stage.world.incidents.get(incident_id):
            self.consider(incident)

    def _take(self, incident: SeenIncident) -> None:
        self._move(incident, "acknowledged")

    def _decide(self, incident: SeenIncident) -> None:
        """Send somebody; or help by phone; or strike it out."""
        drawn = self._stage.rng.random()
        if drawn < _CANCELLED:
            self._move(incident, "cancelled", note="Murojaatchi chaqiruvni bekor qildi.")
        elif incident.priority > _URGENT and drawn < _CANCELLED + _ADVISED:
            self._move(incident, "resolved", outcome="handed_over", note="Telefon orqali maslahat berildi.")
        else:
            self._send(incident)

    def _send(self, incident: SeenIncident) -> None:
        unit = self._choose(incident)
        if unit is None:
            self._again(incident.id)
            return
        path = f"/api/v1/incidents/{incident.id}/assignments/"
        self._desks.operator_posts(incident.region, path, {"unit": unit})

    def _choose(self, incident: SeenIncident) -> int | None:
        """The nearest unit of the service that fits best, unless it is far; else the nearest of any."""
        path = f"/api/v1/incidents/{incident.id}/nearest-units/"
        offered = self._desks.operator_gets(incident.region, path, limit=_OFFERS)["results"]
        category = self._stage.kinds[incident.type].category if incident.type in self._stage.kinds else ""
        for service in services_for(category):
            fitting = [unit for unit in offered if unit["service"] == service]
            if fitting and (fitting[0]["distance_m"] or 0) <= _NEAR_M:
                return int(fitting[0]["id"])
        return int(offered[0]["id"]) if offered else None

    def _resolve(self, incident: SeenIncident) -> None:
        if self._stage.rng.random() < _UNFOUNDED:
            self._move(incident, "unfounded", note="Joyida tekshirildi, xabar tasdiqlanmadi.")
            return
        kind = self._stage.kinds.get(incident.type)
        outcome = draw_outcome(self._stage.rng, kind, was_sent=True) if kind else "dealt_with"
        self._move(incident, "resolved", outcome=outcome)

    def _close(self, incident: SeenIncident) -> None:
        """A supervisor closes what is urgent or was; the portal says so where the priority was lowered."""
        body = {"to": "closed"}
        path = f"/api/v1/incidents/{incident.id}/transition/"
        if incident.priority > _URGENT:
            try:
                self._desks.operator_posts(incident.region, path, body)
            except PortalRefused as refusal:
                if refusal.code != "needs_supervisor":
                    raise
            else:
                return
        self._desks.supervisor_posts(incident.region, path, body)

    def _move(self, incident: SeenIncident, to: str, **more: str) -> None:
        path = f"/api/v1/incidents/{incident.id}/transition/"
        self._desks.operator_posts(incident.region, path, {"to": to, "version": incident.version, **more})
