"""Every write of a camera."""

from apps.cameras.actions.note_viewing import end_viewings, note_viewing
from apps.cameras.actions.retire_camera import reinstate_camera, retire_camera, tell_of_cameras
from apps.cameras.actions.set_camera_status import set_camera_status

__all__ = [
    "end_viewings",
    "note_viewing",
    "reinstate_camera",
    "retire_camera",
    "set_camera_status",
    "tell_of_cameras",
]
