"""What video analytics and plate cameras see: people, cars, now and then somebody who is looked for."""

from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any, Final

import structlog

from apps.core import clock
from apps.core.clock import iso
from apps.demo.seeds import choose
from apps.demo.simulator.portal import PortalRefused
from apps.demo.simulator.stage import Stage
from apps.demo.texts.plates import draw_plate

log = structlog.get_logger(__name__)

_SOURCE: Final = "demo-analytics"
# Mean seconds between two things that are seen, and between two bundles of plates, in the whole nation.
_SEES_EVERY_S: Final = 6.0
_READS_EVERY_S: Final = 3.0
_PLATES_AT_ONCE: Final = 8
# One reading of so many is of a plate on the watch list.
_WANTED_SHARE: Final = 1 / 4000
_LABELS: Final = {"person": 0.55, "car": 0.3, "truck": 0.06, "bicycle": 0.06, "dog": 0.03}
_ZONES: Final = {"": 0.7, "koʻcha": 0.2, "yopiq hudud": 0.1}
_SEEN_S: Final = (4.0, 90.0)
_DIRECTIONS: Final = {"approaching": 0.5, "leaving": 0.4, "unknown": 0.1}


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
        zone = choose(rng, _ZONES)
        thing = {
            "camera": rng.choice(self._watching),
            "source": _SOURCE,
            "source_ref": f"{self._run}-{next(self._number)}",
            "label": choose(rng, _LABELS),
            "score": round(rng.uniform(0.55, 0.98), 2),
            "zones": [zone] if zone else [],
            "began_at": iso(clock.now()),
        }
        self._post("/api/v1/detections/", thing)
        self._stage.agenda.after(rng.uniform(*_SEEN_S), partial(self._lose, thing))

    def _lose(self, thing: dict[str, Any]) -> None:
        moment = iso(clock.now())
        self._post("/api/v1/detections/", thing | {"at": moment, "ended_at": moment})

    def _read(self) -> None:
        self._stage.agenda.after(self._gap_s(_READS_EVERY_S), self._read)
        rng, moment = self._stage.rng, clock.now()
        reads = [
            {
                "camera": rng.choice(self._reading),
                "at": iso(moment - timedelta(seconds=rng.uniform(0, _READS_EVERY_S))),
                "plate": self._plate(),
                "confidence": round(rng.uniform(0.82, 0.99), 2),
                "direction": choose(rng, _DIRECTIONS),
                "source": _SOURCE,
                "source_ref": f"{self._run}-{next(self._number)}",
            }
            for _ in range(rng.randint(1, 2 * _PLATES_AT_ONCE - 1))
        ]
        self._post("/api/v1/plate-reads/", reads)

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
