"""Cameras are in no snapshot: a fresh screen takes them from `cameras/columns/`."""

WHY = "columns + events = columns, see tests/cameras/test_live.py"
OFF_SCREEN = dict.fromkeys(
    ("set_camera_status", "retire_camera", "reinstate_camera", "tell_of_cameras"), WHY
) | dict.fromkeys(("note_viewing", "end_viewings"), "who looked at a camera is for the audit trail")
