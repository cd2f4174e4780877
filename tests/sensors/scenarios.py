"""Sensors are in no snapshot: a fresh screen takes them from `sensors/columns/`, alarms read crossings by a cursor."""

WHY = "sensors and crossings are in no snapshot, see tests/sensors/test_live.py"
OFF_SCREEN = dict.fromkeys(
    (
        "end_maintenance",
        "judge_due",
        "plan_maintenance",
        "put_thresholds",
        "record_readings",
        "reinstate_sensor",
        "retire_sensor",
        "set_limits",
        "set_thresholds",
        "store_batches",
        "tell_of_sensors",
        "tell_of_thresholds",
    ),
    WHY,
)
