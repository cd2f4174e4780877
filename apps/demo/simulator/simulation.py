"""The simulator's round: hear what goes on, do what is due; begin anew whenever the portal was away."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any, Final

import structlog

from apps.demo.geography import Ground
from apps.demo.kinds import Kind
from apps.demo.simulator.agenda import Agenda
from apps.demo.simulator.callers import Callers
from apps.demo.simulator.crews import Crews
from apps.demo.simulator.desks import Desks
from apps.demo.simulator.feed import Feed, FeedLost, follow
from apps.demo.simulator.field import Field
from apps.demo.simulator.gauges import Gauges
from apps.demo.simulator.lenses import Lenses
from apps.demo.simulator.operators import Operators
from apps.demo.simulator.patrols import Patrols
from apps.demo.simulator.portal import Portal, PortalRefused, PortalUnreachable
from apps.demo.simulator.seen import SeenIncident
from apps.demo.simulator.stage import Stage
from apps.demo.simulator.technicians import Technicians
from apps.demo.simulator.world import World

log = structlog.get_logger(__name__)

_LISTEN_S: Final = 0.3
_AGAIN_AFTER_S: Final = 2.0
_TIDY_EVERY_S: Final = 120.0
# All desks are manned before anybody would count as gone.
_MAN_EVERY_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class Script:
    """What is played: against which portal, as whom, with which units, how often somebody calls, where.

    `people` are the ids of the operators that are played, `wanted` the plates of the watch list.
    """

    host: str
    port: int
    api_key: str
    passwords: Mapping[str, str]
    people: frozenset[int]
    units: frozenset[int]
    call_every_s: float
    grounds: Mapping[str, Ground]
    districts: dict[str, dict[str, str]]
    wanted: tuple[str, ...] = ()


class Simulation:
    """Plays until it is stopped. `may_go_on` says whether this is the one that plays."""

    def __init__(
        self,
        script: Script,
        *,
        rng: random.Random,
        may_go_on: Callable[[], bool],
        steady_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """`steady_s` is the clock that everything is timed by; one that runs faster plays faster."""
        self._script, self._rng, self._may_go_on = script, rng, may_go_on
        self._steady_s = steady_s

    def run(self, stop: Event) -> None:
        """Play, and after each interruption again."""
        told = ""
        while not stop.is_set():
            if self._may_go_on():
                trouble = self._trouble_of_playing(stop)
                if trouble and trouble != told:
                    log.warning("portal_away", trouble=trouble)
                told = trouble
            stop.wait(_AGAIN_AFTER_S)

    def _trouble_of_playing(self, stop: Event) -> str:
        """Play until something comes between; what that was, or nothing."""
        try:
            self._play(stop)
        except (PortalUnreachable, FeedLost) as error:
            return str(error) or type(error).__name__
        except PortalRefused as error:
            return f"{error.status} {error.code}"
        return ""

    def _play(self, stop: Event) -> None:
        portal = Portal(self._script.host, self._script.port, api_key=self._script.api_key)
        desks = Desks(portal, self._script.passwords)
        try:
            with follow(portal, api_key=self._script.api_key) as (snapshot, feed):
                play = _Play(self._stage(portal, snapshot), self._script, desks)
                log.info(
                    "simulation_begins", incidents=len(snapshot["incidents"]), units=len(snapshot["units"])
                )
                play.begin()
                while not stop.is_set() and self._may_go_on():
                    play.go_on(feed, steady_s=self._steady_s)
        finally:
            desks.close()
            portal.close()

    def _stage(self, portal: Portal, snapshot: Mapping[str, Any]) -> Stage:
        types = portal.get("/api/v1/incident-types/")
        rows = types["results"] if isinstance(types, dict) else types
        kinds = {
            row["code"]: Kind(row["code"], row["category"], row["default_priority"], row["name"])
            for row in rows
            if row.get("is_active", True)
        }
        agenda = Agenda(now_s=self._steady_s())
        world = World.of_snapshot(snapshot, ours=self._script.units)
        return Stage(world, agenda, self._rng, portal, self._script.grounds, kinds)


class _Play:
    """Everybody on the stage."""

    def __init__(self, stage: Stage, script: Script, desks: Desks) -> None:
        self._stage, self._desks = stage, desks
        self._field = Field(stage)
        self._crews = Crews(stage, self._field)
        self._operators = Operators(stage, desks, script.people)
        self._patrols = Patrols(stage, self._field)
        self._technicians = Technicians(stage)
        self._lenses = Lenses(stage, wanted=script.wanted)
        self._gauges = Gauges(stage)
        self._callers = Callers(stage, every_s=script.call_every_s, districts=script.districts)

    def begin(self) -> None:
        """Take up what is open, and let everybody begin."""
        for part in (
            self._field,
            self._patrols,
            self._technicians,
            self._lenses,
            self._gauges,
            self._callers,
        ):
            part.start()
        for incident in list(self._stage.world.incidents.values()):
            self._consider(incident)
        self._stage.agenda.after(_TIDY_EVERY_S, self._tidy)
        self._stage.agenda.after(0, self._man)

    def go_on(self, feed: Feed, *, steady_s: Callable[[], float]) -> None:
        """Listen until something is due, then do it."""
        event = feed.next(within_s=self._stage.agenda.wait_s(at_most=_LISTEN_S))
        if event is not None:
            seen = self._stage.world.hear(event)
            if isinstance(seen, SeenIncident):
                self._consider(seen)
        if deed := self._stage.agenda.due(steady_s()):
            deed()

    def _consider(self, incident: SeenIncident) -> None:
        self._crews.consider(incident)
        self._operators.consider(incident)

    def _man(self) -> None:
        self._desks.man_one_more(self._stage.grounds)
        self._stage.agenda.after(_MAN_EVERY_S, self._man)

    def _tidy(self) -> None:
        self._crews.forget()
        self._operators.forget()
        self._stage.agenda.after(_TIDY_EVERY_S, self._tidy)
