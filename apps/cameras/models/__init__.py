"""Cameras and what is kept of them: a concept a file."""

from apps.cameras.models.cameras import Camera, CameraKind, CameraStatus, ColumnsRevision, SearchWords
from apps.cameras.models.networks import CameraNetwork
from apps.cameras.models.pictures import Viewing, ViewingKind
from apps.cameras.models.status import CameraStatusEntry

__all__ = [
    "Camera",
    "CameraKind",
    "CameraNetwork",
    "CameraStatus",
    "CameraStatusEntry",
    "ColumnsRevision",
    "SearchWords",
    "Viewing",
    "ViewingKind",
]
