"""What limits make sense together, what each means in words, and what would have become of them.

A person who is no programmer sets them: whatever can never raise anything, can never be over or raises without end is
refused before it is kept.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from math import isfinite
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.sensors.given import GivenThreshold
from apps.sensors.items import unit_of
from apps.sensors.models import SensorKind
from apps.sensors.words import COMPARE_NAMES, Level
from apps.sensors.workflow import Compare, Measure

DAY_S: Final = 86_400
Faults = dict[int, list[str]]


def faults_of(limits: Sequence[GivenThreshold], kind: SensorKind, *, interval_s: int) -> Faults:
    """What is wrong with the limits of a sensor or kind, by place; empty where they make sense together."""
    found: Faults = {}
    for place, limit in enumerate(limits):
        for fault in _alone(limit, kind, interval_s):
            found.setdefault(place, []).append(fault)
    if not found:
        for place, fault in (*_out_of_order(limits), *_overlapping(limits)):
            found.setdefault(place, []).append(fault)
    return found


def _alone(limit: GivenThreshold, kind: SensorKind, interval_s: int) -> Iterable[str]:
    if not isfinite(limit.limit) or not isfinite(limit.deadband) or limit.deadband < 0:
        yield _("Numbers are needed, and the way back cannot be negative.")
    elif limit.measure == Measure.VALUE:
        yield from _of_value(limit, kind)
    elif limit.measure == Measure.RATE and limit.deadband > abs(limit.limit):
        yield _(
            "The way back is longer than the limit itself: it would be over only when the value turned round."
        )
    elif limit.measure == Measure.ABSENCE:
        yield from _of_silence(limit, interval_s)
    if max(limit.delay_s, limit.return_delay_s) > DAY_S:
        yield _("A delay can be a day at most.")


def _of_value(limit: GivenThreshold, kind: SensorKind) -> Iterable[str]:
    low = float("-inf") if kind.low is None else kind.low
    high = float("inf") if kind.high is None else kind.high
    is_above = limit.compare == Compare.ABOVE
    if not low <= limit.limit <= high or limit.limit == (high if is_above else low):
        yield _("No plausible value of this kind is ever beyond this limit.")
    elif not low <= _back_at(limit) <= high:
        yield _("No plausible value is ever so far back: what was raised would never be over.")


def _of_silence(limit: GivenThreshold, interval_s: int) -> Iterable[str]:
    if limit.compare != Compare.ABOVE:
        yield _("Silence can only be too long: choose “above”.")
    elif limit.limit <= interval_s:
        yield _("A reading comes every %(seconds)s s: a silence must be longer than that.") % {
            "seconds": interval_s
        }
    elif limit.deadband:
        yield _("Silence is over with the first reading: it has no way back.")


def _back_at(limit: GivenThreshold) -> float:
    return limit.limit + (limit.deadband if limit.compare == Compare.BELOW else -limit.deadband)


def _out_of_order(limits: Sequence[GivenThreshold]) -> Iterable[tuple[int, str]]:
    """The graver of two limits on one side must lie farther out; level 1 is the gravest."""
    sides = {(one.measure, one.compare) for one in limits}
    for measure, compare in sorted(sides):
        side = [(n, one) for n, one in enumerate(limits) if (one.measure, one.compare) == (measure, compare)]
        outward = 1 if compare == Compare.ABOVE else -1
        for (_n, milder), (place, graver) in pairwise(sorted(side, key=lambda pair: -pair[1].level)):
            if milder.level == graver.level:
                yield place, _("There is a limit of this level on this side already.")
            elif (graver.limit - milder.limit) * outward <= 0:
                yield place, _("A graver limit must lie farther out than a milder one.")


def _overlapping(limits: Sequence[GivenThreshold]) -> Iterable[tuple[int, str]]:
    """Between the lower and the upper limits must be values that are in order, the ways back counted."""
    for measure in (Measure.VALUE, Measure.RATE):
        lower = [one for one in limits if (one.measure, one.compare) == (measure, Compare.BELOW)]
        upper = [
            (n, one) for n, one in enumerate(limits) if (one.measure, one.compare) == (measure, Compare.ABOVE)
        ]
        top = max(map(_back_at, lower), default=float("-inf"))
        yield from (
            (place, _("Between this and the lower limit no value is in order."))
            for place, one in upper
            if _back_at(one) <= top
        )


def sentence(limit: GivenThreshold, kind: SensorKind) -> str:
    """What the limit does, in words."""
    words = {
        "level": Level(limit.level).label,
        "side": COMPARE_NAMES[Compare(limit.compare)],
        "limit": _number(limit.limit, limit, kind),
        "back": _number(_back_at(limit), limit, kind),
        "delay": limit.delay_s,
        "return": limit.return_delay_s,
    }
    if limit.measure == Measure.ABSENCE:
        return _("Level “%(level)s” when nothing comes for %(limit)s; over with the next reading.") % words
    if limit.measure == Measure.RATE:
        return (
            _(
                "Level “%(level)s” when it changes by %(side)s %(limit)s for %(delay)s s; over at %(back)s for %(return)s s."
            )
            % words
        )
    return (
        _(
            "Level “%(level)s” when the value is %(side)s %(limit)s for %(delay)s s; over at %(back)s for %(return)s s."
        )
        % words
    )


def _number(value: float, limit: GivenThreshold, kind: SensorKind) -> str:
    short = Decimal(f"{value:.6g}")
    return f"{number_format(short)} {unit_of(kind.symbol, limit.measure)}".strip()
