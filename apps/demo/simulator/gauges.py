"""What sensors say: daily waves without end, now and then an alarm, and every so often a flood down a river."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog

from apps.core.clock import iso, now
from apps.demo.gauges import PREFIX, RIVERS, Flood, value_at
from apps.demo.simulator.portal import PortalRefused
from apps.demo.simulator.stage import Stage

log = structlog.get_logger(__name__)

_ROUND_S: Final = 15.0
_PAGE: Final = 1000
# The first flood shows soon after the simulation begins; the others come now and then.
_FIRST_FLOOD_S: Final = 90.0
_FLOOD_EVERY_S: Final = 3600.0
_ALARM_EVERY_S: Final = 240.0
_ALARM_LASTS_S: Final = 45.0
# What a sensor says when what it is there for happens.
_ALARMS: Final = {
    "panic_button": 1.0,
    "perimeter": 1.0,
    "gunshot": 1.0,
    "smoke": 14.0,
    "gas": 24.0,
    "noise": 108.0,
    "mudflow": 1.4,
}
# Seconds between readings, where the kind's own interval would be slow to look at.
_INTERVALS: Final = {"water_level": 15.0, "water_flow": 60.0}
_USUAL_S: Final = 60.0


@dataclass(slots=True)
class Gauge:
    """A sensor that speaks."""

    code: str
    name: str
    kind: str
    due_s: float


class Gauges:
    """Every sensor of the demo, read once; each round those speak whose time has come."""

    def __init__(self, stage: Stage, *, clock: Callable[[], datetime] = now) -> None:
        self._stage, self._clock = stage, clock
        self._gauges: list[Gauge] = []
        self._alarms: dict[str, float] = {}
        self._flood: Flood | None = None

    def start(self) -> None:
        """Read the sensors and begin."""
        for offset in range(0, 10**6, _PAGE):
            page = self._stage.portal.get("/api/v1/sensors/", limit=_PAGE, offset=offset)
            self._gauges += [self._gauge(item) for item in page["results"] if item["code"].startswith(PREFIX)]
            if page["next"] is None:
                break
        agenda = self._stage.agenda
        agenda.after(0, self._round)
        agenda.after(_FIRST_FLOOD_S, self._begin_flood)
        agenda.after(self._stage.rng.expovariate(1 / _ALARM_EVERY_S), self._raise)

    def _gauge(self, item: dict[str, Any]) -> Gauge:
        spread = self._stage.rng.uniform(0, _USUAL_S)
        return Gauge(item["code"], item["name"], item["kind"], self._stage.agenda.now_s + spread)

    def _round(self) -> None:
        self._stage.agenda.after(_ROUND_S, self._round)
        now_s, at = self._stage.agenda.now_s, self._clock()
        due = [gauge for gauge in self._gauges if gauge.due_s <= now_s]
        for gauge in due:
            gauge.due_s = now_s + _INTERVALS.get(gauge.kind, _USUAL_S)
        self._say(due, at)

    def _say(self, gauges: list[Gauge], at: datetime) -> None:
        """Send their values in batches; what the portal refuses is told to the log."""
        for first in range(0, len(gauges), _PAGE):
            rows = [self._reading(gauge, at) for gauge in gauges[first : first + _PAGE]]
            try:
                self._stage.portal.post("/api/v1/readings/", rows)
            except PortalRefused as refusal:
                log.info("readings_refused", code=refusal.code, count=len(rows))

    def _reading(self, gauge: Gauge, at: datetime) -> dict[str, Any]:
        value = self._alarms.get(gauge.code, value_at(gauge.code, gauge.kind, at))
        if self._flood is not None and gauge.kind == "water_level":
            value += self._flood.at(gauge.name, self._stage.agenda.now_s)
        return {"sensor": gauge.code, "at": iso(at), "value": round(value, 3)}

    def _begin_flood(self) -> None:
        agenda, rng = self._stage.agenda, self._stage.rng
        self._flood = Flood(rng.choice(list(RIVERS)), agenda.now_s, height_m=rng.uniform(2.6, 4.4))
        log.info("flood_begins", river=self._flood.river)
        length = timedelta(seconds=self._flood.ends_s - agenda.now_s).total_seconds()
        agenda.after(length + rng.expovariate(1 / _FLOOD_EVERY_S), self._begin_flood)

    def _raise(self) -> None:
        agenda, rng = self._stage.agenda, self._stage.rng
        agenda.after(rng.expovariate(1 / _ALARM_EVERY_S), self._raise)
        able = [gauge for gauge in self._gauges if gauge.kind in _ALARMS]
        if able:
            gauge = rng.choice(able)
            self._alarms[gauge.code] = _ALARMS[gauge.kind]
            self._say([gauge], self._clock())
            agenda.after(_ALARM_LASTS_S, partial(self._calm, gauge))

    def _calm(self, gauge: Gauge) -> None:
        self._alarms.pop(gauge.code, None)
        self._say([gauge], self._clock())
