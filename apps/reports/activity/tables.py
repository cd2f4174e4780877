"""Figures of the field as tables: of the page, of CSV for scripts, and of a workbook for people."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.clock import iso
from apps.inspectors.models import Inspector, Unit
from apps.regions.models import District
from apps.reports.activity.columns import FIGURES
from apps.reports.activity.figures import Asked, Group, figures
from apps.reports.naming import region_names
from apps.reports.tables import Cell, Column, Kind, Table
from apps.reports.words import UNKNOWN

# What a table has a row for; the region stands in front where names are unique in it alone.
LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "region": ("region",),
    "district": ("region", "district"),
    "unit": ("region", "unit"),
    "inspector": ("region", "inspector"),
    "day": ("day",),
}
LEVEL_NAMES: Final = {
    "region": gettext_lazy("By region"),
    "district": gettext_lazy("By district"),
    "unit": gettext_lazy("By unit"),
    "inspector": gettext_lazy("By inspector"),
    "day": gettext_lazy("By day"),
}


def _unit_names() -> dict[str, str]:
    return {str(pk): f"{sign}" for pk, sign in Unit.objects.values_list("pk", "call_sign")}


def _inspector_names() -> dict[str, str]:
    rows = Inspector.objects.values_list("pk", "full_name", "badge")
    return {str(pk): f"{name} ({badge})" for pk, name, badge in rows}


def _district_names() -> dict[str, str]:
    return {district.pk: district.name for district in District.objects.all()}


NAMES: Final[dict[str, Callable[[], dict[str, str]]]] = {
    "region": region_names,
    "district": _district_names,
    "unit": _unit_names,
    "inspector": _inspector_names,
}


def namer(level: str) -> Callable[[str], str]:
    """A function from a key of this level to its name."""
    if level == "day":
        return lambda key: date_format(date.fromisoformat(key), "SHORT_DATE_FORMAT")
    names = NAMES[level]()
    return lambda key: names.get(key, key) if key else str(UNKNOWN)


def groups_of(asked: Asked, level: str) -> list[Group]:
    """The groups of a level; days and keys in order, the rest by name."""
    found = figures(asked, group_by=LEVELS[level])
    name = namer(level)
    return found if level == "day" else sorted(found, key=lambda group: name(group.key[level]).casefold())


def table_of(asked: Asked, level: str) -> Table:
    """A row a group with every figure, for people."""
    name, region = namer(level), namer("region")
    has_region = level not in {"region", "day"}
    rows: list[list[Cell]] = []
    for group in groups_of(asked, level):
        before: list[Cell] = [region(group.key["region"])] if has_region else []
        rows.append([*before, name(group.key[level]), *(one.of(group.figures) for one in FIGURES)])
    columns = [Column("region", _("Region"))] if has_region else []
    columns += [Column("name", str(LEVEL_NAMES[level]))]
    columns += [Column(one.name, str(one.title), one.kind) for one in FIGURES]
    return Table(level, str(LEVEL_NAMES[level]), columns, rows)


def sheets_of(asked: Asked) -> list[Table]:
    """The sheets of a workbook."""
    return [table_of(asked, level) for level in LEVELS]


def for_scripts(asked: Asked, level: str, *, as_of: datetime) -> Table:
    """The rows of a level under stable names: seconds, shares from 0 to 1, an empty key for what is not known."""
    name = namer(level)
    period = [asked.period.first.isoformat(), asked.period.last.isoformat(), iso(as_of)]
    before = ("period_from", "period_to", "as_of", "breakdown", "region", "key", "name")
    rows = [
        [
            *period,
            level,
            group.key.get("region", ""),
            group.key[level],
            name(group.key[level]),
            *(one.of(group.figures) for one in FIGURES),
        ]
        for group in groups_of(asked, level)
    ]
    columns = [Column(word, word) for word in before] + [
        Column(one.name, one.name, one.kind) for one in FIGURES
    ]
    return Table(level, level, columns, rows)


def definitions() -> Table:
    """What each figure means, as a sheet."""
    columns = [Column("figure", _("Figure"), Kind.TEXT), Column("meaning", _("Meaning"), Kind.TEXT)]
    return Table("meaning", _("Meaning"), columns, [[str(one.title), one.definition()] for one in FIGURES])
