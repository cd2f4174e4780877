"""Every write of a camera, and of what cameras see."""

from apps.cameras.actions.decide_violation import decide_violation
from apps.cameras.actions.keep_login import forget_login, keep_login, keep_logins
from apps.cameras.actions.keep_maintenance import keep_maintenance
from apps.cameras.actions.note_viewing import end_viewings, note_viewing
from apps.cameras.actions.observe_health import Observation, observe_health
from apps.cameras.actions.record_detections import record_detections
from apps.cameras.actions.record_plates import Accepted, Refused, record_plates
from apps.cameras.actions.report_violations import Witnessed, report_violations
from apps.cameras.actions.retire_camera import reinstate_camera, retire_camera, tell_of_cameras
from apps.cameras.actions.set_camera_status import set_camera_status
from apps.cameras.actions.watch_plates import Wanted, unwatch_plate, watch_plate
from apps.cameras.detection_messages import Recorded, Sighting
from apps.cameras.plate_reads import GivenRead

__all__ = [
    "Accepted",
    "GivenRead",
    "Observation",
    "Recorded",
    "Refused",
    "Sighting",
    "Wanted",
    "Witnessed",
    "decide_violation",
    "end_viewings",
    "forget_login",
    "keep_login",
    "keep_logins",
    "keep_maintenance",
    "note_viewing",
    "observe_health",
    "record_detections",
    "record_plates",
    "reinstate_camera",
    "report_violations",
    "retire_camera",
    "set_camera_status",
    "tell_of_cameras",
    "unwatch_plate",
    "watch_plate",
]
