"""What a rule may speak of: for each trigger its settings, and the fields that conditions compare.

The form is made of this, a rule is checked by it, and conditions are compiled from it: one list for all three.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.alarms.words import PRIORITY_NAMES, TRIGGER_NAMES, SourceKind, Trigger
from apps.cameras.models import CameraKind
from apps.cameras.models.plates import Direction
from apps.inspectors.models import Service


class Op(StrEnum):
    """How a field is compared."""

    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    ABOVE = "above"
    BELOW = "below"
    BETWEEN = "between"
    CONTAINS = "contains"


class Type(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    LIST = "list"
    CHOICE = "choice"


OP_NAMES: Final[dict[Op, Promise]] = {
    Op.IS: pgettext_lazy("condition", "is"),
    Op.IS_NOT: pgettext_lazy("condition", "is not"),
    Op.ONE_OF: pgettext_lazy("condition", "is one of"),
    Op.ABOVE: pgettext_lazy("condition", "is above"),
    Op.BELOW: pgettext_lazy("condition", "is below"),
    Op.BETWEEN: pgettext_lazy("condition", "is between"),
    Op.CONTAINS: pgettext_lazy("condition", "contains"),
}
OPS: Final[dict[Type, tuple[Op, ...]]] = {
    Type.TEXT: (Op.IS, Op.IS_NOT, Op.ONE_OF, Op.CONTAINS),
    Type.NUMBER: (Op.IS, Op.ABOVE, Op.BELOW, Op.BETWEEN),
    Type.LIST: (Op.CONTAINS,),
    Type.CHOICE: (Op.IS, Op.IS_NOT, Op.ONE_OF),
}

Choices = Callable[[], Iterable[tuple[Any, Any]]]


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a condition compares, or a setting that a trigger needs."""

    name: str
    label: str | Promise
    type: Type
    choices: Choices | None = None
    unit: str | Promise = ""
    low: float | None = None
    high: float | None = None
    default: Any = None
    is_required: bool = True
    is_whole: bool = False

    def values(self) -> list[Any]:
        """What may be chosen."""
        return [value for value, _name in self.choices()] if self.choices else []


def _sensor_kinds() -> Iterable[tuple[str, str]]:
    from apps.sensors.models import SensorKind  # its table is read when a form is drawn

    return [(kind.code, kind.name) for kind in SensorKind.objects.filter(is_active=True)]


def _camera_kinds() -> Iterable[tuple[str, Any]]:
    return CameraKind.choices


def _sides() -> Iterable[tuple[str, Promise]]:
    return [("above", pgettext_lazy("limit", "above")), ("below", pgettext_lazy("limit", "below"))]


def _priorities() -> Iterable[tuple[int, Promise]]:
    return PRIORITY_NAMES.items()


def _outage_sources() -> Iterable[tuple[str, Promise]]:
    return [(SourceKind.CAMERA.value, _("camera")), (SourceKind.NODE.value, _("network node"))]


def _directions() -> Iterable[tuple[str, Any]]:
    return Direction.choices


def _services() -> Iterable[tuple[str, Any]]:
    return Service.choices


def _incident_types() -> Iterable[tuple[str, str]]:
    from apps.incidents.models import IncidentType  # its table is read when a form is drawn

    return [(kind.code, kind.name) for kind in IncidentType.objects.filter(is_active=True)]


DAY_S: Final = 86_400
_CAMERA: Final = (
    Field("camera_code", _("code of the camera"), Type.TEXT),
    Field("camera_kind", _("kind of camera"), Type.CHOICE, _camera_kinds),
)
_SENSOR: Final = (
    Field("sensor_code", _("code of the sensor"), Type.TEXT),
    Field("sensor_name", _("name of the sensor"), Type.TEXT),
)
_VALUE: Final = Field("value", _("value"), Type.NUMBER)

FIELDS: Final[Mapping[Trigger, tuple[Field, ...]]] = {
    Trigger.THRESHOLD: (*_SENSOR, _VALUE),
    Trigger.RATE: (*_SENSOR, _VALUE),
    Trigger.ABSENCE: _SENSOR,
    Trigger.CAMERA_OUTAGE: (
        Field("source", _("what is out"), Type.CHOICE, _outage_sources),
        Field("cause", _("cause"), Type.TEXT),
        Field("cameras_count", _("cameras without picture"), Type.NUMBER),
        *_CAMERA,
    ),
    Trigger.DETECTION: (
        Field("label", _("what is seen"), Type.TEXT),
        Field("sub_label", _("recognised as"), Type.TEXT),
        Field("score", _("certainty"), Type.NUMBER, low=0, high=1),
        Field("zones", _("zone of the picture"), Type.LIST),
        *_CAMERA,
    ),
    Trigger.PLATE: (
        Field("plate", _("number plate"), Type.TEXT),
        Field("reason", _("reason of the search"), Type.TEXT),
        Field("watch_priority", _("priority of the search"), Type.CHOICE, _priorities),
        Field("confidence", _("certainty"), Type.NUMBER, low=0, high=1),
        Field("direction", _("direction"), Type.CHOICE, _directions),
        *_CAMERA,
    ),
    Trigger.SIGNS_OF_LIFE: (
        Field("service", _("service"), Type.CHOICE, _services),
        Field("incident_type", _("incident type"), Type.CHOICE, _incident_types),
        Field("call_sign", _("call sign"), Type.TEXT),
    ),
}

_KIND: Final = Field("kind", _("sensor kind"), Type.CHOICE, _sensor_kinds)


def _seconds(name: str, label: Promise, **rest: Any) -> Field:
    return Field(name, label, Type.NUMBER, unit=_("s"), is_whole=True, **rest)


_LIMITS: Final = (
    _KIND,
    Field("compare", _("beyond is"), Type.CHOICE, _sides, default="above"),
    Field("limit", _("limit"), Type.NUMBER),
    Field("deadband", _("deadband"), Type.NUMBER, low=0, default=0, is_required=False),
    _seconds("delay_s", _("only after"), low=0, high=DAY_S, default=0, is_required=False),
    _seconds("return_delay_s", _("returns after"), low=0, high=DAY_S, default=0, is_required=False),
)
SETTINGS: Final[Mapping[Trigger, tuple[Field, ...]]] = {
    Trigger.THRESHOLD: _LIMITS,
    Trigger.RATE: _LIMITS,
    Trigger.ABSENCE: (_KIND, _seconds("after_s", _("silent for"), low=10, high=30 * DAY_S)),
    Trigger.CAMERA_OUTAGE: (_seconds("grace_s", _("grace time"), low=0, high=DAY_S, default=120),),
    Trigger.DETECTION: (),
    Trigger.PLATE: (),
    Trigger.SIGNS_OF_LIFE: (),
}
# What comes and is over at once: nothing will tell that it has returned to normal.
SENDS_NO_RETURN: Final = frozenset({Trigger.PLATE})
WITH_THRESHOLDS: Final = frozenset({Trigger.THRESHOLD, Trigger.RATE, Trigger.ABSENCE})


def field_of(trigger: Trigger, name: str) -> Field | None:
    """The field of this name, where the trigger has it."""
    return next((field for field in FIELDS[trigger] if field.name == name), None)


def described() -> list[dict[str, Any]]:
    """All of it as JSON, in the active language: what the form of a rule is made of."""
    return [
        {
            "code": trigger.value,
            "name": str(TRIGGER_NAMES[trigger]),
            "needs_clearing": trigger in SENDS_NO_RETURN,
            "settings": [_as_json(field) | {"ops": []} for field in SETTINGS[trigger]],
            "fields": [_as_json(field) | {"ops": _ops(field)} for field in FIELDS[trigger]],
        }
        for trigger in Trigger
    ]


def _ops(field: Field) -> list[dict[str, str]]:
    return [{"code": op.value, "name": str(OP_NAMES[op])} for op in OPS[field.type]]


def _as_json(field: Field) -> dict[str, Any]:
    choices = (
        [{"code": value, "name": str(name)} for value, name in field.choices()] if field.choices else None
    )
    return {
        "name": field.name,
        "label": str(field.label),
        "type": field.type.value,
        "choices": choices,
        "unit": str(field.unit),
        "low": field.low,
        "high": field.high,
        "default": field.default,
        "required": field.is_required,
        "whole": field.is_whole,
    }
