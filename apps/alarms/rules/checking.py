"""Is a rule complete, and does it make sense? Every fault is named by its place, with a code and a sentence."""

import math
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.alarms.refusals import RuleInvalid
from apps.alarms.rules.fields import OPS, SENDS_NO_RETURN, SETTINGS, Field, Op, Type, field_of
from apps.alarms.rules.schedule import clock
from apps.alarms.words import Trigger

CONDITIONS_AT_MOST: Final = 20
TEXT_AT_MOST: Final = 120
LIST_AT_MOST: Final = 50
LARGEST: Final = 1e12

MESSAGES: Final[dict[str, Promise]] = {
    "needed": _("This is needed."),
    "unknown": _("There is no such thing here."),
    "unknown_field": _("This kind of rule knows no such field."),
    "unknown_op": _("This field cannot be compared like that."),
    "not_a_number": _("A number is needed."),
    "not_whole": _("A whole number without a fraction is needed."),
    "too_small": _("The number is too small."),
    "too_large": _("The number is too large."),
    "not_a_text": _("A text is needed."),
    "too_long": _("The text is too long."),
    "not_a_list": _("A list of values is needed."),
    "too_many": _("There are too many of them."),
    "not_a_choice": _("This is not one of the choices."),
    "not_a_range": _("Two numbers are needed, the smaller one first."),
    "not_a_condition": _("A condition names a field, how it is compared, and a value."),
    "not_a_schedule": _("A schedule names weekdays from 1 to 7 and two times of the day as HH:MM."),
    "sends_no_return": _("Nothing tells when this is over: such alarms are cleared by hand."),
    "zone_elsewhere": _("The zone lies in another region than the rule."),
}

Faults = dict[str, list[dict[str, str]]]


def check(*, trigger: Trigger, settings: Any, conditions: Any, schedule: Any, needs_clearing: bool) -> None:
    """Raise `RuleInvalid` with every fault: `{"conditions.0.value": [{"code", "message"}]}`."""
    faults: Faults = {}
    _check_settings(trigger, settings, faults)
    _check_conditions(trigger, conditions, faults)
    if schedule is not None and not _is_schedule(schedule):
        note(faults, "schedule", "not_a_schedule")
    if trigger in SENDS_NO_RETURN and not needs_clearing:
        note(faults, "needs_clearing", "sends_no_return")
    if faults:
        raise RuleInvalid(fields=faults)


def note(faults: Faults, place: str, code: str) -> None:
    """Write a fault down as the form shows it."""
    faults.setdefault(place, []).append({"code": code, "message": str(MESSAGES[code])})


def _check_settings(trigger: Trigger, settings: Any, faults: Faults) -> None:
    if not isinstance(settings, Mapping):
        note(faults, "settings", "needed")
        return
    fields = {field.name: field for field in SETTINGS[trigger]}
    for name in settings:
        if name not in fields:
            note(faults, f"settings.{name}"[:100], "unknown")
    for name, field in fields.items():
        code = _fault_of(field, settings.get(name), is_needed=field.is_required)
        if code:
            note(faults, f"settings.{name}", code)


def _check_conditions(trigger: Trigger, conditions: Any, faults: Faults) -> None:
    if not isinstance(conditions, list):
        note(faults, "conditions", "not_a_list")
    elif len(conditions) > CONDITIONS_AT_MOST:
        note(faults, "conditions", "too_many")
    else:
        for number, condition in enumerate(conditions):
            _check_condition(trigger, f"conditions.{number}", condition, faults)


def _check_condition(trigger: Trigger, place: str, condition: Any, faults: Faults) -> None:
    if not isinstance(condition, Mapping) or set(condition) != {"field", "op", "value"}:
        note(faults, place, "not_a_condition")
        return
    field = field_of(trigger, condition["field"]) if isinstance(condition["field"], str) else None
    if field is None:
        note(faults, f"{place}.field", "unknown_field")
        return
    op = condition["op"]
    if not isinstance(op, str) or op not in {known.value for known in OPS[field.type]}:
        note(faults, f"{place}.op", "unknown_op")
        return
    code = _fault_of_value(field, Op(op), condition["value"])
    if code:
        note(faults, f"{place}.value", code)


def _fault_of_value(field: Field, op: Op, value: Any) -> str | None:
    if op == Op.BETWEEN:
        return _fault_of_range(field, value)
    if op != Op.ONE_OF:
        return _fault_of(field, value)
    if not isinstance(value, list) or not value:
        return "not_a_list"
    if len(value) > LIST_AT_MOST:
        return "too_many"
    return next((code for one in value if (code := _fault_of(field, one))), None)


def _fault_of_range(field: Field, value: Any) -> str | None:
    if not isinstance(value, list) or len(value) != 2:
        return "not_a_range"
    code = next((code for one in value if (code := _fault_of(field, one))), None)
    return code or (None if value[0] <= value[1] else "not_a_range")


def _fault_of(field: Field, value: Any, *, is_needed: bool = True) -> str | None:
    """What is wrong with one value of a field; None when nothing is."""
    if value is None:
        return "needed" if is_needed else None
    if field.type == Type.NUMBER:
        return _fault_of_number(field, value)
    if field.type == Type.CHOICE:
        is_plain = isinstance(value, str | int) and not isinstance(value, bool)
        return None if is_plain and value in field.values() else "not_a_choice"
    if not isinstance(value, str):
        return "not_a_text"
    if not value.strip():
        return "needed"
    return "too_long" if len(value) > TEXT_AT_MOST or "\x00" in value else None


def _fault_of_number(field: Field, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "not_a_number"
    if not -LARGEST <= value <= LARGEST:  # no infinity, no NaN
        return "not_a_number" if isinstance(value, float) and math.isnan(value) else "too_large"
    if field.is_whole and value != int(value):
        return "not_whole"
    if field.low is not None and value < field.low:
        return "too_small"
    return "too_large" if field.high is not None and value > field.high else None


def _is_schedule(schedule: Any) -> bool:
    if not isinstance(schedule, Mapping) or set(schedule) != {"weekdays", "from", "to"}:
        return False
    days = schedule["weekdays"]
    if not isinstance(days, list) or not days or not all(type(day) is int and 1 <= day <= 7 for day in days):
        return False
    try:
        clock(schedule["from"])
        clock(schedule["to"])
    except (TypeError, ValueError):
        return False
    return True
