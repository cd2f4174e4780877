"""The form of a rule as its template draws it: made of `rules.fields`, with what is wrong beside each input."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.alarms.models import AlarmType, Rule, Zone
from apps.alarms.pages.rule_input import Given
from apps.alarms.rules.fields import FIELDS, OP_NAMES, OPS, SENDS_NO_RETURN, SETTINGS, Field, Op, Type
from apps.alarms.rules.saying import DAYS, PARTS, Names, parts_of, sentence
from apps.alarms.words import PRIORITIES, TRIGGER_NAMES, Trigger
from apps.incidents.models import IncidentType
from apps.regions.models import NATIONAL, Region
from apps.regions.scope import Scope
from apps.sensors.models import SensorKind

Faults = Mapping[str, Any]


def names_for(scope: Scope) -> Names:
    """What the codes of rules are called, in the active language."""
    kinds = list(SensorKind.objects.all())
    return Names(
        regions={region.pk: region.name for region in Region.objects.all()},
        kinds={kind.pk: kind.name for kind in kinds},
        units={kind.pk: kind.symbol or "" for kind in kinds},
        zones={zone.pk: zone.name for zone in Zone.objects.in_scope(scope)},
        alarm_types={kind.pk: kind.name for kind in AlarmType.objects.all()},
        incident_types={kind.pk: kind.name for kind in IncidentType.objects.all()},
    )


def shape_of(given: Given, *, scope: Scope, faults: Faults, rule: Rule | None = None) -> dict[str, Any]:
    """The context of the form."""
    trigger = Trigger(given["trigger"]) if given["trigger"] else None
    names = names_for(scope)
    return {
        "given": given,
        "rule": rule,
        "errors": {place: texts_of(told) for place, told in faults.items()},
        "trigger": trigger.value if trigger else "",
        "triggers": [(word.value, name, word == trigger) for word, name in TRIGGER_NAMES.items()],
        "settings": [_setting(field, given, names, faults) for field in SETTINGS[trigger]] if trigger else [],
        "conditions": _rows(trigger, given, faults) if trigger else [],
        "is_always_cleared": trigger in SENDS_NO_RETURN,
        "regions": _regions(given, scope),
        "zones": [(zone.pk, zone.name, zone.pk == given["zone"]) for zone in _zones(given, scope)],
        "when": "times" if given["schedule"] is not None else "always",
        "whens": [("always", _("always")), ("times", _("on days and at times"))],
        "days": [(day, name, day in _days(given)) for day, name in DAYS.items()],
        "alarm_types": [(kind.pk, kind.name) for kind in AlarmType.objects.filter(is_active=True)],
        "incident_types": [(kind.pk, kind.name) for kind in IncidentType.objects.filter(is_active=True)],
        "priorities": PRIORITIES,
        "escalate_min": _minutes(given["escalate_after_s"]),
        "sentence": sentence(given, names),
        "parts": [(PARTS[key], text) for key, text in parts_of(given, names).items()],
    }


def texts_of(told: Any) -> list[str]:
    """The sentences of one place, whichever way they were told."""
    rows = told if isinstance(told, list | tuple) else [told]
    return [str(row["message"]) if isinstance(row, Mapping) else str(row) for row in rows]


def _setting(field: Field, given: Given, names: Names, faults: Faults) -> dict[str, Any]:
    value = given["settings"].get(field.name, field.default)
    unit = str(field.unit)
    if field.name in {"limit", "deadband"}:
        unit = names.units.get(given["settings"].get("kind", ""), "")
    return _input(field, value) | {
        "name": f"set-{field.name}",
        "label": field.label,
        "unit": unit,
        "errors": texts_of(faults.get(f"settings.{field.name}", [])),
    }


def _input(field: Field, value: Any) -> dict[str, Any]:
    choices = [(code, name, code == value) for code, name in field.choices()] if field.choices else []
    return {"type": field.type.value, "value": "" if value is None else value, "choices": choices}


def _rows(trigger: Trigger, given: Given, faults: Faults) -> list[dict[str, Any]]:
    fields = {field.name: field for field in FIELDS[trigger]}
    rows = []
    for number, condition in enumerate(given["conditions"]):
        field = fields.get(condition["field"]) or FIELDS[trigger][0]
        op = Op(condition["op"])
        place = f"conditions.{number}"
        wrong = [texts_of(told) for at, told in faults.items() if at == place or at.startswith(f"{place}.")]
        rows.append(
            {
                "number": number,
                "fields": [(one.name, one.label, one.name == field.name) for one in fields.values()],
                "field": field.name,
                "ops": [(known.value, OP_NAMES[known], known == op) for known in OPS[field.type]],
                "errors": [text for texts in wrong for text in texts],
                **_condition_input(field, op, condition["value"]),
            }
        )
    return rows


def _condition_input(field: Field, op: Op, value: Any) -> dict[str, Any]:
    """`kind` of the input: text, number, choice, choices, range, or words between commas."""
    if op == Op.BETWEEN:
        low, high, *_rest = [*(value if isinstance(value, list) else []), None, None]
        return {"kind": "range", "low": "" if low is None else low, "high": "" if high is None else high}
    chosen = value if isinstance(value, list) else [value]
    choices = [(code, name, code in chosen) for code, name in field.choices()] if field.choices else []
    if field.type == Type.CHOICE:
        return {"kind": "choices" if op == Op.ONE_OF else "choice", "choices": choices}
    if op == Op.ONE_OF:
        return {"kind": "words", "value": ", ".join(str(one) for one in chosen if one)}
    return {
        "kind": "number" if field.type == Type.NUMBER else "text",
        "value": "" if value is None else value,
    }


def _regions(given: Given, scope: Scope) -> list[tuple[str, str, bool]]:
    rows = Region.objects.in_scope(scope).exclude(pk=NATIONAL)
    mine = [(region.pk, region.name, region.pk in given["regions"]) for region in rows]
    # Whoever has one region need not choose it.
    return [(code, name, True) for code, name, _chosen in mine] if len(mine) == 1 else mine


def _zones(given: Given, scope: Scope) -> Any:
    rows = Zone.objects.in_scope(scope)
    return rows.filter(region__in=given["regions"]) if given["regions"] else rows


def _days(given: Given) -> list[int]:
    return list((given["schedule"] or {}).get("weekdays", []))


def _minutes(seconds: Any) -> Any:
    if isinstance(seconds, int | float) and not isinstance(seconds, bool):
        return f"{seconds / 60:g}"
    return seconds or ""


def nothing_chosen() -> dict[str, list[dict[str, str]]]:
    """What is wrong with a rule that reacts to nothing."""
    return {"trigger": [{"code": "needed", "message": _("Choose first what the rule reacts to.")}]}
