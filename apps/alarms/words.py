"""The words of alarms for people: states, clearings, priorities, triggers, what alarms come from."""

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.alarms.workflow import Clearing, State


class SourceKind(StrEnum):
    """What an alarm comes from."""

    SENSOR = "sensor"
    CAMERA = "camera"
    NODE = "node"
    PLATE = "plate"
    DETECTION = "detection"
    UNIT = "unit"
    SYSTEM = "system"


class Trigger(StrEnum):
    """The kind of fact that a rule reacts to."""

    THRESHOLD = "threshold"
    RATE = "rate"
    ABSENCE = "absence"
    CAMERA_OUTAGE = "camera_outage"
    DETECTION = "detection"
    PLATE = "plate"
    SIGNS_OF_LIFE = "signs_of_life"


STATE_NAMES: Final[dict[State, Promise]] = {
    State.UNACKNOWLEDGED: pgettext_lazy("alarm", "unacknowledged"),
    State.ACKNOWLEDGED: pgettext_lazy("alarm", "acknowledged"),
    State.RETURNED: pgettext_lazy("alarm", "returned, unacknowledged"),
    State.SHELVED: pgettext_lazy("alarm", "shelved"),
    State.SUPPRESSED: pgettext_lazy("alarm", "suppressed"),
    State.OUT_OF_SERVICE: pgettext_lazy("alarm", "out of service"),
    State.CLEARED: pgettext_lazy("alarm", "cleared"),
}
CLEARING_NAMES: Final[dict[Clearing, Promise]] = {
    Clearing.TRUE: pgettext_lazy("clearing", "true"),
    Clearing.FALSE: pgettext_lazy("clearing", "false"),
    Clearing.TEST: pgettext_lazy("clearing", "test"),
    Clearing.UNKNOWN: pgettext_lazy("clearing", "unknown"),
}
PRIORITY_NAMES: Final[dict[int, Promise]] = {1: _("critical"), 2: _("high"), 3: _("medium"), 4: _("low")}
SOURCE_KIND_NAMES: Final[dict[SourceKind, Promise]] = {
    SourceKind.SENSOR: _("sensor"),
    SourceKind.CAMERA: _("camera"),
    SourceKind.NODE: _("network node"),
    SourceKind.PLATE: _("number plate"),
    SourceKind.DETECTION: _("detection"),
    SourceKind.UNIT: _("unit"),
    SourceKind.SYSTEM: _("system"),
}
TRIGGER_NAMES: Final[dict[Trigger, Promise]] = {
    Trigger.THRESHOLD: _("a sensor's value crosses a limit"),
    Trigger.RATE: _("a sensor's value changes too fast"),
    Trigger.ABSENCE: _("a sensor is silent"),
    Trigger.CAMERA_OUTAGE: _("a camera is out"),
    Trigger.DETECTION: _("a camera detects something"),
    Trigger.PLATE: _("a plate of the watch list is seen"),
    Trigger.SIGNS_OF_LIFE: _("a unit on scene gives no sign of life"),
}
STATES: Final = [(word.value, name) for word, name in STATE_NAMES.items()]
CLEARINGS: Final = [(word.value, name) for word, name in CLEARING_NAMES.items()]
PRIORITIES: Final = list(PRIORITY_NAMES.items())
SOURCE_KINDS: Final = [(word.value, name) for word, name in SOURCE_KIND_NAMES.items()]
TRIGGERS: Final = [(word.value, name) for word, name in TRIGGER_NAMES.items()]
