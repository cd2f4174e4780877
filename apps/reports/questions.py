"""What somebody asks of a report: period, regions, what narrows it; read from an address or a JSON body."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.core.errors import InvalidInput, NotFound
from apps.incidents.models import IncidentType
from apps.incidents.workflow import PRIORITIES, Interval
from apps.regions.models import Region
from apps.regions.scope import Scope
from apps.reports.figures import Choice
from apps.reports.periods import PRESETS, Period, preset

DEFAULT_PERIOD: Final = "last_30_days"
COMPARISONS: Final = ("previous", "year", "none")
BREAKDOWNS: Final = ("region", "district", "type", "priority", "day", "month")
LONGEST_DAYS: Final = 3700


def default_by(scope: Scope) -> str:
    """Regions, or the districts of the only one."""
    return "district" if len(scope.codes) == 1 and not scope.is_national else "region"


@dataclass(frozen=True, slots=True)
class Question:
    """A question within the asker's scope. No region chosen means all of the scope."""

    period: Period
    scope: Scope
    regions: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    types: tuple[str, ...] = ()
    interval: Interval = Interval.TOTAL_RESPONSE
    compare: str = "previous"
    by: str = "region"
    preset: str = ""

    @property
    def choice(self) -> Choice:
        """The facts that are asked for."""
        return Choice(self.period, self.scope, self.priorities, self.types)

    @property
    def default_by(self) -> str:
        """The table that is shown when nobody chose one: of one region its districts."""
        return default_by(self.scope)

    @property
    def compared(self) -> Period | None:
        """The period that this one is compared with."""
        if self.compare == "none":
            return None
        return self.period.year_before() if self.compare == "year" else self.period.previous()

    def params(self) -> dict[str, Any]:
        """What a run keeps besides period and regions."""
        return {
            "priorities": list(self.priorities),
            "types": list(self.types),
            "interval": self.interval.value,
            "compare": self.compare,
        }


Values = Mapping[str, Sequence[str]]


def _words(values: Values, name: str) -> list[str]:
    """Every word given under `name`, separated by commas or repeated."""
    return [word.strip() for text in values.get(name, ()) for word in str(text).split(",") if word.strip()]


def _one(values: Values, name: str, allowed: Iterable[str], default: str) -> str:
    words = _words(values, name)
    if not words:
        return default
    if len(words) > 1 or words[0] not in set(allowed):
        raise InvalidInput(fields={name: [_("This word is not known here.")]})
    return words[0]


def _day(values: Values, name: str) -> date | None:
    words = _words(values, name)
    if not words:
        return None
    try:
        return date.fromisoformat(words[-1])
    except ValueError:
        raise InvalidInput(fields={name: [_("A date is written as 2026-10-31.")]}) from None


def period_of(values: Values, today: date) -> tuple[Period, str]:
    """The days from `from` to `to`, both included, or a preset; and the preset's name, if it was one."""
    first, last = _day(values, "from"), _day(values, "to")
    if first is None and last is None:
        name = _one(values, "period", PRESETS, DEFAULT_PERIOD)
        return preset(name, today), name
    first, last = first or last or today, last or max(today, first or today)
    if last < first:
        raise InvalidInput(fields={"to": [_("The period ends before it begins.")]})
    if (last - first).days >= LONGEST_DAYS or first.year < 1990 or last.year > 2190:
        raise InvalidInput(fields={"from": [_("The period is too long.")]})
    return Period(first, last), ""


def priorities_of(values: Values) -> tuple[int, ...]:
    """The priorities 1-5 given under `priority`."""
    words = _words(values, "priority")
    known = {str(priority): priority for priority in PRIORITIES}
    if not set(words) <= known.keys():
        raise InvalidInput(fields={"priority": [_("A priority is a number from 1 to 5.")]})
    return tuple(sorted({known[word] for word in words}))


def types_of(values: Values) -> tuple[str, ...]:
    """The incident types given under `type`."""
    words = sorted(set(_words(values, "type")))
    # Compared here: the database takes not every text (a NUL) even to look for it.
    if words and not set(words) <= set(IncidentType.objects.values_list("code", flat=True)):
        raise InvalidInput(fields={"type": [_("This incident type is not known.")]})
    return tuple(words)


def regions_of(values: Values, scope: Scope) -> tuple[str, ...]:
    """The regions given under `region`; one that is missing or out of scope raises `NotFound`."""
    words = sorted(set(_words(values, "region")))
    if words and not set(words) <= set(Region.objects.in_scope(scope).values_list("code", flat=True)):
        raise NotFound
    return tuple(words)


def asked(values: Values, *, scope: Scope, today: date) -> Question:
    """The question of an address's parameters; raises `InvalidInput` with the fields, and `NotFound`."""
    period, named = period_of(values, today)
    regions = regions_of(values, scope)
    narrowed = scope.narrowed_to(frozenset(regions)) if regions else scope
    return Question(
        period=period,
        scope=narrowed,
        regions=regions,
        priorities=priorities_of(values),
        types=types_of(values),
        interval=Interval(_one(values, "interval", list(Interval), Interval.TOTAL_RESPONSE)),
        compare=_one(values, "compare", COMPARISONS, "previous"),
        by=_one(values, "by", BREAKDOWNS, default_by(narrowed)),
        preset=named,
    )
