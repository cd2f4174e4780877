"""Which cameras are being worked on as planned, and until when."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from apps.cameras.models import Camera, MaintenanceWindow

# How far back the end of planned work still explains a failure: longer than any run of failures takes to count.
LATELY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Work:
    """Planned work at one moment: what goes on, and what was over shortly before."""

    at: datetime
    windows: list[MaintenanceWindow] = field(default_factory=list)

    def goes_on(self, camera: Camera) -> bool:
        """Is the camera being worked on?"""
        return any(covers(one, camera) and one.ends_at > self.at for one in self.windows)

    def reason(self, camera: Camera) -> str:
        """Why the camera is being worked on."""
        return next((one.reason for one in self.windows if covers(one, camera) and one.ends_at > self.at), "")

    def over_at(self, camera: Camera) -> datetime | None:
        """When the last work on the camera was over, if that was lately."""
        return max((one.ends_at for one in self.windows if covers(one, camera)), default=None)


def work_on(cameras: Collection[Camera], at: datetime) -> Work:
    """The planned work on these cameras, their nodes and regions."""
    if not cameras:
        return Work(at)
    rows = MaintenanceWindow.objects.during(at - LATELY, at + timedelta(microseconds=1)).of(cameras)
    return Work(at, list(rows))


def covers(window: MaintenanceWindow, camera: Camera) -> bool:
    """Is the window about this camera?"""
    if window.camera_id is not None:
        return window.camera_id == camera.pk
    if window.node_id is not None:
        return window.node_id == camera.node_id
    return window.region_id == camera.region_id
