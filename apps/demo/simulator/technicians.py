"""What happens to cameras: one fails now and then, another is mended; at times a switch fails with all of its own."""

from functools import partial
from typing import Final

import structlog

from apps.demo.installations import HEALTH
from apps.demo.seeds import choose
from apps.demo.simulator.portal import PortalRefused
from apps.demo.simulator.stage import Stage

log = structlog.get_logger(__name__)

_EVERY_S: Final = 45.0
# Mean seconds between two switches that fail, and how long one is away.
_SWITCH_EVERY_S: Final = 1500.0
_SWITCH_AWAY_S: Final = (180.0, 480.0)
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
        self._later_a_switch()

    def _later_a_switch(self) -> None:
        self._stage.agenda.after(self._stage.rng.expovariate(1 / _SWITCH_EVERY_S), self._cut)

    def _cut(self) -> None:
        """The switch of some camera fails: all that hang on it are lost at once, and come back together."""
        self._later_a_switch()
        lost = self._neighbours(self._stage.rng.choice(self._working)) if self._working else []
        for camera in lost:
            self._say(camera, "offline", "Kommutator ishlamayapti")
        away_s = self._stage.rng.uniform(*_SWITCH_AWAY_S)
        self._stage.agenda.after(away_s, partial(self._join, lost))

    def _neighbours(self, camera: int) -> list[int]:
        """The cameras at work that hang on the same switch."""
        node = self._stage.portal.get(f"/api/v1/cameras/{camera}/")["node"]
        if node is None:
            return []
        found = self._stage.portal.get("/api/v1/cameras/", node=node, limit=100)["results"]
        return [each["id"] for each in found if each["status"] == _ONLINE]

    def _join(self, cameras: list[int]) -> None:
        for camera in cameras:
            self._say(camera, _ONLINE, _REASONS[_ONLINE])

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
        if self._say(camera, status, _REASONS[status]):
            other.append(camera)

    def _say(self, camera: int, status: str, reason: str) -> bool:
        """Tell the portal; False where it does not want to know."""
        try:
            self._stage.portal.post(f"/api/v1/cameras/{camera}/status/", {"status": status, "reason": reason})
        except PortalRefused as refusal:
            log.info("camera_refused", camera=camera, code=refusal.code)
            return False
        return True
