"""Who calls: a stream of calls over the nation, some about what is known, some about nothing."""

import math
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog

from apps.core import clock
from apps.core.clock import iso
from apps.demo.addresses import address_of
from apps.demo.districts import district_of
from apps.demo.geography import Ground, Spot
from apps.demo.intervals import Step, draw_s
from apps.demo.kinds import draw_kind, draw_priority, draw_title
from apps.demo.past import CHANNELS, NO_INCIDENT, SOURCES, accuracy_m
from apps.demo.population import weights_of_regions
from apps.demo.rates import factor_at, seconds_to_next
from apps.demo.seeds import choose, id_at
from apps.demo.simulator.portal import PortalRefused
from apps.demo.simulator.seen import REFERENCE
from apps.demo.simulator.stage import Stage
from apps.demo.texts.people import draw_number
from apps.demo.ways import distance_m

log = structlog.get_logger(__name__)

_ABOUT_NOTHING: Final = 0.1
_ABOUT_KNOWN: Final = 0.1
_KNOWN_WITHIN_M: Final = 1_500.0
# More than this is open of the demo's own: nobody deals with it, and no more comes.
_OPEN_AT_MOST: Final = 300
_UNIT_WITHIN_M: Final = 2_500.0
_TRIES: Final = 12


class Callers:
    """The people of the country with a telephone. `districts`: for each region, SOATO codes by name."""

    def __init__(self, stage: Stage, *, every_s: float, districts: dict[str, dict[str, str]]) -> None:
        self._stage, self._every_s, self._districts = stage, every_s, districts
        self._weights = {
            code: weight for code, weight in weights_of_regions().items() if code in stage.grounds
        }

    def start(self) -> None:
        """Begin to call."""
        self._later()

    def _later(self) -> None:
        """Half the wave of the day, on a logarithmic scale: somebody may look at the demo at night too."""
        moment = clock.now()
        mean_s = self._every_s * math.sqrt(factor_at(moment))
        gap_s = seconds_to_next(self._stage.rng, mean_s=mean_s, moment=moment)
        self._stage.agenda.after(gap_s, self._ring)

    def _ring(self) -> None:
        self._later()
        if sum(incident.is_ours for incident in self._stage.world.incidents.values()) >= _OPEN_AT_MOST:
            return
        try:
            self._stage.portal.post("/api/v1/calls/", self._call())
        except PortalRefused as refusal:
            log.warning("call_refused", code=refusal.code)

    def _call(self) -> dict[str, Any]:
        rng, now = self._stage.rng, clock.now()
        region = choose(rng, self._weights)
        waited_s = draw_s(rng, Step.ANSWER, priority=3, moment=now, region=region)
        talked_s = rng.uniform(15, 40)
        rang_at = now - timedelta(seconds=waited_s + talked_s)
        channel = choose(rng, CHANNELS)
        call: dict[str, Any] = {
            "channel": channel,
            "number": draw_number(rng),
            "rang_at": iso(rang_at),
            "answered_at": iso(rang_at + timedelta(seconds=waited_s)),
            "ended_at": iso(now),
            "region": region,
            "source": channel,
            "source_ref": _reference(id_at(rng, now)),
        }
        return call | self._what(region, channel, call["source_ref"], now)

    def _what(self, region: str, channel: str, reference: str, now: datetime) -> dict[str, Any]:
        """What the call becomes: nothing, another call about something open, or a new incident."""
        rng = self._stage.rng
        drawn = rng.random()
        if drawn < _ABOUT_NOTHING:
            return {"outcome": choose(rng, NO_INCIDENT)}
        spot = self._spot(self._stage.grounds[region])
        if drawn < _ABOUT_NOTHING + _ABOUT_KNOWN:
            known = self._stage.world.open_near((spot.lon, spot.lat), within_m=_KNOWN_WITHIN_M)
            if known is not None:
                return {"incident": known.id}
        return {"incident": self._incident(region, spot, channel, reference, now)}

    def _incident(
        self, region: str, spot: Spot, channel: str, reference: str, now: datetime
    ) -> dict[str, Any]:
        rng = self._stage.rng
        kind = draw_kind(rng, list(self._stage.kinds.values()), now)
        source = choose(rng, SOURCES)
        return {
            "type": kind.code,
            "priority": draw_priority(rng, kind),
            "title": draw_title(rng, kind),
            "location": {"type": "Point", "coordinates": [round(spot.lon, 6), round(spot.lat, 6)]},
            "location_source": source,
            "location_accuracy_m": accuracy_m(rng, source),
            "address": address_of(rng, spot),
            "region": region,
            "district": district_of(spot, self._districts.get(region, {})),
            "source": channel,
            "source_ref": reference,
        }

    def _spot(self, ground: Ground) -> Spot:
        """By population; the demo has few units, so rather where one is near."""
        free = [unit.place for unit in self._stage.world.free_units(ground.code) if unit.place]
        spot = ground.spot(self._stage.rng, countryside=0.1)
        for _ in range(_TRIES):
            if any(distance_m(place, (spot.lon, spot.lat)) <= _UNIT_WITHIN_M for place in free):
                break
            spot = ground.spot(self._stage.rng, countryside=0.1)
        return spot


def _reference(call_id: UUID) -> str:
    return f"{REFERENCE}{call_id}"
