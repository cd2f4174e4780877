"""A rule in the words of whoever will get its alarms: what, where, when, and what then. Nobody reads an expression."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext, pgettext_lazy

from apps.alarms.rules.fields import OP_NAMES, Field, Op, Type, field_of
from apps.alarms.words import PRIORITY_NAMES, Trigger
from apps.regions.models import NATIONAL

WEEK: Final = frozenset(range(1, 8))
WORKING: Final = frozenset(range(1, 6))
DAYS: Final[dict[int, Promise]] = {
    1: pgettext_lazy("weekday", "Mon"),
    2: pgettext_lazy("weekday", "Tue"),
    3: pgettext_lazy("weekday", "Wed"),
    4: pgettext_lazy("weekday", "Thu"),
    5: pgettext_lazy("weekday", "Fri"),
    6: pgettext_lazy("weekday", "Sat"),
    7: pgettext_lazy("weekday", "Sun"),
}
PARTS: Final[dict[str, Promise]] = {
    "what": gettext_lazy("When"),
    "if": gettext_lazy("Only if"),
    "where": gettext_lazy("Where"),
    "at": gettext_lazy("Time"),
    "then": gettext_lazy("Then"),
}

# Of the triggers without settings the same is said always.
_SAID: Final[dict[str, Promise]] = {
    Trigger.DETECTION: gettext_lazy("a camera detects something"),
    Trigger.PLATE: gettext_lazy("a plate of the watch list is seen"),
    Trigger.SIGNS_OF_LIFE: gettext_lazy("a unit on scene gives no sign of life"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called in the user's language; a code that has no name here is shown as it is."""

    regions: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[int, str] = field(default_factory=dict)
    alarm_types: Mapping[str, str] = field(default_factory=dict)
    incident_types: Mapping[str, str] = field(default_factory=dict)


def parts_of(given: Mapping[str, Any], names: Names) -> dict[str, str]:
    """The rule's parts in words, by the keys of `PARTS`; what is not said yet is left out."""
    parts = {
        "what": _what(given, names),
        "if": _conditions(given),
        "where": _where(given, names),
        "at": _time(given.get("schedule")),
        "then": _then(given, names),
    }
    return {key: text for key, text in parts.items() if text}


def sentence(given: Mapping[str, Any], names: Names) -> str:
    """The whole rule as one sentence."""
    parts = parts_of(given, names)
    first = ", ".join(parts[key] for key in ("what", "if", "where", "at") if key in parts)
    if not first or "then" not in parts:
        return ""
    return _("When %(what)s: %(then)s.") % {"what": first, "then": parts["then"]}


def lasting(seconds: Any) -> str:
    """How long, in the largest unit that says it whole."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
        return ""
    whole = int(seconds)
    if whole % 3600 == 0:
        return npgettext("for so long", "%(n)s hour", "%(n)s hours", whole // 3600) % {"n": whole // 3600}
    if whole % 60 == 0:
        return npgettext("for so long", "%(n)s minute", "%(n)s minutes", whole // 60) % {"n": whole // 60}
    return npgettext("for so long", "%(n)s second", "%(n)s seconds", whole) % {"n": whole}


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value or "")
    return str(number_format(f"{value:.6f}".rstrip("0").rstrip(".")))


def _what(given: Mapping[str, Any], names: Names) -> str:
    settings = given.get("settings") or {}
    trigger = given.get("trigger")
    code = str(settings.get("kind") or "")
    kind = names.kinds.get(code, code or _("a sensor"))
    if trigger in (Trigger.THRESHOLD, Trigger.RATE):
        return _limit(Trigger(trigger), settings, kind, names)
    if trigger == Trigger.ABSENCE:
        words = {"kind": kind, "time": lasting(settings.get("after_s")) or "…"}
        return _("a sensor “%(kind)s” is silent for %(time)s") % words
    if trigger == Trigger.CAMERA_OUTAGE:
        time = lasting(settings.get("grace_s"))
        return (
            _("a camera or a switch is out for %(time)s") % {"time": time}
            if time
            else _("a camera or a switch is out")
        )
    return str(_SAID[trigger]) if trigger in _SAID else ""


def _limit(trigger: Trigger, settings: Mapping[str, Any], kind: str, names: Names) -> str:
    unit = names.units.get(settings.get("kind") or "", "")
    limit = f"{_number(settings.get('limit')) or '…'} {unit}".strip()
    below = settings.get("compare") == "below"
    if trigger == Trigger.THRESHOLD:
        said = _("“%(kind)s” is below %(limit)s") if below else _("“%(kind)s” is above %(limit)s")
    elif below:
        said = _("“%(kind)s” falls faster than %(limit)s per hour")
    else:
        said = _("“%(kind)s” rises faster than %(limit)s per hour")
    said %= {"kind": kind, "limit": limit}
    time = lasting(settings.get("delay_s"))
    return _("%(said)s for %(time)s") % {"said": said, "time": time} if time else said


def _conditions(given: Mapping[str, Any]) -> str:
    trigger = given.get("trigger")
    if trigger not in {known.value for known in Trigger}:
        return ""
    said = [_condition(Trigger(trigger), condition) for condition in given.get("conditions") or []]
    joint = (
        pgettext("between conditions", "or")
        if given.get("match") == "any"
        else pgettext("between conditions", "and")
    )
    return f" {joint} ".join(one for one in said if one)


def _condition(trigger: Trigger, condition: Mapping[str, Any]) -> str:
    known = field_of(trigger, str(condition.get("field", "")))
    op = condition.get("op")
    if known is None or op not in {word.value for word in Op}:
        return ""
    words = {
        "field": known.label,
        "op": OP_NAMES[Op(op)],
        "value": _value(known, condition.get("value")) or "…",
    }
    return _("%(field)s %(op)s %(value)s") % words


def _value(known: Field, value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        joint = " – " if known.type == Type.NUMBER else ", "
        return joint.join(_one(known, one) for one in value)
    return _one(known, value)


def _one(known: Field, value: Any) -> str:
    if known.choices is not None:
        return next((str(name) for code, name in known.choices() if code == value), str(value or ""))
    return _number(value) if known.type == Type.NUMBER else str(value or "")


def _where(given: Mapping[str, Any], names: Names) -> str:
    regions = ", ".join(names.regions.get(code, code) for code in sorted(given.get("regions") or []))
    chosen = set(given.get("regions") or [])
    zone = given.get("zone")
    name = zone.get("name", "") if isinstance(zone, Mapping) else names.zones.get(zone, "") if zone else ""
    if not regions:
        return ""
    is_everywhere = len(chosen) > 1 and set(names.regions) - {NATIONAL} <= chosen
    said = _("in the whole country") if is_everywhere else _("in %(regions)s") % {"regions": regions}
    return _("%(where)s inside the zone “%(zone)s”") % {"where": said, "zone": name} if name else said


def _time(schedule: Any) -> str:
    if not schedule:
        return ""
    days = frozenset(schedule.get("weekdays") or [])
    span = f"{schedule.get('from') or '…'}–{schedule.get('to') or '…'}"
    if days == WEEK:
        said = _("every day")
    elif days == WORKING:
        said = _("on working days")
    elif days == WEEK - WORKING:
        said = _("at weekends")
    else:
        said = ", ".join(str(DAYS[day]) for day in sorted(days) if day in DAYS) or "…"
    return f"{said} {span}"


def _then(given: Mapping[str, Any], names: Names) -> str:
    kind = given.get("alarm_type") or ""
    if not kind:
        return ""
    priority = PRIORITY_NAMES.get(given.get("priority") or 0, "")
    said = [
        _("alarm “%(type)s” (%(priority)s)")
        % {"type": names.alarm_types.get(kind, kind), "priority": priority}
    ]
    opens = given.get("opens_incident") or ""
    if opens:
        said.append(_("an incident “%(type)s” is opened") % {"type": names.incident_types.get(opens, opens)})
    time = lasting(given.get("escalate_after_s"))
    if time:
        said.append(_("those above are told when nobody acknowledges it in %(time)s") % {"time": time})
    if given.get("needs_clearing"):
        said.append(_("it is cleared by hand"))
    return ", ".join(said)
