"""What video analytics and plate cameras see: people, cars, now and then somebody who is looked for."""

from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, Final

import structlog

from apps.core import clock
from apps.core.clock import iso
from apps.demo.seeds import choose
from apps.demo.sights import DIRECTIONS, LABELS, SEEN_S, SOURCE, ZONES, draw_limit, draw_speed
from apps.demo.simulator.portal import PortalRefused
from apps.demo.simulator.stage import Stage
from apps.demo.texts.plates import draw_plate

log = structlog.get_logger(__name__)

# Mean seconds between two things that are seen, and between two bundles of plates, in the whole nation.
_SEES_EVERY_S: Final = 6.0
_READS_EVERY_S: Final = 3.0
_PLATES_AT_ONCE: Final = 8
# One reading of so many is of a plate on the watch list.
_WANTED_SHARE: Final = 1 / 4000


class Lenses:
    """The cameras that see by themselves; read once. `wanted`: plates of the watch list."""

    def __init__(self, stage: Stage, *, wanted: tuple[str, ...]) -> None:
        self._stage, self._wanted = stage, wanted
        self._watching: list[int] = []
        self._reading: list[int] = []
        self._number = count(1)
        self._run = f"{stage.rng.getrandbits(40):010x}"

    def start(self) -> None:
        """Read the cameras and begin."""
        columns = self._stage.portal.get("/api/v1/cameras/columns/")
        plate, online = columns["kinds"].index("plate"), columns["statuses"].index("online")
        for camera, kind, status in zip(columns["ids"], columns["kind"], columns["status"], strict=True):
            if status == online:
                (self._reading if kind == plate else self._watching).append(camera)
        if self._watching:
            self._stage.agenda.after(self._gap_s(_SEES_EVERY_S), self._see)
        if self._reading:
            self._stage.agenda.after(self._gap_s(_READS_EVERY_S), self._read)

    def _gap_s(self, mean_s: float) -> float:
        return self._stage.rng.expovariate(1 / mean_s)

    def _see(self) -> None:
        self._stage.agenda.after(self._gap_s(_SEES_EVERY_S), self._see)
        rng = self._stage.rng
        zone = choose(rng, ZONES)
        thing = {
            "camera": rng.choice(self._watching),
            "source": SOURCE,
            "source_ref": f"{self._run}-{next(self._number)}",
            "label": choose(rng, LABELS),
            "score": round(rng.uniform(0.55, 0.98), 2),
            "zones": [zone] if zone else [],
            "began_at": iso(clock.now()),
        }
        self._post("/api/v1/detections/", thing)
        self._stage.agenda.after(rng.uniform(*SEEN_S), partial(self._lose, thing))

    def _lose(self, thing: dict[str, Any]) -> None:
        moment = iso(clock.now())
        self._post("/api/v1/detections/", thing | {"at": moment, "ended_at": moment})

    def _read(self) -> None:
        self._stage.agenda.after(self._gap_s(_READS_EVERY_S), self._read)
        moment, count = clock.now(), self._stage.rng.randint(1, 2 * _PLATES_AT_ONCE - 1)
        self._post("/api/v1/plate-reads/", [self._reading_at(moment) for _ in range(count)])

    def _reading_at(self, moment: datetime) -> dict[str, Any]:
        rng = self._stage.rng
        limit = draw_limit(rng)
        return {
            "camera": rng.choice(self._reading),
            "at": iso(moment - timedelta(seconds=rng.uniform(0, _READS_EVERY_S))),
            "plate": self._plate(),
            "confidence": round(rng.uniform(0.82, 0.99), 2),
            "direction": choose(rng, DIRECTIONS),
            "speed_kmh": draw_speed(rng, limit),
            "limit_kmh": limit,
            "source": SOURCE,
            "source_ref": f"{self._run}-{next(self._number)}",
        }

    def _plate(self) -> str:
        rng = self._stage.rng
        if self._wanted and rng.random() < _WANTED_SHARE:
            return rng.choice(self._wanted)
        return draw_plate(rng)

    def _post(self, path: str, body: object) -> None:
        try:
            self._stage.portal.post(path, body)
        except PortalRefused as refusal:
            log.info("seen_refused", path=path, code=refusal.code)
