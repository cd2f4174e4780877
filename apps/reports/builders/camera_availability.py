"""How much cameras worked, as tables: by region, the least available cameras, the longest outages."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from apps.cameras import availability
from apps.cameras.availability import Figures
from apps.cameras.models import Outage
from apps.core.clock import TASHKENT, iso
from apps.regions.scope import Scope
from apps.reports.naming import region_names
from apps.reports.periods import Period
from apps.reports.tables import Cell, Column, Kind, Table

NAME: Final = "camera-availability"
ALL: Final = 1_000_000


def span_of(period: Period, *, at: datetime) -> availability.Period:
    """The moments of local days, as far as they are over."""
    begin = datetime.combine(period.first, time(), TASHKENT)
    end = datetime.combine(period.last + timedelta(days=1), time(), TASHKENT)
    return availability.Period(begin, end).until(at)


def tables(
    scope: Scope, period: availability.Period, *, cameras: int = ALL, outages: int = 100
) -> list[Table]:
    """The three tables, with at most so many cameras and outages."""
    return [
        regions_table(scope, period),
        cameras_table(scope, period, cameras),
        outages_table(scope, period, outages),
    ]


def regions_table(scope: Scope, period: availability.Period) -> Table:
    """A row a region, and one of all."""
    names, found = region_names(), availability.by_region(scope, period)
    rows = [[code, names.get(code, code), one.cameras, *_cells(one)] for code, one in sorted(found.items())]
    whole = availability.total_of(list(found.values()))
    if len(found) > 1:
        rows.append(["", _("all"), whole.cameras, *_cells(whole)])
    before = [
        Column("region", _("Code")),
        Column("name", _("Region")),
        Column("cameras", _("Cameras"), Kind.COUNT),
    ]
    return Table("regions", _("By region"), [*before, *_columns()], rows)


def cameras_table(scope: Scope, period: availability.Period, limit: int) -> Table:
    """A row a camera, the least available first."""
    found = availability.by_camera(scope, period, limit=limit)
    rows = [[one.code, one.name, one.region, *_cells(one.figures)] for one in found]
    before = [Column("code", _("Code")), Column("name", _("Camera")), Column("region", _("Region"))]
    return Table("cameras", _("Least available cameras"), [*before, *_columns()], rows)


def outages_table(scope: Scope, period: availability.Period, limit: int) -> Table:
    """A row an outage, the longest first."""
    found = availability.longest_outages(scope, period, limit=limit)
    columns = [
        Column("code", _("Code")), Column("name", _("Camera")), Column("region", _("Region")),
        Column("cause", _("Cause")), Column("began_at", _("Began")), Column("ended_at", _("Ended")),
        Column("length_s", _("Length"), Kind.LENGTH),
    ]  # fmt: skip
    return Table("outages", _("Longest outages"), columns, [_outage(one, period.end) for one in found])


def _outage(outage: Outage, end: datetime) -> Sequence[Cell]:
    camera = outage.camera
    length = (min(outage.ended_at or end, end) - outage.began_at).total_seconds()
    named = [camera.code, camera.name] if camera is not None else ["", ""]
    cause = str(outage.get_cause_display())
    return [*named, outage.region_id, cause, iso(outage.began_at), iso(outage.ended_at), length]


FIGURES: Final[Sequence[tuple[str, Kind, Callable[[Figures], Cell]]]] = (
    ("availability", Kind.SHARE, lambda one: one.availability),
    ("failures", Kind.COUNT, lambda one: one.failures),
    ("mtbf_s", Kind.LENGTH, lambda one: one.mtbf_s),
    ("mttr_s", Kind.LENGTH, lambda one: one.mttr_s),
    ("down_s", Kind.LENGTH, lambda one: one.down_s),
    ("planned_s", Kind.LENGTH, lambda one: one.planned_s),
    ("measured_s", Kind.LENGTH, lambda one: one.measured_s),
)


def _columns() -> list[Column]:
    titles = {
        "availability": _("Availability"), "failures": _("Failures"), "mtbf_s": "MTBF", "mttr_s": "MTTR",
        "down_s": _("Down"), "planned_s": _("Planned work"), "measured_s": _("Measured"),
    }  # fmt: skip
    return [Column(name, titles[name], kind) for name, kind, _of in FIGURES]


def _cells(figures: Figures) -> list[Cell]:
    return [of(figures) for _name, _kind, of in FIGURES]
