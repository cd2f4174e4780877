"""The dispatch rules that hold for an incident: which of them, what each asks of a unit, and how it is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.incidents.models import Incident
from apps.inspectors.models import DispatchRule, Service, Unit
from apps.inspectors.models.dispatching import Strength, Subject
from apps.inspectors.models.units import STATUS_NAMES
from apps.inspectors.workflow import UnitStatus

# Where no rule says how old a position may be, nobody knows after this where the unit is.
LOST_S: Final = 3600

# What speaks for a unit: `%(what)s` are the rule's words.
MET: Final[dict[str, str | Promise]] = {
    Subject.SERVICE: gettext_lazy("service %(what)s"),
    Subject.SKILL: gettext_lazy("can do: %(what)s"),
    Subject.POSITION_AGE: gettext_lazy("position at most %(what)s old"),
    Subject.STATUS: gettext_lazy("status: %(what)s"),
    Subject.OWN_REGION: gettext_lazy("of this region"),
}
# Why it is left out.
MISSED: Final[dict[str, str | Promise]] = {
    Subject.SERVICE: gettext_lazy("not of the service needed: %(what)s"),
    Subject.SKILL: gettext_lazy("cannot do what is needed: %(what)s"),
    Subject.POSITION_AGE: gettext_lazy("position older than %(what)s"),
    Subject.STATUS: gettext_lazy("status is none of: %(what)s"),
    Subject.OWN_REGION: gettext_lazy("of another region"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that speaks for or against a unit: a word for programs, a sentence for people."""

    code: str
    text: str

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "text": self.text}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules for one incident at one moment."""

    incident: Incident
    at: datetime
    required: tuple[DispatchRule, ...]
    preferred: tuple[DispatchRule, ...]

    @property
    def weight_m(self) -> int:
        """How much nearer all preferences together can make a unit count."""
        return sum(rule.worth_m for rule in self.preferred)

    def must(self, *, but: Collection[str] = ()) -> Q:
        """What a unit must meet, the rules of some subjects left aside."""
        return Q(*(self.test(rule) for rule in self.required if rule.subject not in but))

    def flags(self) -> dict[str, Case]:
        """For each rule a column that says whether the unit meets it; `meets` reads them."""
        return {_flag(rule): _told(self.test(rule)) for rule in (*self.required, *self.preferred)}

    def test(self, rule: DispatchRule) -> Q:
        """The rule as a question to the database."""
        match rule.subject:
            case Subject.SERVICE:
                return Q(service__in=rule.values)
            case Subject.SKILL:
                return Q(skills__overlap=rule.values)
            case Subject.POSITION_AGE:
                return Q(latest__at__gte=self.at - timedelta(seconds=rule.limit_s or LOST_S))
            case Subject.STATUS:
                return Q(status__in=callable_by(rule))
            case _:
                return Q(region=self.incident.region_id)

    def worth_m(self, unit: Unit) -> int:
        """How much nearer the unit counts."""
        return sum(rule.worth_m for rule in self.preferred if meets(unit, rule))

    def speaks_for(self, unit: Unit) -> list[Finding]:
        """The preferences that the unit meets, each with its weight in words."""
        return [_in_favour(rule) for rule in self.preferred if meets(unit, rule)]

    def speaks_against(self, unit: Unit, *, but: Collection[str] = ()) -> Finding | None:
        """The first required rule that the unit does not meet, the rules of some subjects left aside."""
        asked = [rule for rule in self.required if rule.subject not in but]
        return next((_missed(rule) for rule in asked if not meets(unit, rule)), None)


def rulebook(incident: Incident, at: datetime) -> Rulebook:
    """Of each subject the rules of the narrowest reach: type and region, type, region, everywhere.

    Where none of them speaks of status, only free units are sent; where none speaks of the position's age, it is
    at most an hour.
    """
    rows = DispatchRule.objects.filter(_reaches("region", incident.region_id))
    held = _narrowest(rows.filter(_reaches("type", incident.type_id)))
    held.setdefault(Subject.STATUS, [_plain(Subject.STATUS, values=[UnitStatus.AVAILABLE])])
    held.setdefault(Subject.POSITION_AGE, [_plain(Subject.POSITION_AGE, limit_s=LOST_S)])
    rules = [rule for subject in Subject.values for rule in held.get(subject, [])]
    required, preferred = (
        tuple(rule for rule in rules if rule.strength == strength)
        for strength in (Strength.REQUIRED, Strength.PREFERRED)
    )
    return Rulebook(incident, at, required, preferred)


def callable_statuses(incident: Incident, at: datetime) -> frozenset[str]:
    """In which status a unit may be sent to the incident."""
    of_status = [rule for rule in rulebook(incident, at).required if rule.subject == Subject.STATUS]
    found = frozenset.intersection(*(callable_by(rule) for rule in of_status)) if of_status else frozenset()
    return found | {UnitStatus.AVAILABLE}


def callable_by(rule: DispatchRule) -> frozenset[str]:
    """A free unit may always be sent; the rule may add busy ones."""
    return frozenset({*rule.values, UnitStatus.AVAILABLE})


def meets(unit: Unit, rule: DispatchRule) -> bool:
    """Does the unit, read with the rulebook's flags, meet the rule?"""
    return bool(getattr(unit, _flag(rule)))


def _narrowest(rows: Iterable[DispatchRule]) -> dict[str, list[DispatchRule]]:
    by_subject: dict[str, dict[int, list[DispatchRule]]] = defaultdict(lambda: defaultdict(list))
    for rule in rows:
        by_subject[rule.subject][_reach(rule)].append(rule)
    return {subject: reaches[max(reaches)] for subject, reaches in by_subject.items()}


def _reaches(field: str, value: str) -> Q:
    return Q(**{field: value}) | Q(**{field: None})


def _reach(rule: DispatchRule) -> int:
    return 2 * (rule.type_id is not None) + (rule.region_id is not None)


def _plain(subject: Subject, *, values: list[str] | None = None, limit_s: int | None = None) -> DispatchRule:
    return DispatchRule(subject=subject, strength=Strength.REQUIRED, values=values or [], limit_s=limit_s)


def _flag(rule: DispatchRule) -> str:
    return f"meets_{rule.subject}_{rule.pk or 0}"


def _told(test: Q) -> Case:
    return Case(When(test, then=Value(True)), default=Value(False), output_field=BooleanField())


def _in_favour(rule: DispatchRule) -> Finding:
    said = str(MET[rule.subject]) % {"what": _what(rule)}
    text = _("%(reason)s: counts as %(far)s nearer") % {"reason": said, "far": far(rule.worth_m)}
    return Finding(f"preferred_{rule.subject}", text)


def _missed(rule: DispatchRule) -> Finding:
    return Finding(f"required_{rule.subject}", str(MISSED[rule.subject]) % {"what": _what(rule)})


def _what(rule: DispatchRule) -> str:
    if rule.subject == Subject.POSITION_AGE:
        return _length(rule.limit_s or LOST_S)
    names: dict[str, str | Promise] = {}
    if rule.subject == Subject.SERVICE:
        names = dict(Service.choices)
    elif rule.subject == Subject.STATUS:
        names = {status.value: name for status, name in STATUS_NAMES.items()}
    return ", ".join(str(names.get(value, value)) for value in rule.values)


def _length(seconds: int) -> str:
    if seconds < 60:
        return _("%(n)d s") % {"n": seconds}
    minutes = seconds // 60
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def far(metres: int) -> str:
    """A distance in words."""
    return _("%(n)s m") % {"n": metres} if metres < 1000 else _("%(n)s km") % {"n": f"{metres / 1000:g}"}
