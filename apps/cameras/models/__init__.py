"""Cameras and what is kept of them: a concept a file."""

from apps.cameras.models.cameras import Camera, CameraKind, CameraStatus, ColumnsRevision, SearchWords
from apps.cameras.models.credentials import CameraCredential
from apps.cameras.models.detections import Detection
from apps.cameras.models.health import CameraHealth, CheckSlot
from apps.cameras.models.maintenance import MaintenanceWindow
from apps.cameras.models.networks import CameraNetwork
from apps.cameras.models.nodes import NetworkNode
from apps.cameras.models.outages import Outage, OutageCause
from apps.cameras.models.pictures import Viewing, ViewingKind
from apps.cameras.models.plates import Direction, PlateRead
from apps.cameras.models.status import CameraStatusEntry
from apps.cameras.models.violations import (
    Violation,
    ViolationEntry,
    ViolationKind,
    ViolationPicture,
    ViolationState,
)
from apps.cameras.models.watching import PlateHit, WatchEntry

__all__ = [
    "Camera",
    "CameraCredential",
    "CameraHealth",
    "CameraKind",
    "CameraNetwork",
    "CameraStatus",
    "CameraStatusEntry",
    "CheckSlot",
    "ColumnsRevision",
    "Detection",
    "Direction",
    "MaintenanceWindow",
    "NetworkNode",
    "Outage",
    "OutageCause",
    "PlateHit",
    "PlateRead",
    "SearchWords",
    "Viewing",
    "ViewingKind",
    "Violation",
    "ViolationEntry",
    "ViolationKind",
    "ViolationPicture",
    "ViolationState",
    "WatchEntry",
]
