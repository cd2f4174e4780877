"""Cameras, detections and plates are in no snapshot: a fresh screen takes cameras from `cameras/columns/`."""

COLUMNS = "columns + events = columns, see tests/cameras/test_live.py"
ASKED_FOR = "no snapshot holds what was seen; an alarm of it does. See tests/cameras/test_record_*.py"
AUDIT = "who looked at a camera is for the audit trail"
LIST = "the watch list is a page; what a screen gets of it are hits"
OFF_SCREEN = {
    **dict.fromkeys(("set_camera_status", "retire_camera", "reinstate_camera", "tell_of_cameras"), COLUMNS),
    **dict.fromkeys(("observe_health", "keep_maintenance", "register_cameras"), COLUMNS),
    **dict.fromkeys(("record_detections", "record_plates", "sight_plates"), ASKED_FOR),
    **dict.fromkeys(("note_viewing", "end_viewings"), AUDIT),
    **dict.fromkeys(("keep_login", "keep_logins", "forget_login"), "a login is shown nowhere"),
    **dict.fromkeys(("report_violations", "decide_violation"), "the register is a page, and no live screen"),
    **dict.fromkeys(("watch_plate", "unwatch_plate"), LIST),
}
