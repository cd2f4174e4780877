"""What the form of a rule sends, as the rule's plain values; and what a kept rule says, in the same shape."""

import math
from typing import Any, Final

from django.http import QueryDict

from apps.alarms.models import Rule
from apps.alarms.rules.drafts import RuleDraft
from apps.alarms.rules.fields import FIELDS, OPS, SETTINGS, Field, Op, Type, field_of
from apps.alarms.words import Trigger

Given = dict[str, Any]
MINUTE_S: Final = 60
LONGEST_MIN: Final = 24 * 60
CONDITIONS_AT_MOST: Final = 20


def empty() -> Given:
    """A form that nobody has touched."""
    return {
        "name": "", "trigger": "", "regions": [], "settings": {}, "match": "all", "conditions": [], "schedule": None,
        "zone": None, "alarm_type": "", "priority": None, "escalate_after_s": None, "opens_incident": "",
        "needs_clearing": False,
    }  # fmt: skip


def of_rule(rule: Rule) -> Given:
    """A kept rule in the shape of the form."""
    return {
        "name": rule.name, "trigger": rule.trigger, "regions": sorted(region.pk for region in rule.regions.all()),
        "settings": rule.settings, "match": rule.match, "conditions": rule.conditions, "schedule": rule.schedule,
        "zone": rule.zone_id, "alarm_type": rule.alarm_type_id, "priority": rule.priority,
        "escalate_after_s": rule.escalate_after_s, "opens_incident": rule.opens_incident_id or "",
        "needs_clearing": rule.needs_clearing,
    }  # fmt: skip


def of_post(post: QueryDict) -> Given:
    """What was sent; what is no number stays the text that was typed, so that it can be shown again and refused."""
    post = typed(post)
    trigger = post.get("trigger", "")
    known = Trigger(trigger) if trigger in {word.value for word in Trigger} else None
    return {
        "name": post.get("name", "").strip(),
        "trigger": known.value if known else "",
        "regions": post.getlist("regions"),
        "settings": _settings(known, post) if known else {},
        "match": "any" if post.get("match") == "any" else "all",
        "conditions": _conditions(known, post) if known else [],
        "schedule": _schedule(post),
        "zone": whole(post.get("zone", "")),
        "alarm_type": post.get("alarm_type", ""),
        "priority": whole(post.get("priority", "")),
        "escalate_after_s": _seconds(post.get("escalate_min", "")),
        "opens_incident": post.get("opens_incident", ""),
        "needs_clearing": known == Trigger.PLATE or post.get("needs_clearing") == "on",
    }


def typed(post: QueryDict) -> QueryDict:
    """The same without NUL, which no keyboard sends and no column holds."""
    plain = post.copy()
    for name, texts in post.lists():
        plain.setlist(name, [text.replace("\x00", "") for text in texts])
    return plain


def draft_of(given: Given) -> RuleDraft:
    """The rule to be checked and kept; `trigger` has been chosen."""
    plain = given | {"trigger": Trigger(given["trigger"]), "regions": frozenset(given["regions"])}
    return RuleDraft(**plain | {"priority": given["priority"] or 0})


def number(text: str) -> int | float | str | None:
    """A number as people type it: `4,2`, `1 200`; None for nothing, the text itself for what is none."""
    plain = "".join(text.split()).replace(",", ".")
    if not plain:
        return None
    try:
        value = float(plain)
    except ValueError:
        return text
    if not math.isfinite(value):
        return text
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _seconds(text: str) -> int | str | None:
    """Of a number of minutes; the text itself where it is none, or none that anybody waits."""
    minutes = number(text)
    if not isinstance(minutes, int | float):
        return minutes
    return int(minutes * MINUTE_S) if 0 <= minutes <= LONGEST_MIN else text


def whole(text: str) -> int | None:
    """A whole number in plain digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _settings(trigger: Trigger, post: QueryDict) -> Given:
    values = {field.name: _single(field, post.get(f"set-{field.name}", "")) for field in SETTINGS[trigger]}
    return {name: value for name, value in values.items() if value is not None}


def _single(field: Field, text: str) -> Any:
    if field.type == Type.NUMBER:
        return number(text)
    if field.type == Type.CHOICE:
        # Codes may be numbers; what was sent is text.
        return next((code for code in field.values() if str(code) == text), text or None)
    return text.strip() or None


def _conditions(trigger: Trigger, post: QueryDict) -> list[Given]:
    count = min(whole(post.get("conditions", "")) or 0, CONDITIONS_AT_MOST)
    return [_condition(trigger, post, f"cond-{row}-") for row in range(count)]


def _condition(trigger: Trigger, post: QueryDict, prefix: str) -> Given:
    """One row; where another field was chosen the comparison and the value begin anew."""
    field = field_of(trigger, post.get(f"{prefix}field", "")) or FIELDS[trigger][0]
    ops = OPS[field.type]
    op = next((op for op in ops if op.value == post.get(f"{prefix}op")), ops[0])
    was = post.get(f"{prefix}was", field.name)
    value = _value(field, op, post, prefix) if was == field.name else None
    return {"field": field.name, "op": op.value, "value": value}


def _value(field: Field, op: Op, post: QueryDict, prefix: str) -> Any:
    sent = post.getlist(f"{prefix}value")
    if op == Op.BETWEEN:
        return [number(text) for text in (*sent, "", "")[:2]]
    if op == Op.ONE_OF and field.type == Type.CHOICE:
        return [_single(field, text) for text in sent if text]
    if op == Op.ONE_OF:
        return [text.strip() for text in ",".join(sent).split(",") if text.strip()]
    return _single(field, sent[0]) if sent else None


def _schedule(post: QueryDict) -> Given | None:
    if post.get("when") != "times":
        return None
    days = sorted({int(day) for day in post.getlist("days") if day in tuple("1234567")})
    return {"weekdays": days, "from": post.get("from", ""), "to": post.get("to", "")}
