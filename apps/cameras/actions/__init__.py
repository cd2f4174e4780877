"""Every write of a camera."""

from apps.cameras.actions.set_camera_status import set_camera_status

__all__ = ["set_camera_status"]
