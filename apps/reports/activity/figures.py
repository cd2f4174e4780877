"""Figures of the field over a period, from the facts of its days: sums, and percentiles of the lengths themselves.

Time is that of inspectors: of a crew of two each hour counts twice. Calls are those of units, each once; grouped or
narrowed by inspector they are those that came while he or she was on duty. Whose district: that of the patrol areas
that the unit, or somebody of its crew, answers for; not known where these are none or lie in several.
"""

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import connection

from apps.inspectors.models import PatrolArea, Unit
from apps.regions.scope import Scope
from apps.reports.activity.condensing import ACTIVITY
from apps.reports.periods import Period

# At most so much of the time on duty is committed to calls, or nothing is left for prevention.
SATURATION_LIMIT: Final = 0.6
# Of fewer calls a share says nothing.
FEW_CALLS: Final = 10

UNIT: Final = Unit._meta.db_table
AREA: Final = PatrolArea._meta.db_table
CREW: Final = Unit.crew.through._meta.db_table
# What figures may be grouped by, in this order.
KEYS: Final[dict[str, str]] = {
    "region": "u.region_id",
    "district": "COALESCE(d.district_id, '')",
    "unit": "a.unit_id::text",
    "inspector": "a.inspector_id::text",
    "day": "a.day::text",
    "month": "to_char(a.day, 'YYYY-MM')",
}
SUMS: Final = (
    "calls", "accepted", "refused", "expired", "withdrawn", "arrived", "off_shift", "unstamped", "unended",
)  # fmt: skip

_DISTRICTS: Final = f"""
    SELECT unit_id, min(district_id) AS district_id FROM (
      SELECT unit_id, district_id FROM {AREA} WHERE is_active AND unit_id IS NOT NULL
      UNION SELECT c.unit_id, p.district_id FROM {AREA} p JOIN {CREW} c USING (inspector_id) WHERE p.is_active
    ) AS answers WHERE district_id IS NOT NULL GROUP BY unit_id HAVING count(DISTINCT district_id) = 1
"""
_FIGURES: Final = f"""
    WITH rows AS MATERIALIZED (
      SELECT {{keys}}{{comma}} a.* FROM {ACTIVITY} a JOIN {UNIT} u ON u.id = a.unit_id
      LEFT JOIN ({_DISTRICTS}) d ON d.unit_id = a.unit_id
      WHERE a.day BETWEEN %(first)s AND %(last)s {{narrowed}}
    ), sums AS (
      SELECT {{names}}{{comma}} count(DISTINCT inspector_id) FILTER (WHERE duty_us > 0) AS inspectors,
        count(DISTINCT unit_id) FILTER (WHERE duty_us > 0) AS units,
        COALESCE(sum(duty_us), 0)::bigint AS duty_us, COALESCE(sum(committed_us), 0)::bigint AS committed_us,
        {", ".join(f"COALESCE(sum({name}) FILTER (WHERE {{of_calls}}), 0)::bigint AS {name}" for name in SUMS)}
      FROM rows {{group}}
    ), lengths AS (
      SELECT {{names}}{{comma}} count(*) AS accept_n, count(*) FILTER (WHERE us <= %(within_us)s) AS accepted_in_time,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY us) AS percentiles
      FROM rows, unnest(accept_us) AS us WHERE {{of_calls}} {{group}}
    )
    SELECT {{names}}{{comma}} inspectors, units, duty_us, committed_us, {", ".join(SUMS)},
      COALESCE(accept_n, 0), COALESCE(accepted_in_time, 0), percentiles[1], percentiles[2]
    FROM sums LEFT JOIN lengths {{together}} {{order}}
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which facts: of these days, within a scope; narrowed to districts ("" is the unknown one), units, inspectors."""

    period: Period
    scope: Scope
    districts: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    inspectors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a group's days came to."""

    inspectors: int
    units: int
    duty_us: int
    committed_us: int
    calls: int
    accepted: int
    refused: int
    expired: int
    withdrawn: int
    arrived: int
    off_shift: int
    unstamped: int
    unended: int
    accept_n: int
    accepted_in_time: int
    accept_median_us: float | None
    accept_p90_us: float | None

    @property
    def saturation(self) -> float | None:
        """The share of duty that was committed to calls; None without duty."""
        return self.committed_us / self.duty_us if self.duty_us else None

    @property
    def is_small(self) -> bool:
        """Are there too few calls to compare?"""
        return self.calls < FEW_CALLS

    @property
    def accepted_in_time_share(self) -> float | None:
        """Of the calls of this duty, those with both stamps within the limit; the rest is late, refused or unknown."""
        return self.accepted_in_time / self.calls if self.calls else None

    @property
    def arrived_share(self) -> float | None:
        """Of the calls, those reached."""
        return self.arrived / self.calls if self.calls else None

    @property
    def completeness(self) -> float | None:
        """Of all that units were sent to, the share that is told to somebody's duty."""
        whole = self.calls + self.off_shift + self.unstamped
        return self.calls / whole if whole else None

    @property
    def accept_completeness(self) -> float | None:
        """Of the calls that were taken, the share with both stamps."""
        return self.accept_n / self.accepted if self.accepted else None

    def as_json(self) -> dict[str, Any]:
        """Lengths in seconds, shares from 0 to 1."""
        return {
            "inspectors": self.inspectors,
            "units": self.units,
            "duty_s": self.duty_us / 1e6,
            "committed_s": self.committed_us / 1e6,
            "saturation": self.saturation,
            "calls": self.calls,
            "accepted": self.accepted,
            "accepted_in_time": self.accepted_in_time,
            "accepted_in_time_share": self.accepted_in_time_share,
            "refused": self.refused,
            "expired": self.expired,
            "withdrawn": self.withdrawn,
            "arrived": self.arrived,
            "accept_n": self.accept_n,
            "accept_median_s": _seconds(self.accept_median_us),
            "accept_p90_s": _seconds(self.accept_p90_us),
            "accept_completeness": self.accept_completeness,
            "completeness": self.completeness,
            "off_shift": self.off_shift,
            "unstamped": self.unstamped,
            "unended": self.unended,
            "is_small": self.is_small,
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one key a grouping; "" is a district that is not known."""

    key: dict[str, str]
    figures: Figures

    def named(self) -> dict[str, str | int | None]:
        """The key for scripts: numbers for units and inspectors, None for a district that is not known."""
        return {
            word: int(value) if word in {"unit", "inspector"} else value or None
            for word, value in self.key.items()
        }


def _seconds(us: float | None) -> float | None:
    return us / 1e6 if us is not None else None


def _narrowed(asked: Asked, *, to_people: bool) -> str:
    parts = [
        "" if asked.scope.is_national else "AND u.region_id = ANY(%(regions)s)",
        "AND COALESCE(d.district_id, '') = ANY(%(districts)s)" if asked.districts else "",
        "AND a.unit_id = ANY(%(units)s)" if asked.units else "",
        "AND a.inspector_id = ANY(%(inspectors)s)" if asked.inspectors else "",
        "AND a.inspector_id IS NOT NULL" if to_people else "",
    ]
    return " ".join(part for part in parts if part)


def _statement(asked: Asked, group_by: Sequence[str]) -> str:
    to_people = "inspector" in group_by or bool(asked.inspectors)
    names = ", ".join(f"by_{word}" for word in group_by)
    return _FIGURES.format(
        keys=", ".join(f"{KEYS[word]} AS by_{word}" for word in group_by),
        names=names,
        comma="," if names else "",
        group=f"GROUP BY {names}" if names else "",
        order=f"ORDER BY {names}" if names else "",
        together=f"USING ({names})" if names else "ON true",
        of_calls="inspector_id IS NOT NULL" if to_people else "inspector_id IS NULL",
        narrowed=_narrowed(asked, to_people=to_people),
    )


def figures(asked: Asked, *, group_by: Sequence[str] = ()) -> list[Group]:
    """A group for each key that has facts, in the order of the keys; without a grouping one of all."""
    values: dict[str, Any] = {
        "first": asked.period.first,
        "last": asked.period.last,
        "regions": sorted(asked.scope.codes),
        "districts": list(asked.districts),
        "units": list(asked.units),
        "inspectors": list(asked.inspectors),
        "within_us": settings.SAFECITY_ACCEPT_WITHIN_S * 1_000_000,
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement(asked, group_by), values)
        rows = cursor.fetchall()
    keys = len(group_by)
    return [Group(dict(zip(group_by, row[:keys], strict=True)), Figures(*row[keys:])) for row in rows]
