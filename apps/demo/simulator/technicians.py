"""What happens to cameras: one fails now and then, another is mended."""

from typing import Final

import structlog

from apps.demo.installations import HEALTH
from apps.demo.seeds import choose
from apps.demo.simulator.portal import PortalRefused
from apps.demo.simulator.stage import Stage

log = structlog.get_logger(__name__)

_EVERY_S: Final = 45.0
_ONLINE: Final = "online"
_FAILURES: Final = {name: share for name, share in HEALTH.items() if name not in {_ONLINE, "unknown"}}
_REASONS: Final = {
    "offline": "Aloqa yoʻq",
    "degraded": "Tasvir xira",
    "maintenance": "Rejali taʼmirlash",
    _ONLINE: "Ishga tushirildi",
}


class Technicians:
    """The state of every camera, read once; the share of those that work stays where it was."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._working: list[int] = []
        self._failed: list[int] = []

    def start(self) -> None:
        """Read the cameras and begin."""
        columns = self._stage.portal.get("/api/v1/cameras/columns/")
        online = columns["statuses"].index(_ONLINE)
        for camera, status in zip(columns["ids"], columns["status"], strict=True):
            (self._working if status == online else self._failed).append(camera)
        self._later()

    def _later(self) -> None:
        self._stage.agenda.after(self._stage.rng.expovariate(1 / _EVERY_S), self._change)

    def _change(self) -> None:
        self._later()
        whole = len(self._working) + len(self._failed)
        if not whole:
            return
        share = len(self._failed) / whole
        # Around the usual share either may happen; the farther from it, the surer it goes back.
        mend = self._stage.rng.random() < share / (2 * (1 - HEALTH[_ONLINE]))
        if mend and self._failed:
            self._set(self._failed, self._working, _ONLINE)
        elif self._working:
            self._set(self._working, self._failed, choose(self._stage.rng, _FAILURES))

    def _set(self, group: list[int], other: list[int], status: str) -> None:
        camera = group.pop(self._stage.rng.randrange(len(group)))
        try:
            body = {"status": status, "reason": _REASONS[status]}
            self._stage.portal.post(f"/api/v1/cameras/{camera}/status/", body)
        except PortalRefused as refusal:
            log.info("camera_refused", camera=camera, code=refusal.code)
            return
        other.append(camera)
