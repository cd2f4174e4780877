"""Conditions as a rule of rule-engine: the text names fields and places for values, never a value itself.

Fields and operators come from our own list, values are bound as data of a declared type: nothing that somebody types
is ever parsed (github.com/zeroSteiner/rule-engine, "Context" and "type_resolver"). The number and the length of values
are limited by `checking`, and no expression of ours loops or matches patterns, so that each evaluation is bounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import rule_engine

from apps.alarms.rules.fields import Field, Op, Type, field_of
from apps.alarms.words import Trigger

TEXT: Final = rule_engine.DataType.STRING
NUMBER: Final = rule_engine.DataType.FLOAT
TEXTS: Final = rule_engine.DataType.ARRAY(TEXT)

_WORDS: Final = {
    Op.IS: "{f} == {v}",
    Op.IS_NOT: "{f} != {v}",
    Op.ONE_OF: "({f} != null and {f} in {v})",
    Op.CONTAINS: "({f} != null and {v} in {f})",
}
PATTERNS: Final[Mapping[Type, Mapping[Op, str]]] = {
    Type.TEXT: _WORDS,
    Type.CHOICE: _WORDS,
    Type.LIST: {Op.CONTAINS: "{v} in {f}"},
    Type.NUMBER: {
        Op.IS: "{f} == {v}",
        Op.ABOVE: "({f} != null and {f} > {v})",
        Op.BELOW: "({f} != null and {f} < {v})",
        Op.BETWEEN: "({f} != null and {f} >= {v}_low and {f} <= {v}_high)",
    },
}


@dataclass(frozen=True, slots=True)
class Compiled:
    """Conditions that can be asked; without any they always hold."""

    rule: rule_engine.Rule | None
    bound: Mapping[str, Any]
    names: Mapping[str, Type]

    def holds_for(self, values: Mapping[str, Any]) -> bool:
        """Do the conditions hold for a fact? A field that it does not tell of is null."""
        if self.rule is None:
            return True
        told = {name: _folded(values.get(name), kind) for name, kind in self.names.items()}
        return bool(self.rule.matches({**told, **self.bound}))


def _folded(value: Any, kind: Type) -> Any:
    """A value as conditions compare it: text without regard to case, numbers as floats."""
    if kind == Type.LIST:
        return [str(one).casefold() for one in value or ()]
    if value is None:
        return None
    return float(value) if kind == Type.NUMBER else str(value).casefold()


def compiled(trigger: Trigger, conditions: Sequence[Mapping[str, Any]], match: str) -> Compiled:
    """The conditions of a rule that has been checked; raises `KeyError` for a field that there is none of."""
    texts: list[str] = []
    bound: dict[str, Any] = {}
    types: dict[str, Any] = {}
    names: dict[str, Type] = {}
    for number, condition in enumerate(conditions):
        field = field_of(trigger, condition["field"])
        if field is None:
            raise KeyError(condition["field"])
        op, place = Op(condition["op"]), f"value_{number}"
        given = _bound(place, field, op, condition["value"])
        bound.update(given)
        names[field.name], types[field.name] = field.type, _type_of(field)
        types.update((name, _value_type(value)) for name, value in given.items())
        texts.append(PATTERNS[field.type][op].format(f=field.name, v=place))
    if not texts:
        return Compiled(None, {}, {})
    context = rule_engine.Context(type_resolver=rule_engine.type_resolver_from_dict(types))
    joined = (" and " if match == "all" else " or ").join(texts)
    return Compiled(rule_engine.Rule(joined, context=context), bound, names)


def _type_of(field: Field) -> Any:
    return {Type.NUMBER: NUMBER, Type.LIST: TEXTS}.get(field.type, TEXT)


def _value_type(value: Any) -> Any:
    if isinstance(value, list):
        return TEXTS
    return NUMBER if isinstance(value, float) else TEXT


def _bound(place: str, field: Field, op: Op, value: Any) -> dict[str, Any]:
    if op == Op.BETWEEN:
        low, high = value
        return {f"{place}_low": float(low), f"{place}_high": float(high)}
    if op == Op.ONE_OF:
        return {place: [_folded(one, field.type) for one in value]}
    # What a list contains is one of its texts.
    return {place: _folded(value, Type.TEXT if field.type == Type.LIST else field.type)}
